// The shapes of the HTTP contract (docs/http.md), as the browser sees them.

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
  /** Missing when the method has no price in the currency that was asked for. */
  price?: Money;
  freeFrom?: Money;
}
export interface Country {
  code: string;
  name: string;
  dialCode: string;
  postcodeExample: string;
  shipping: ShippingMethod[];
}
export interface Shop {
  name: string;
  currencies: CurrencyCode[];
  /** Where parcels leave from; everywhere else is across a border. */
  home: string;
  countries: Country[];
  /** Of the home country. */
  shipping: ShippingMethod[];
  returnDays: number;
  payments: { provider: string; publishableKey: string; scriptUrl: string };
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
  /** What one unit costs at a door abroad, where a country was asked for. */
  landed?: Estimate;
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
  city: string;
  province: string;
  postcode: string;
  country: string;
  phone: string;
}
export interface Delivery {
  email: string;
  address: Address;
  method: string;
  terms?: Terms;
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
  total?: Money;
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
  import: Money;
  discount: Money;
  tax: Money;
  total: Money;
  /** In percent. */
  taxRate: number;
  points?: { wanted: number; used: number };
  landed?: Landed;
  /** Why it cannot go where it should. */
  problem?: Reason;
  order?: string;
  expiresAt: string;
  version: number;
}

export type OrderStatus =
  | 'Started'
  | 'StockHeld'
  | 'AwaitingPayment'
  | 'Authorised'
  | 'Placed'
  | 'Allocated'
  | 'Picking'
  | 'Packed'
  | 'PartiallyShipped'
  | 'Shipped'
  | 'OnHoldCustoms'
  | 'ReadyForPickup'
  | 'PickedUp'
  | 'Backordered'
  | 'Cancelled'
  | 'OutForDelivery'
  | 'PartiallyDelivered'
  | 'Delivered'
  | 'Compensating'
  | 'Failed'
  | 'Expired'
  | 'DeliveryFailed'
  | 'ReturnedToSender';
export type PaymentStatus =
  'Pending' | 'ActionRequired' | 'Authorised' | 'Declined' | 'Captured' | 'Refunded' | 'PartlyRefunded' | 'Voided';
export interface TimelineEntry {
  at: string;
  status: string;
  cause: string;
}
export interface OrderLine {
  sku: string;
  product: string;
  name: string;
  options: Options;
  picture: string;
  quantity: number;
  unitPrice: Money;
  total: Money;
}
export interface Shipment {
  id: string;
  location: string;
  status: string;
  carrier?: string;
  tracking?: string;
  lines: { sku: string; name: string; options: Options; quantity: number }[];
}
export interface Order {
  id: string;
  number: string;
  status: OrderStatus;
  reason?: Reason;
  placedAt?: string;
  lines: OrderLine[];
  /** Sums and address are there once the order is opened, moments after it was asked for. */
  subtotal?: Money;
  shipping?: Money;
  import?: Money;
  discount?: Money;
  tax?: Money;
  total?: Money;
  /** What store credit paid, and what was left for the card. */
  credit?: Money;
  due?: Money;
  refunded?: Money;
  landed?: Landed;
  /** In percent. */
  taxRate?: number;
  payment?: { status: PaymentStatus; card?: { brand: string; last4: string }; action?: { url: string } };
  delivery?: { address: Address; method: string; terms?: Terms };
  shipments?: Shipment[];
  timeline: TimelineEntry[];
  returns: string[];
  returnable?: { until: string; lines: { sku: string; quantity: number }[] };
  attention?: Attention;
  email?: string;
  version: number;
}

export type ReturnReason = 'ChangedMind' | 'WrongSize' | 'Damaged' | 'WrongItem' | 'NotAsDescribed';
export type ReturnStatus =
  | 'Requested'
  | 'Approved'
  | 'Declined'
  | 'LabelIssued'
  | 'InTransit'
  | 'Received'
  | 'Inspected'
  | 'Refunded'
  | 'Exchanged'
  | 'StoreCredit'
  | 'Closed'
  | 'Expired';
