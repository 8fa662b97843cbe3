import { api } from './api';
import { coloursOf, isColour, plainLook } from './look';
import { Problem } from './problem';
import { long } from './remember';
import type { CurrencyCode, Look, Money, ShippingMethod, Shop } from './types';

/** How a shop is recognised. It is kept in the browser, so that the next visit begins with it (src/app.html). */
export interface Face {
  name: string;
  tagline: string;
  logo?: string | undefined;
  currency: CurrencyCode;
  home: string;
  colours: Record<string, string>;
}

const plain = (name: string): string => name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').trim().toLowerCase();
const inColours = ({ accent, paper, ink }: Look): boolean => [accent, paper, ink].every(isColour);

/** What the shop says of itself, and the currency in which this shopper looks at it. */
class ShopState {
  settings = $state.raw<Shop>();
  problem = $state.raw<Problem>();
  face = $state.raw<Face | undefined>(long.get<Face>('face'));
  private chosen = $state<CurrencyCode | undefined>(long.get<CurrencyCode>('currency'));

  /** The shopper's; where she has chosen none, the shop's first. */
  get currency(): CurrencyCode {
    return this.chosen ?? this.settings?.currencies[0] ?? this.face?.currency ?? '';
  }

  /** Whether shoppers find closed doors: what an owner has to say is still missing. */
  get closed(): boolean {
    return this.settings?.isOpen === false;
  }

  get home(): string {
    return this.settings?.home ?? this.face?.home ?? '';
  }

  /** Whether prices hold value added tax. */
  get hasVat(): boolean {
    return this.settings?.vat === 'Registered';
  }

  async load(): Promise<void> {
    const currency = this.chosen;
    try {
      const settings = await this.ask(currency);
      // The shopper may have changed her mind meanwhile: the last currency wins.
      if (currency !== this.chosen) return;
      this.settings = settings;
      this.problem = undefined;
      this.wear(settings);
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  }

  /** How parcels reach a country, or a province at home. */
  shippingTo(country: string, province = ''): ShippingMethod[] {
    const known = this.settings?.countries.find((one) => one.code === country);
    const named = plain(province);
    if (!known || !named || !known.provinces.length) return known?.shipping ?? this.settings?.shipping ?? [];
    // What no list has lies in the zone for the rest of the country.
    const code = known.provinces.find((one) => plain(one.name) === named)?.zone ?? known.zone;
    return this.settings?.zones.find((one) => one.code === code)?.shipping ?? known.shipping;
  }

  /** How much of some credit pays towards a total: what is left is nothing, or enough for a card. */
  usable(credit: Money, total: Money): Money {
    const least = this.settings?.payments.smallest.find((one) => one.currency === total.currency)?.amount ?? 0;
    const left = total.amount - credit.amount;
    const amount = left <= 0 ? total.amount : left >= least ? credit.amount : Math.max(0, total.amount - least);
    return { ...credit, amount };
  }

  show(currency: CurrencyCode): void {
    this.chosen = currency;
    long.set('currency', currency);
    void this.load();
  }

  /** A currency that the shop no longer sells in is let go. */
  private async ask(currency: CurrencyCode | undefined): Promise<Shop> {
    try {
      const settings = await api.shop(currency);
      if (!currency || settings.currencies.includes(currency)) return settings;
    } catch (thrown) {
      if (!currency || !(thrown instanceof Problem && thrown.status === 400)) throw thrown;
    }
    this.chosen = undefined;
    long.drop('currency');
    return this.ask(undefined);
  }

  private wear({ name, tagline, look, home, currencies }: Shop): void {
    const colours = coloursOf(inColours(look) ? look : plainLook);
    this.face = { name, tagline, home, currency: currencies[0] ?? '', logo: look.logo ?? undefined, colours };
    long.set('face', this.face);
    for (const [part, value] of Object.entries(this.face.colours))
      document.documentElement.style.setProperty(part, value);
  }
}

export const shop = new ShopState();
