// What the shop sells, for how much, and to which door.

export type CurrencyCode = string;
export interface Money {
  amount: number;
  currency: CurrencyCode;
}

/** What was chosen, by name; or said in words already. */
export type Options = Record<string, string> | string;
export type Availability = 'none' | 'few' | 'yes';
export interface Reason {
  code: string;
  message: string;
}
export interface Attention extends Reason {
  since: string;
}

export interface ShippingMethod {
  method: string;
  name: string;
  /** Missing where the courier says it, or the currency that was asked for has none. */
  price?: Money | null;
  /** Whether it may cost more: by weight, or where in the country it goes. */
  from?: boolean;
  freeFrom?: Money | null;
}
export interface AddressPart {
  name: 'line1' | 'line2' | 'city' | 'province' | 'postcode';
  label: string;
  required: boolean;
}
export interface Country {
  code: string;
  name: string;
  dialCode: string;
  /** What an address there consists of, in the order in which it is asked for. */
  address: AddressPart[];
  /** A regular expression that all of a postcode fits; missing where there are none. */
  postcode?: string;
  postcodeExample?: string;
  /** The zone of its delivery prices; at home, where a province has none of its own. */
  zone: string;
  /** At home: where each lies. */
  provinces: { name: string; zone: string }[];
  shipping: ShippingMethod[];
}
/** The three colours that an owner chooses, and the picture in place of the shop's name. */
export interface Look {
  accent: string;
  paper: string;
  ink: string;
  /** Of `GET /api/logos/{id}`. */
  logo?: string | null;
}
export type VatStatus = 'Registered' | 'NotRegistered';
/** On these days from `opens` to `closes`, by the clocks there. */
export interface Hours {
  days: string;
  opens: string;
  closes: string;
}
export interface Shop {
  /** Empty while nobody has said anything of the shop. */
  name: string;
  tagline: string;
  /** Whether it sells: nothing of what its owner has to say is missing. */
  isOpen: boolean;
  look: Look;
  seller: { name: string; address: string; taxNumber?: string | null; email: string; phone: string; zone: string };
  vat: VatStatus;
  /** Terms, about us: whatever people may read and the owner writes. */
  pages: { slug: string; title: string }[];
  /** Where shoppers come in. */
  stores: { code: string; name: string; lines: string[]; phone: string; hours: Hours[] }[];
  /** Where delivery costs the same. */
  zones: { code: string; name: string; shipping: ShippingMethod[] }[];
  currencies: CurrencyCode[];
  /** Where parcels leave from; everywhere else is across a border. */
  home: string;
  countries: Country[];
  /** Of the home country. */
  shipping: ShippingMethod[];
  returnDays: number;
  payments: {
    provider: string;
    publishableKey: string;
    scriptUrl: string;
    /** The least that a card is asked for, per currency. */
    smallest: Money[];
  };
}

/** What an owner wrote, as HTML that the shop made of it. */
export interface ShopPage {
  slug: string;
  title: string;
  html: string;
}

export interface ProductCard {
  id: string;
  name: string;
  maker: string;
  category: string;
  picture: string;
  price: Money;
  priceTo: Money;
  availability: Availability;
  options: Record<string, string[]>;
}
export interface Variant {
  sku: string;
  options: Record<string, string>;
  price: Money;
  weightGrams: number;
  availability: Availability;
  picture?: string;
}
export interface Product {
  id: string;
  name: string;
  maker: { name: string; place: string };
  category: string;
  description: string;
  care: string;
  origin: string;
  hsCode: string;
  pictures: { url: string; alt: string }[];
  options: { name: string; values: string[] }[];
  variants: Variant[];
  related: ProductCard[];
  returns?: ReturnPromise;
  /** What one unit costs at a door abroad, where a country was asked for. */
  landed?: Estimate;
}
/** For how many days after its delivery it may be sent back, and on what terms. */
export interface ReturnPromise {
  kind: 'Free' | 'ExchangeOnly' | 'RestockingFee' | 'NonReturnable';
  days: number;
  feePercent: number;
  faultDays: number;
}
/** Something else to look at, and why. */
export interface Recommendation {
  because: 'BoughtTogether' | 'Similar';
  product: ProductCard;
}
export interface FacetValue {
  value: string;
  count: number;
}
export interface ProductPage {
  items: ProductCard[];
  total: number;
  facets: { category: FacetValue[]; maker: FacetValue[] };
  cursor?: string;
}

/** What the border of another country asks; `total` in its currency, `collected` in the shopper's. */
export interface Landed {
  country: string;
  terms: Terms;
  rules: string;
  source: string;
  sheet: string;
  expiresAt?: string;
  lines: { sku: string; hsCode: string; customsValue: Money; duty: Money; tax: Money; basis: string }[];
  fees: { name: string; amount: Money }[];
  duty: Money;
  tax: Money;
  charges: Money;
  total: Money;
  collected: Money;
  documents: { sku: string; document: string; reason: string }[];
}
/** Duties paid by the shop, or by whoever receives. */
export type Terms = 'Ddp' | 'Dap';
export interface Estimate {
  country: string;
  shipping?: Money;
  import?: Money;
  total?: Money;
  landed?: Landed;
  problem?: Reason;
}

export interface Address {
  name: string;
  line1: string;
  line2?: string;
  city?: string;
  province?: string;
  postcode?: string;
  country: string;
  phone: string;
  /** What is dialled once the number answers. */
  phoneExtension?: string;
}
export interface Delivery {
  email: string;
  address: Address;
  method: string;
  terms?: Terms;
  /** Where it is fetched; the method is then `pickup`. */
  store?: string;
}
/** What is sent to say where the things go: to a door, or fetched in a store. */
export type DeliveryWish = Delivery | { email: string; method: 'pickup'; store: string; name: string };
/** A store, and whether it has all of the bag on its own shelf now. */
export interface StoreShelf {
  location: string;
  address: Address;
  available: boolean;
}
export interface CartLine {
  sku: string;
  product: string;
  name: string;
  options: Options;
  picture: string;
  quantity: number;
  /** Missing when the thing is no longer sold. */
  unitPrice?: Money;
  /** What one cost when she put it in, where that has changed since. */
  was?: Money;
  total?: Money;
  /** When what is not there yet can leave. */
  promised?: string;
  problem?: Reason;
}
/** A coupon in a bag: what it takes off, or why it takes off nothing. */
export interface CartCoupon {
  code: string;
  amount: Money;
  problem?: Reason;
}
export interface Cart {
  id: string;
  currency: CurrencyCode;
  status: 'Open' | 'InCheckout' | 'CheckedOut';
  lines: CartLine[];
  delivery?: Delivery;
  subtotal: Money;
  shipping: Money;
  /** Whether that is the least that it can cost: nobody has said yet where to. */
  shippingFrom?: boolean;
  import: Money;
  discount: Money;
  tax: Money;
  total: Money;
  /** In percent. */
  taxRate: number;
  points?: { wanted: number; used: number };
  coupon?: CartCoupon;
  landed?: Landed;
  /** What was taken and may be a slip. */
  doubts?: { name: string; message: string }[];
  /** Why it cannot go where it should. */
  problem?: Reason;
  order?: string;
  expiresAt: string;
  version: number;
}
