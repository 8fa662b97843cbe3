import { Problem } from './problem';
import { brief } from './remember';
import { shop } from './shop.svelte';
import type { AddressPart, Cart, Country, Customer, DeliveryWish, Money, ShippingMethod, Terms } from './types';

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
  country: ''
};

/** What the shopper types at the checkout: kept while the tab lives, checked before it is sent. */
export class Details {
  values = $state<Values>({ ...blank, country: shop.home, ...brief.get<Partial<Values>>('details') });
  method = $state(brief.get<string>('method') ?? '');
  terms = $state<Terms>(brief.get<Terms>('terms') ?? 'Ddp');
  /** The store in which it is fetched, where the method is pick-up. */
  store = $state(brief.get<string>('store') ?? '');
  wrong = $state<Record<string, string>>({});
  /** The door that the cart was last reckoned for from here, as it was written. */
  private reckoned = $state('');

  keep(): void {
    brief.set('details', this.values);
    brief.set('method', this.method);
    brief.set('terms', this.terms);
    brief.set('store', this.store);
  }

  get country(): Country | undefined {
    return shop.settings?.countries.find((one) => one.code === this.values.country);
  }

  /** What the country asks for in an address; before the shop has said it, a street and a city. */
  get parts(): AddressPart[] {
    return this.country?.address ?? streetAndCity;
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
    const known: Partial<Values> = store
      ? { email, name: address.name }
      : { email, ...address, phone: dialled(address.phone, address.phoneExtension) };
    if (store) this.store ||= store;
    for (const name of detailNames) this.values[name] ||= known[name] ?? '';
    this.method ||= method;
  }

  /** Fills what is empty from her account. */
  meet(profile: Customer['profile']): void {
    if (!profile) return;
    const { email, name, phone, phoneExtension, address } = profile;
    const known = { ...address, email, name, phone: phone && dialled(phone, phoneExtension) };
    const empty = !this.values.line1;
    for (const box of ['email', 'name', 'phone'] as const) this.values[box] ||= known[box] ?? '';
    if (address && empty)
      for (const box of ['line1', 'line2', 'city', 'province', 'postcode', 'country'] as const)
        this.values[box] = address[box] ?? '';
  }

  get delivery(): DeliveryWish {
    const { email, name, phone, line1, country, ...rest } = trimmed(this.values);
    if (this.fetched) return { email, method: Pickup, store: this.store, name };
    // What was typed for another country stays in its box, and is not sent.
    const given = this.parts.filter((part) => part.name !== 'line1' && rest[part.name]);
    const parts = Object.fromEntries(given.map((part) => [part.name, rest[part.name as keyof typeof rest]]));
    const delivery = { email, address: { name, phone, line1, country, ...parts }, method: this.method };
    return this.abroad ? { ...delivery, terms: this.terms } : delivery;
  }

  /** The shop has reckoned the cart for what stands in the boxes now. */
  settled(): void {
    this.reckoned = this.door;
  }

  private get door(): string {
    const { country, province, city } = this.values;
    return [country, province, city, this.method, this.abroad ? this.terms : '', this.store].join('|');
  }

  /** Whether a cart was reckoned for just this door, way and terms. */
  isFor(cart: Cart): boolean {
    if (this.reckoned === this.door) return true;
    const known = cart.delivery;
    if (known && this.fetched) return known.method === Pickup && known.store === this.store;
    if (!known || known.method !== this.method || known.address.country !== this.values.country) return false;
    if (this.abroad) return (known.terms ?? 'Ddp') === this.terms;
    // At home it depends on where in the country.
    return (['province', 'city'] as const).every((part) => (known.address[part] ?? '') === this.values[part].trim());
  }

  /** Looks at every box; true when all can be sent. */
  check(): boolean {
    const asked = this.fetched
      ? ['email', 'name']
      : ['email', 'name', 'phone', 'country', ...this.parts.map((part) => part.name)];
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
    const value = this.values[name].trim();
    const part = this.parts.find((one) => one.name === name);
    if (part?.required && !value) return `Please give the ${lower(part.label)}.`;
    return rules[name]?.(value, this.country) ?? '';
  }

  get first(): string | undefined {
    return detailNames.find((name) => this.wrong[name]);
  }
}

/** What an account says of her, box by box. */
export function ownValues(profile: Customer['profile']): Values {
  const { email = '', name, phone, phoneExtension, address } = profile ?? {};
  const values: Values = { ...blank, country: shop.home, email };
  if (address) for (const box of detailNames) if (box !== 'email') values[box] = address[box] ?? '';
  if (address) values.phone = dialled(address.phone, address.phoneExtension);
  if (name) values.name = name;
  if (phone) values.phone = dialled(phone, phoneExtension);
  return values;
}

/** The address of an account, which is not what is typed at a checkout. */
export class OwnDetails extends Details {
  constructor(profile: Customer['profile']) {
    super();
    this.values = ownValues(profile);
    this.method = '';
  }

  override keep(): void {
    // It is kept in the account alone.
  }
}

/** The method of what is fetched in a store. */
export const Pickup = 'pickup';

const given = (words: string) => (value: string) => (value ? '' : words);

const rules: Partial<Record<DetailName, (value: string, country: Country | undefined) => string>> = {
  email: (value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? '' : 'Please give an email address, such as ana@example.ph.',
  name: given('Please tell us who receives the parcel.'),
  // The shop says the last word; here only what cannot be right.
  phone: (value) =>
    (value.match(/\p{Nd}/gu)?.length ?? 0) >= 7 ? '' : 'The courier needs a number to call, such as 0917 123 4567.',
  postcode: (value, country) => {
    const fits = !value || !country?.postcode || new RegExp(`^(?:${country.postcode})$`).test(plain(value));
    return fits ? '' : `Please give a postal code such as ${country?.postcodeExample}.`;
  },
  country: given('Please choose a country.')
};

const streetAndCity: AddressPart[] = [
  { name: 'line1', label: 'House number and street', required: true },
  { name: 'line2', label: 'Apartment or building', required: false },
  { name: 'city', label: 'City', required: true }
];

const lower = (label: string): string => (/^[A-Z]{2}/.test(label) ? label : label[0]?.toLowerCase() + label.slice(1));

/** As the shop reads a postcode: full-width digits and the sign of Japan's post are no fault. */
const plain = (value: string): string => value.normalize('NFKC').replace('〒', '').replace(/\p{Pd}/gu, '-').trim().toUpperCase();

/** A number as one types it, with its extension. */
const dialled = (phone: string, extension?: string): string => (extension ? `${phone} ext. ${extension}` : phone);

function trimmed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()])) as Values;
}

/** What delivery will cost before the shop has said so: its own tariff, read the way it is published. */
export function estimate(cart: Cart, method: ShippingMethod | typeof Pickup | undefined) {
  const none = { amount: 0, currency: cart.currency };
  if (method === Pickup) return sum(cart, none);
  if (!method) return undefined;
  const free = method.freeFrom?.currency === cart.currency && reduced(cart) >= method.freeFrom.amount;
  if (free) return sum(cart, none);
  // By weight, or the courier's word: the shop says it once it knows the door.
  if (method.from || method.price?.currency !== cart.currency) return undefined;
  return sum(cart, method.price);
}

/** What the things are sold for, less what a coupon takes off. */
const reduced = (cart: Cart): number => cart.subtotal.amount - (cart.coupon?.amount.amount ?? 0);

function sum(cart: Cart, shipping: Money) {
  const total = reduced(cart) + shipping.amount - cart.discount.amount;
  return { shipping, discount: cart.discount, total: { amount: total, currency: cart.currency } };
}
