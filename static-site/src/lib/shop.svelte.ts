import { api } from './api';
import { Problem } from './problem';
import { long } from './remember';
import type { CurrencyCode, Money, ShippingMethod, Shop } from './types';

/** What the shop says of itself, and the currency in which this shopper looks at it. */
class ShopState {
  settings = $state.raw<Shop>();
  problem = $state.raw<Problem>();
  currency = $state<CurrencyCode>('PHP');

  constructor() {
    this.currency = long.get<CurrencyCode>('currency') ?? 'PHP';
  }

  async load(): Promise<void> {
    const currency = this.currency;
    try {
      const settings = await api.shop(currency);
      // The shopper may have changed her mind meanwhile: the last currency wins.
      if (currency !== this.currency) return;
      this.settings = settings;
      this.problem = undefined;
      if (!this.settings.currencies.includes(this.currency)) this.show(this.settings.currencies[0] ?? 'PHP');
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  }

  /** How parcels reach a country. */
  shippingTo(country: string): ShippingMethod[] {
    return this.settings?.countries.find((one) => one.code === country)?.shipping ?? this.settings?.shipping ?? [];
  }

  /** How much of some credit pays towards a total: what is left is nothing, or enough for a card. */
  usable(credit: Money, total: Money): Money {
    const least = this.settings?.payments.smallest.find((one) => one.currency === total.currency)?.amount ?? 0;
    const left = total.amount - credit.amount;
    const amount = left <= 0 ? total.amount : left >= least ? credit.amount : Math.max(0, total.amount - least);
    return { ...credit, amount };
  }

  show(currency: CurrencyCode): void {
    this.currency = currency;
    long.set('currency', currency);
    void this.load();
  }
}

export const shop = new ShopState();
