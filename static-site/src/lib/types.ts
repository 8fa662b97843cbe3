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
export interface Shop {
  name: string;
  currencies: CurrencyCode[];
  home: string;
  countries: { code: string; name: string; postcodeExample: string; shipping: ShippingMethod[] }[];
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
  /** Duty, import tax and fees that are paid with the order. */
  import: Money;
  tax: Money;
  total: Money;
  /** In percent. */
  taxRate: number;
  /** What the border of another country asks; the order names its rate sheet. */
  landed?: { sheet: string; documents: { sku: string; document: string }[] };
  /** Why the bag cannot go where it should. */
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
  tax?: Money;
  total?: Money;
  refunded?: Money;
  /** In percent. */
  taxRate?: number;
  payment?: { status: PaymentStatus; card?: { brand: string; last4: string }; action?: { url: string } };
  delivery?: { address: Address; method: string };
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
  | 'Closed'
  | 'Expired';
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
  lines: ReturnLine[];
  refund?: Money;
  label?: { carrier: string; tracking: string };
  reason?: Reason;
  timeline: TimelineEntry[];
  attention?: Attention;
  version: number;
}

export interface StaffSummary {
  orders: Record<string, number>;
  returns: Record<string, number>;
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