export type Remedy = 'Refund' | 'Credit' | 'Exchange';
/** On what terms units can come back. */
export interface ReturnTerms {
  kind: 'Free' | 'ExchangeOnly' | 'RestockingFee' | 'NonReturnable';
  until: string;
  feePercent: number;
  wayBack: 'Shop' | 'Shopper';
  options: Remedy[];
}
export interface Returnable {
  order: string;
  lines: { sku: string; units: number; usual: ReturnTerms; fault: ReturnTerms }[];
  stores: string[];
  labelPrices: Money[];
}
export interface ReturnWish {
  order: string;
  lines: { sku: string; quantity: number; reason: ReturnReason }[];
  remedy: Remedy;
  store?: string;
  exchange?: { lines: { sku: string; quantity: number }[]; total: Money; paymentMethod?: string };
}
export interface ReturnLine {
  sku: string;
  /** Missing for the first moments of a return. */
  name?: string;
  options?: Options;
  picture?: string;
  quantity: number;
  reason: ReturnReason;
  disposition?: string;
}
export interface Return {
  id: string;
  order: string;
  status: ReturnStatus;
  remedy: Remedy;
  store?: string;
  lines: ReturnLine[];
  refund?: Money;
  credited?: Money;
  exchange?: {
    order: string;
    token: string;
    lines: { sku: string; name: string; options: Options; quantity: number }[];
    total: Money;
    difference?: Money;
  };
  sums?: { goods: Money; shipping: Money; import: Money; fee: Money; carriage: Money; total: Money; points: number };
  /** For staff: what they noted, and the numbers of the shopper's photos. */
  note?: string;
  photos?: number[];
  label?: { carrier: string; tracking: string };
  reason?: Reason;
  timeline: TimelineEntry[];
  attention?: Attention;
  version: number;
}

export interface StaffSummary {
  orders: Record<string, number>;
  returns: Record<string, number>;
  purchaseOrders?: Record<string, number>;
  clearances?: Record<string, number>;
  poison: number;
}
export interface StaffOrder {
  id: string;
  number: string;
  status: OrderStatus;
  total: Money;
  placedAt?: string;
  location?: string;
  lines: { sku: string; name: string; quantity: number }[];
  attention?: Attention;
}
export interface Listed<T> {
  items: T[];
  cursor?: string;
}
export interface PoisonMessage {
  queue: string;
  id: string;
  insertedAt: string;
  tries: number;
  body: unknown;
}
export interface StockLevel {
  onHand: number;
  held: number;
  allocated: number;
  available: number;
}
export interface Stock extends StockLevel {
  sku: string;
  locations: (StockLevel & {
    location: string;
    lots: { id: string; quantity: number; unitCost: Money; receivedAt: string }[];
  })[];
}
export interface TrialBalance {
  balanced: boolean;
  accounts: { account: string; currency: CurrencyCode; debit: number; credit: number }[];
}

export interface Points {
  balance: number;
  available: number;
  shortfall: number;
  lots: { amount: number; expiresAt: string }[];
  entries: { kind: string; change: number; at: string }[];
  /** What one point pays, per currency, in minor units. */
  onePays: Money[];
  /** How much of the things points may pay, in percent. */
  maxPercent: number;
}
export interface Consent {
  purpose: string;
  text: string;
  textVersion: string;
  allowed: boolean;
  unlessObjected: boolean;
  at?: string;
}
export interface Customer {
  id: string;
  profile?: { email: string; name?: string; phone?: string };
  since?: string;
  tier: {
    name: string;
    earnsPercent: number;
    spent: Money;
    next?: { name: string; from: Money; missing: Money };
  };
  points: Points;
  credit: { balance: Money; available: Money }[];
  consents: Consent[];
}
export interface CustomerOrder {
  id: string;
  number: string;
  status: OrderStatus;
  total: Money;
  openedAt: string;
  placedAt?: string;
  lines: { sku: string; name: string; options: Options; picture: string; quantity: number }[];
  token: string;
}

export interface PurchaseOrder {
  id: string;
  number: string;
  status: string;
  supplier: { id: string; name?: string };
  location: string;
  total: Money;
  proposedAt: string;
  sentAt?: string;
  dueAt?: string;
  lateSince?: string;
  lines: { sku: string; quantity: number; price: Money; received: number; outstanding: number }[];
  timeline?: TimelineEntry[];
  attention?: Attention;
}

/** Where a parcel stands with the customs of its country, and what they asked for. */
export interface Clearance {
  id: string;
  order: string;
  status: 'Lodged' | 'Held' | 'Released' | 'Refused';
  reference: string;
  asked?: string[];
  documents?: { name: string; mediaType: string; givenAt?: string }[];
  reason?: string;
  lodgedAt?: string;
}
