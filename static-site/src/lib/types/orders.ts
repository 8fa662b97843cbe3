import type { Address, Landed, Money, Options, Reason, Attention, Terms } from './shop';

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
  /** For staff: who of them asked for it. */
  by?: { actor: string; name: string } | null;
  refused?: string | null;
}
export interface OrderLine {
  sku: string;
  product: string;
  name: string;
  options: Options;
  picture: string;
  quantity: number;
  /** How many of them were cancelled. */
  cancelled?: number;
  unitPrice: Money;
  total: Money;
}
export interface Shipment {
  id: string;
  location: string;
  status: string;
  carrier?: string;
  tracking?: string;
  /** Counts how often its contents changed after picking had begun. */
  edition?: number;
  lines: { sku: string; name: string; options: Options; quantity: number }[];
}
/** Until when a reason holds: the last day is one where the goods are. */
export interface LastDay {
  until: string;
  lastDay: string;
}
export interface ReturnableLine {
  sku: string;
  quantity: number;
  /** When she changed her mind, or it does not fit; missing where that is no reason, or no longer. */
  usual?: LastDay;
  /** When something is wrong with it. */
  fault?: LastDay;
}
export interface OutsideMoney {
  kind: 'Refund' | 'Dispute';
  amount: Money;
  at?: string;
  /** Whether the shopper has it now. */
  gone: boolean;
  standing?: 'Open' | 'Won' | 'Lost';
}
/** Units that came off an order before they had left. */
export interface Cancellation {
  id: string;
  status: 'Asked' | 'UnderWay' | 'Done';
  at?: string;
  by?: 'Shopper' | 'Staff';
  reason?: string;
  all?: boolean;
  lines?: { sku: string; quantity: number }[];
  amount?: Money;
  notCharged?: Money;
  refunded?: Money;
  credit?: Money;
  points?: number;
  /** The number of the paper that takes it back in the books; missing where nothing was charged. */
  creditNote?: string;
}
/** What to cancel: nothing named is all that has not left. */
export interface CancelWish {
  lines?: { sku: string; quantity: number }[];
  shipment?: string;
  reason?: string;
}
/** One thing that a person can do about a case, and what comes of it. */
export interface CaseChoice {
  does: 'TryAgain' | 'Settle' | 'AskToPay' | 'GivePapers' | 'Change' | 'GiveMoney' | 'Cancel' | 'End';
  words: string;
  follows: string;
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
  coupon?: { code: string; amount: Money };
  discount?: Money;
  tax?: Money;
  total?: Money;
  /** What store credit paid, and what was left for the card. */
  credit?: Money;
  due?: Money;
  refunded?: Money;
  /** What moved at the payment provider without the shop; disputes are shown to staff only. */
  outside?: OutsideMoney[];
  /** What staff gave back by hand. */
  refunds?: HandRefund[];
  /** How much staff could still give back by hand; shown to staff only. */
  refundable?: Money;
  landed?: Landed;
  /** In percent. */
  taxRate?: number;
  payment?: { status: PaymentStatus; card?: { brand: string; last4: string }; action?: { url: string } };
  /** What is to be paid again, where the bank does not keep it ready any more. */
  payAgain?: Money;
  /** The last attempt to have money promised anew: where it is confirmed, or why it came to nothing. */
  attempt?: {
    id: string;
    amount: Money;
    status: 'UnderWay' | 'Paid' | 'Failed';
    reason?: Reason;
    action?: { url: string };
  };
  delivery?: { address: Address; lines: string[]; method: string; terms?: Terms; store?: string };
  shipments?: Shipment[];
  timeline: TimelineEntry[];
  returns: string[];
  returnable?: { lines: ReturnableLine[] };
  cancellations?: Cancellation[];
  /** What could be cancelled now, by who looks; missing where nothing could. */
  cancellable?: { all: boolean; lines: { sku: string; quantity: number }[] };
  attention?: Attention;
  /** For staff: what can be done about what needs a person, the likeliest first. */
  choices?: CaseChoice[];
  /** For staff: who bought it. */
  email?: string;
  customer?: string;
  version: number;
}

/** What an order comes to. */
export interface OrderSums {
  subtotal: Money;
  coupon: Money;
  discount: Money;
  shipping: Money;
  import: Money;
  tax: Money;
  /** In percent. */
  taxRate: number;
  total: Money;
  due: Money;
}
/** What a change of an order comes to; nothing is saved by asking. */
export interface CorrectionQuote {
  before: OrderSums;
  after: OrderSums;
  lines: {
    sku: string;
    name: string;
    options: Options;
    before?: { quantity: number; total: Money };
    after: { quantity: number; total: Money };
    added: { quantity: number; unitPrice: Money }[];
  }[];
  landed?: Landed;
  /** What the law asks to go with the goods. */
  papers: { before: string[]; after: string[] };
  /** What the bank is to promise instead, where it has promised too little. */
  promise?: Money;
  /** Whether the bank has promised enough; else `problem` says what is the case. */
  covered: boolean;
  problem?: Reason;
}
/** Money that staff gave back, for delivery or as goodwill. */
export interface HandRefund {
  id: string;
  reason: 'Delivery' | 'Goodwill';
  amount: Money;
  credit?: Money;
  at?: string;
  paid: boolean;
  failed: boolean;
  creditNote?: string;
}
