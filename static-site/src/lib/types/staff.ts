import type { Attention, CurrencyCode, Money } from './shop';
import type { OrderStatus, TimelineEntry } from './orders';

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
