import type { Attention, Money, Options, Reason } from './shop';
import type { TimelineEntry } from './orders';

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
  lastDay: string;
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
  /** How many of them the shop did not accept. */
  declined?: number;
  /** What was found of its units, once staff have looked. */
  findings?: { quantity: number; disposition: string }[];
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
  /** What of it she had before, as by a refund in the payment provider's dashboard. */
  already?: Money;
  exchange?: {
    order: string;
    token: string;
    /** What is no longer sold has its SKU alone. */
    lines: { sku: string; product?: string; name?: string; options?: Options; picture?: string; quantity: number }[];
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
