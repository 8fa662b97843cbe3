import type {
  Availability,
  Money,
  Options,
  OrderStatus,
  PaymentStatus,
  Remedy,
  ReturnPromise,
  ReturnReason,
  ReturnStatus
} from './types';

const formats = new Map<string, Intl.NumberFormat>();

type Shape = 'exact' | 'whole' | 'coded';

function format(currency: string, as: Shape): Intl.NumberFormat {
  const key = `${currency} ${as}`;
  let found = formats.get(key);
  if (!found) {
    const digits = as === 'whole' ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
    const currencyDisplay = as === 'coded' ? 'code' : 'narrowSymbol';
    found = new Intl.NumberFormat('en-PH', { style: 'currency', currency, currencyDisplay, ...digits });
    formats.set(key, found);
  }
  return found;
}

function inFull({ amount, currency }: Money, as: Shape): string {
  const shape = format(currency, as);
  return shape.format(amount / 10 ** (shape.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Money to the last centavo: ₱1,250.00. */
export const exact = (money: Money): string => inFull(money, 'exact');

/** AUD 12.30: with its code, where two kinds of dollars may stand side by side. */
export const coded = (money: Money): string => inFull(money, 'coded');

/** A price tag: ₱1,250, with the centavos only where there are some. */
export function price(money: Money): string {
  const digits = format(money.currency, 'exact').resolvedOptions().maximumFractionDigits ?? 2;
  const major = money.amount / 10 ** digits;
  return Number.isInteger(major) ? format(money.currency, 'whole').format(major) : exact(money);
}

const moment = new Intl.DateTimeFormat('en-PH', { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
const date = new Intl.DateTimeFormat('en-PH', { day: 'numeric', month: 'long', year: 'numeric' });
const wholeDay = new Intl.DateTimeFormat('en-PH', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const instant = new Intl.DateTimeFormat('en-PH', {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit'
});
export const at = (time: string): string => moment.format(new Date(time));
export const on = (time: string): string => date.format(new Date(time));
/** Which day it is now by the clocks of a zone: 2026-11-30. */
export const dayIn = (timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(new Date());
/** A day as the shop wrote it, 2026-11-30: the same day wherever it is read. */
export const day = (text: string): string => wholeDay.format(new Date(`${text}T00:00:00Z`));
export const exactly = (time: string): string => instant.format(new Date(time));

/** M · natural: the way a label says it. */
export const optionsInWords = (options: Options | undefined): string =>
  typeof options === 'string' ? options : Object.values(options ?? {}).join(' · ');

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** 2 × Abaca market tote, 1 × Rain stick */
export const inWords = (lines: { quantity: number; name?: string; sku: string }[]): string =>
  lines.map((line) => `${line.quantity} × ${line.name ?? line.sku}`).join(', ');

/** `home-and-table` and `homeAndTable` as Home and table. */
export function label(value: string): string {
  // What has spaces was written for people already.
  const spaced = value.replace(/[-_]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  const text = /\s/.test(value) ? value : spaced.toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const availabilityWords: Record<Availability, string> = {
  yes: 'In stock',
  few: 'Only a few left',
  none: 'Sold out for now'
};

export interface StatusWords {
  title: string;
  more: string;
}

export const orderWords: Record<OrderStatus, StatusWords> = {
  Started: { title: 'Order received', more: 'We are setting your things aside.' },
  StockHeld: { title: 'Set aside for you', more: 'Nobody else can buy them now.' },
  AwaitingPayment: { title: 'Waiting for your bank', more: 'This usually takes a few seconds.' },
  Authorised: { title: 'Payment approved', more: 'We are confirming your order.' },
  Placed: { title: 'Order placed', more: 'Thank you. We are getting it ready.' },
  Allocated: { title: 'Reserved at our storeroom', more: 'Your things are waiting on the shelf.' },
  Picking: { title: 'Being gathered', more: 'Someone is picking your order by hand.' },
  Packed: { title: 'Packed with care', more: 'Waiting for the courier.' },
  PartiallyShipped: { title: 'Partly on its way', more: 'Some of it has left; the rest follows by itself.' },
  Shipped: { title: 'On its way', more: 'The courier has your parcel.' },
  OutForDelivery: { title: 'Out for delivery', more: 'It should reach you today.' },
  PartiallyDelivered: { title: 'Partly delivered', more: 'Another parcel is still on its way.' },
  Delivered: { title: 'Delivered', more: 'We hope you love it.' },
  Backordered: { title: 'Waiting for goods', more: 'It leaves as soon as it has come in.' },
  OnHoldCustoms: {
    title: 'Held by customs',
    more: 'They asked for papers. We are sending them, and you need not do anything.'
  },
  ReadyForPickup: { title: 'Ready for you', more: 'Bring the code that we mailed you to the store.' },
  PickedUp: { title: 'Picked up', more: 'We hope you love it.' },
  Cancelled: { title: 'Cancelled', more: 'You have not been charged.' },
  Compensating: { title: 'Cancelling', more: 'We are putting everything back as it was.' },
  Failed: { title: 'Not placed', more: 'You have not been charged.' },
  Expired: { title: 'Ran out of time', more: 'Payment was not finished in time. You have not been charged.' },
  DeliveryFailed: { title: 'Missed delivery', more: 'The courier could not hand it over and will try again.' },
  ReturnedToSender: { title: 'Back with us', more: 'The parcel could not be delivered and has come back to us.' }
};

export const returnWords: Record<ReturnStatus, StatusWords> = {
  Requested: { title: 'Request received', more: 'We will look at it shortly.' },
  Approved: { title: 'Approved', more: 'We are making a label for your parcel.' },
  Declined: { title: 'Not accepted', more: 'We could not accept this return.' },
  LabelIssued: { title: 'Label ready', more: 'Pack the things and hand them to the courier.' },
  InTransit: { title: 'On its way back', more: 'The courier has your parcel.' },
  Received: { title: 'Arrived', more: 'Your parcel has reached us.' },
  Inspected: { title: 'Looked over', more: 'We are sending your money back.' },
  Refunded: { title: 'Refunded', more: 'Your bank may take a few days to show it.' },
  Exchanged: { title: 'Exchanged', more: 'What you chose instead is an order of its own now.' },
  StoreCredit: { title: 'Store credit', more: 'It is yours to spend, and it does not expire.' },
  Closed: { title: 'Complete', more: 'All done.' },
  Expired: { title: 'Closed', more: 'The parcel did not reach us in time.' }
};

/** For how long a thing may come back, in words. */
export function promiseWords(promise: ReturnPromise): string {
  if (promise.kind === 'NonReturnable') return 'This cannot be sent back for that.';
  const within = `Send it back within ${promise.days} days`;
  if (promise.kind === 'RestockingFee') return `${within}; we keep ${promise.feePercent} % of its price.`;
  return promise.kind === 'ExchangeOnly' ? `${within}, for something else or as credit.` : `${within}.`;
}

export const reasonWords: Record<ReturnReason, string> = {
  ChangedMind: 'I changed my mind',
  WrongSize: 'It is the wrong size',
  Damaged: 'It arrived damaged',
  WrongItem: 'It is not what I ordered',
  NotAsDescribed: 'It is not as described'
};

export const purchaseWords: Record<string, StatusWords> = {
  Proposed: { title: 'Proposed', more: 'A person decides whether it is ordered.' },
  Sent: { title: 'Ordered', more: 'The supplier has it by mail.' },
  PartlyReceived: { title: 'Partly here', more: 'The rest is awaited.' },
  Received: { title: 'Received', more: 'All of it is here.' },
  ClosedShort: { title: 'Closed short', more: 'Some came; the rest never will.' },
  Cancelled: { title: 'Not ordered', more: 'Nothing came, and nothing is wanted.' }
};

/** Why staff cancel; the shop keeps no other words about it. */
export const cancelReasons: Record<string, string> = {
  ChangedMind: 'She changed her mind',
  Withdrawal: 'She withdraws from the contract',
  OutOfStock: 'It is not there',
  Damaged: 'It is damaged',
  Undeliverable: 'It cannot be delivered there',
  Unpaid: 'The money for it is not there',
  Fraud: 'It looks like fraud',
  Mistake: 'It was a mistake',
  Other: 'Something else'
};

export const paymentWords: Record<PaymentStatus, string> = {
  Pending: 'Payment is being prepared',
  ActionRequired: 'Your bank wants to check it is you',
  Authorised: 'Approved; charged when it ships',
  Declined: 'Declined; not charged',
  Captured: 'Paid',
  Refunded: 'Refunded',
  PartlyRefunded: 'Partly refunded',
  Voided: 'Cancelled; not charged'
};

/** Where one parcel stands; most of it is said like of an order. */
export const parcelWords = (status: string): string =>
  status === 'Held' ? 'Set aside' : wordsOf(orderWords, status).title;

/** The words for a status, also for one that this version of the site has never heard of. */
export function wordsOf(all: Record<string, StatusWords>, status: string): StatusWords {
  return all[status] ?? { title: label(status), more: '' };
}

export const remedyWords: Record<Remedy, StatusWords> = {
  Refund: { title: 'My money back', more: 'To the card that paid.' },
  Credit: { title: 'Store credit', more: 'At once, once the things are back with us.' },
  Exchange: { title: 'Something else instead', more: 'You pay, or get back, the difference.' }
};

/** Germany for DE, in the words of people. */
export const countryName = (code: string): string => new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;

/** Open Mon–Fri 9:00–18:00, Sat 10:00–16:00. */
export const hoursInWords = (hours: { days: string; opens: string; closes: string }[]): string => {
  const short = (time: string) => time.replace(/^0/, '');
  const said = hours.map(({ days, opens, closes }) =>
    `${days.replace(/-/g, '–').replace(/,/g, ' and ')} ${short(opens)}–${short(closes)}`
  );
  return said.length ? `Open ${said.join(', ')}.` : '';
};
