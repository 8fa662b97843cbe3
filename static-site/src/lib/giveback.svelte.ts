import { api } from './api';
import { newId } from './id';
import { Problem } from './problem';
import { brief, orders, returns } from './remember';
import { shop } from './shop.svelte';
import type { Money, Order, Product, Remedy, Returnable, ReturnReason, ReturnTerms, ReturnWish } from './types';

/** What a shopper has chosen to do with one line of her order. */
export interface Choice {
  quantity: number;
  reason: ReturnReason | '';
  /** The SKU that she wants instead. */
  instead?: string | undefined;
}

const faults: (ReturnReason | '')[] = ['Damaged', 'WrongItem', 'NotAsDescribed'];
const remedies: Remedy[] = ['Refund', 'Credit', 'Exchange'];

/** One request to send things back, from the first tick to the photos; the same id however often it is sent. */
export class GiveBack {
  order = $state.raw<Order>();
  offers = $state.raw<Returnable>();
  products = $state.raw<Record<string, Product>>({});
  chosen = $state<Record<string, Choice>>({});
  remedy = $state<Remedy>('Refund');
  store = $state('');
  photos = $state.raw<File[]>([]);

  constructor(private readonly id: string) {
    this.chosen = brief.get<Record<string, Choice>>(`return.${id}.chosen`) ?? {};
  }

  private get token(): string {
    return orders.token(this.id) ?? '';
  }

  load = async (): Promise<void> => {
    const [fresh, offers] = await Promise.all([
      api.lookAtOrder(this.id, this.token),
      api.returnable(this.id, this.token)
    ]);
    if (!fresh) throw Problem.unreachable();
    [this.order, this.offers] = [fresh.value, offers];
  };

  /** What can be chosen, with the terms that go with the reason given so far. */
  get lines() {
    return (this.offers?.lines ?? []).flatMap((offer) => {
      const line = this.order?.lines.find((one) => one.sku === offer.sku);
      const choice = this.chosen[offer.sku] ?? { quantity: 0, reason: '' as const };
      const terms = faults.includes(choice.reason) ? offer.fault : offer.usual;
      // What can only be sent back for a fault is offered as well: the reason decides.
      const possible = offer.units > 0 && (offer.usual.options.length > 0 || offer.fault.options.length > 0);
      return line && possible ? [{ ...line, most: offer.units, choice, terms }] : [];
    });
  }

  get asked() {
    return this.lines.filter((line) => line.choice.quantity > 0);
  }

  /** What every chosen line allows. */
  get options(): Remedy[] {
    return remedies.filter((one) => this.asked.every((line) => line.terms.options.includes(one)));
  }

  /** The terms that cost something. */
  get fees(): ReturnTerms[] {
    return this.asked.map((line) => line.terms).filter((terms) => terms.kind === 'RestockingFee');
  }

  /** What the way back by parcel costs her; nothing where the shop pays it. */
  get carriage(): Money | undefined {
    const hers = this.asked.some((line) => line.terms.wayBack === 'Shopper') && !this.store;
    return hers ? this.offers?.labelPrices.find((one) => one.currency === this.order?.total?.currency) : undefined;
  }

  choose(sku: string, choice: Choice): void {
    this.chosen = { ...this.chosen, [sku]: choice };
    // What is asked for has changed, so it is another request than one that may have been sent.
    brief.drop(`return.${this.id}`);
    brief.set(`return.${this.id}.chosen`, this.chosen);
  }

  /** Fetches what could be had instead of what is sent back. */
  async look(): Promise<void> {
    const currency = this.order?.total?.currency ?? shop.currency;
    const missing = [...new Set(this.asked.map((line) => line.product))].filter((one) => !this.products[one]);
    if (!missing.length) return;
    const found = await Promise.all(missing.map((one) => api.product(one, currency)));
    this.products = { ...this.products, ...Object.fromEntries(found.map((one) => [one.id, one])) };
  }

  /** What she gets instead and what it costs; nothing until she chose for every line. */
  get exchange(): ReturnWish['exchange'] {
    const lines = this.asked.map((line) => {
      const variant = this.products[line.product]?.variants.find((one) => one.sku === line.choice.instead);
      return variant && { sku: variant.sku, quantity: line.choice.quantity, price: variant.price };
    });
    if (!lines.length || lines.some((line) => !line)) return undefined;
    const whole = lines as { sku: string; quantity: number; price: Money }[];
    const amount = whole.reduce((sum, line) => sum + line.price.amount * line.quantity, 0);
    const together = new Map<string, number>();
    for (const { sku, quantity } of whole) together.set(sku, (together.get(sku) ?? 0) + quantity);
    return {
      lines: [...together].map(([sku, quantity]) => ({ sku, quantity })),
      total: { amount, currency: whole[0]?.price.currency ?? shop.currency }
    };
  }

  /** Why it cannot be sent yet; nothing when it can. */
  get missing(): string {
    if (!this.asked.length) return 'Please choose what you are sending back.';
    if (this.asked.some((line) => !line.choice.reason)) return 'Please give a reason for each thing.';
    const no = this.asked.find((line) => !line.terms.options.length);
    if (no) return `${no.name} can only be sent back when something is wrong with it.`;
    if (!this.options.includes(this.remedy)) return 'Please choose what you would like for it.';
    return this.remedy === 'Exchange' && !this.exchange ? 'Please choose what you would like instead.' : '';
  }

  /** Sends the photos, then the request; answers the return's id. */
  async send(): Promise<string> {
    const own = brief.get<string>(`return.${this.id}`) ?? newId();
    brief.set(`return.${this.id}`, own);
    try {
      for (const [i, photo] of this.photos.entries()) await api.addPhoto(own, this.token, this.id, i + 1, photo);
      await api.requestReturn(own, this.token, this.wish());
    } catch (thrown) {
      const problem = Problem.from(thrown);
      if (!problem.unsure) brief.drop(`return.${this.id}`);
      throw problem;
    }
    returns.keep(own, this.id);
    brief.drop(`return.${this.id}`);
    brief.drop(`return.${this.id}.chosen`);
    return own;
  }

  private wish(): ReturnWish {
    const lines = this.asked.map(({ sku, choice, most }) => ({
      sku,
      quantity: Math.min(choice.quantity, most),
      reason: choice.reason as ReturnReason
    }));
    const wish: ReturnWish = { order: this.id, lines, remedy: this.remedy };
    if (this.store) wish.store = this.store;
    const { exchange } = this;
    return this.remedy === 'Exchange' && exchange ? { ...wish, exchange } : wish;
  }
}
