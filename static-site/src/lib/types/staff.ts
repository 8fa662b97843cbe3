import type { Attention, CurrencyCode, Money } from './shop';
import type { Customer, CustomerOrder } from './customers';
import type { OrderStatus, TimelineEntry } from './orders';
import type { ReturnStatus } from './returns';

export interface StaffSummary {
  orders: Record<string, number>;
  returns: Record<string, number>;
  purchaseOrders?: Record<string, number>;
  clearances?: Record<string, number>;
  breaches?: Record<string, number>;
  /** Stocks that differed from their movements when they were last counted. */
  drift?: number;
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
  shipments?: { id: string; location: string; status: string }[];
  attention?: Attention;
}
/** An order that a search has found. */
export interface FoundOrder {
  id: string;
  number: string;
  status: OrderStatus;
  openedAt: string;
  placedAt?: string;
  name: string;
  town: string;
  total: Money;
  goods: number;
  attention?: Attention;
}
/** What to take from which shelf, and into which box of the list. */
export interface PickList {
  location: string;
  stops: {
    sku: string;
    name: string;
    options: string;
    picture: string;
    quantity: number;
    boxes: { number: number; shipment: string; quantity: number }[];
  }[];
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
  isRaw: boolean;
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
  lines: {
    sku: string;
    name?: string;
    quantity: number;
    price: Money;
    received: number;
    outstanding: number;
  }[];
  /** By itself only: how much more than ordered is taken, in percent, and what came when. */
  overPercent?: number;
  receipts?: { id: string; location: string; at: string; lines: { sku: string; quantity: number; unitCost: Money }[] }[];
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
  heldAt?: string;
}

/** A stock as its record says it, and as its movements do. */
export interface Counters {
  movements: number;
  onHand: number;
  value: Money;
  damaged: number;
  inControl: number;
  allocated: number;
}
export interface Drift {
  location: string;
  drifts: boolean;
  expected: Counters;
  kept: Counters;
  booked: Money;
  missing: number[];
  strays: string[];
  unkept: string[];
}
export interface DriftCheck {
  at?: string;
  checked: number;
  drifted: number;
  items: { sku: string; location: string }[];
}

/** A customer with all that staff know of her. */
export interface CustomerFile {
  account: Customer;
  orders: Omit<CustomerOrder, 'token'>[];
  returns: {
    id: string;
    order: string;
    status: ReturnStatus;
    openedAt: string;
    refund: Money;
    lines: { sku: string; name?: string; quantity: number }[];
  }[];
  notes: { id: string; text: string; at: string }[];
  timeline: { at: string; cause: string }[];
}
