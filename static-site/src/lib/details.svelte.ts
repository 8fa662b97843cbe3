import { Problem } from './problem';
import { brief } from './remember';
import { shop } from './shop.svelte';
import type { Cart, Country, Customer, DeliveryWish, Money, ShippingMethod, Terms } from './types';

export const detailNames = [
  'email',
  'name',
  'phone',
  'line1',
  'line2',
  'city',
  'province',
  'postcode',
  'country'
] as const;
export type DetailName = (typeof detailNames)[number];
type Values = Record<DetailName, string>;

const blank: Values = {
  email: '',
  name: '',
  phone: '',
  line1: '',
  line2: '',
  city: '',
  province: '',
  postcode: '',
  country: 'PH'
};

/** What the shopper types at the checkout: kept while the tab lives, checked before it is sent. */
export class Details {
  values = $state<Values>({ ...blank, ...brief.get<Partial<Values>>('details') });
  method = $state(brief.get<string>('method') ?? '');
  terms = $state<Terms>(brief.get<Terms>('terms') ?? 'Ddp');
  /** The store in which it is fetched, where the method is pick-up. */
  store = $state(brief.get<string>('store') ?? '');
  wrong = $state<Record<string, string>>({});

  keep(): void {
    brief.set('details', this.values);
    brief.set('method', this.method);
    brief.set('terms', this.terms);
    brief.set('store', this.store);
  }

  get country(): Country | undefined {
    return shop.settings?.countries.find((one) => one.code === this.values.country);
  }

  get fetched(): boolean {
    return this.method === Pickup;
  }

  /** Whether it goes across a border. */
  get abroad(): boolean {
    return !this.fetched && shop.settings !== undefined && this.values.country !== shop.settings.home;
  }

  /** Fills what is empty from the cart, where it was kept by an earlier visit. */
  fill(cart: Cart | undefined): void {
    if (!cart?.delivery) return;
    const { email, address, method, store } = cart.delivery;
    // The address of a store is nobody's own.
    const known: Partial<Values> = store ? { email, name: address.name } : { email, ...address };
    if (store) this.store ||= store;
    for (const name of detailNames) this.values[name] ||= known[name] ?? '';
    this.method ||= method;
  }

  /** Fills what is empty from her account. */
  meet(profile: Customer['profile']): void {
    for (const name of ['email', 'name', 'phone'] as const) this.values[name] ||= profile?.[name] ?? '';
  }

  get delivery(): DeliveryWish {
    const { email, line2, ...address } = trimmed(this.values);
    if (this.fetched) return { email, method: Pickup, store: this.store, name: address.name };
    const delivery = { email, address: line2 ? { ...address, line2 } : address, method: this.method };
    return this.abroad ? { ...delivery, terms: this.terms } : delivery;
  }

  /** Whether a cart was reckoned for just this door, way and terms. */
  isFor(cart: Cart): boolean {
    const known = cart.delivery;
    if (known && this.fetched) return known.method === Pickup && known.store === this.store;
    if (!known || known.method !== this.method || known.address.country !== this.values.country) return false;
    return !this.abroad || (known.terms ?? 'Ddp') === this.terms;
  }

  /** Looks at every box; true when all can be sent. */
  check(): boolean {
    const asked = this.fetched ? ['email', 'name'] : Object.keys(rules);
    const said = asked.map((name) => [name, this.judge(name as DetailName)] as const);
    this.wrong = Object.fromEntries(said.filter(([, words]) => words)) as Record<string, string>;
    if (this.fetched && !this.store) this.wrong.store = 'Please choose a store.';
    return Object.keys(this.wrong).length === 0;
  }

  /** Takes a refusal's words to the boxes they are about; true when there was a box for one. */
  refused(problem: Problem): boolean {
    const mine = Object.entries(problem.byField).filter(([name]) => (detailNames as readonly string[]).includes(name));
    this.wrong = Object.fromEntries(mine);
    return mine.length > 0;
  }

  /** A box that was wrong is looked at again while it is mended. */
  mended(name: DetailName): void {
    this.keep();
    if (!this.wrong[name]) return;
    const words = this.judge(name);
    if (words) this.wrong[name] = words;
    else delete this.wrong[name];
  }

  private judge(name: DetailName): string {
    return rules[name]?.(this.values[name].trim(), this.country) ?? '';
  }

  get first(): string | undefined {
    return detailNames.find((name) => this.wrong[name]);
  }
}

/** The method of what is fetched in a store. */
export const Pickup = 'pickup';

const given = (words: string) => (value: string) => (value ? '' : words);

const rules: Partial<Record<DetailName, (value: string, country: Country | undefined) => string>> = {
  email: (value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? '' : 'Please give an email address, such as ana@example.ph.',
  name: given('Please tell us who receives the parcel.'),
  phone: (value) =>
    /^\+?[\d\s()-]{7,20}$/.test(value) ? '' : 'The courier needs a number to call, such as 0917 123 4567.',
  line1: given('Please give the house number and street.'),
  city: given('Please give the city or municipality.'),
  province: given('Please give the province or state.'),
  postcode: (value, country) => {
    const example = country?.postcodeExample ?? '1012';
    return looksLike(value, example) ? '' : `Please give a postal code such as ${example}.`;
  },
  country: given('Please choose a country.')
};

/** The shop says the last word; here only what cannot be right: no digits at all, or too few characters. */
const looksLike = (value: string, example: string): boolean =>
  /\d/.test(value) && value.replace(/\W/g, '').length >= example.replace(/\W/g, '').length;

function trimmed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()])) as Values;
}

/** What delivery will cost before the shop has said so: its own tariff, read the way it is published. */
export function estimate(cart: Cart, method: ShippingMethod | typeof Pickup | undefined) {
  const none = { amount: 0, currency: cart.currency };
  if (method === Pickup) return sum(cart, none);
  if (method?.price?.currency !== cart.currency) return undefined;
  const free = method.freeFrom?.currency === cart.currency && reduced(cart) >= method.freeFrom.amount;
  const shipping = { amount: free ? 0 : method.price.amount, currency: cart.currency };
  return sum(cart, shipping);
}

/** What the things are sold for, less what a coupon takes off. */
const reduced = (cart: Cart): number => cart.subtotal.amount - (cart.coupon?.amount.amount ?? 0);

function sum(cart: Cart, shipping: Money) {
  const total = reduced(cart) + shipping.amount - cart.discount.amount;
  return { shipping, discount: cart.discount, total: { amount: total, currency: cart.currency } };
}
