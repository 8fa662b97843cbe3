import type { Order, OrderStatus, PurchaseOrder, Return, ReturnStatus } from './types';
import { day } from './words';

// The usual way of an order and of a return, to show what is still to come.
const orderWay: OrderStatus[] = ['Placed', 'Allocated', 'Picking', 'Packed', 'Shipped', 'OutForDelivery', 'Delivered'];
const returnWay: ReturnStatus[] = [
  'Requested',
  'Approved',
  'LabelIssued',
  'InTransit',
  'Received',
  'Inspected',
  'Refunded'
];
const returnEnds: Record<string, ReturnStatus> = { Refund: 'Refunded', Credit: 'StoreCredit', Exchange: 'Exchanged' };

export const badOrder: string[] = [
  'Failed',
  'Expired',
  'DeliveryFailed',
  'ReturnedToSender',
  'Compensating',
  'Cancelled'
];
/** Whether it may still be changed: it is placed, and nobody has begun to pick it. */
export const canEdit = (order: Order): boolean => ['Placed', 'Backordered', 'Allocated'].includes(order.status);

export const badReturn: string[] = ['Declined', 'Expired'];

export function orderAhead(status: OrderStatus): string[] {
  if (['Failed', 'Expired', 'Compensating', 'ReturnedToSender', 'Cancelled', 'PickedUp'].includes(status)) return [];
  if (status === 'ReadyForPickup') return ['PickedUp'];
  if (status === 'OnHoldCustoms') return ['OutForDelivery', 'Delivered'];
  if (status === 'Backordered') return ['Picking', 'Packed', 'Shipped', 'Delivered'];
  if (status === 'PartiallyShipped') return ['Shipped', 'OutForDelivery', 'Delivered'];
  if (status === 'PartiallyDelivered') return ['Delivered'];
  if (status === 'DeliveryFailed') return ['OutForDelivery', 'Delivered'];
  return orderWay.slice(orderWay.indexOf(status) + 1);
}

export function returnAhead({ status, remedy, store }: Return): string[] {
  if (badReturn.includes(status) || returnEnds[remedy] === status || status === 'Closed') return [];
  const way = returnWay.map((one) => (one === 'Refunded' ? (returnEnds[remedy] ?? one) : one));
  // What is brought to a store needs neither label nor courier.
  const left = way.slice(way.indexOf(status) + 1);
  return store ? left.filter((one) => one !== 'LabelIssued' && one !== 'InTransit') : left;
}

/** Nothing more will happen by itself. */
export const orderEnded = (order: Order): boolean =>
  ['Failed', 'Expired', 'Delivered', 'ReturnedToSender', 'Cancelled', 'PickedUp'].includes(order.status);

export const returnEnded = (one: Return): boolean => ['Declined', 'Expired', 'Closed'].includes(one.status);

export const purchaseEnded = (one: PurchaseOrder): boolean =>
  ['Received', 'ClosedShort', 'Cancelled'].includes(one.status);

/** Things of an order that can still be sent back. */
export const canReturn = (order: Order): boolean => Boolean(order.returnable?.lines.some((line) => line.quantity > 0));

/** Until when, and why: things that share a day share a sentence. */
export function returnDates(order: Order): string[] {
  const lines = order.returnable?.lines ?? [];
  const why = { usual: 'Changed your mind? Send it back until', fault: 'Something wrong with it? Until' };
  return (['usual', 'fault'] as const).flatMap((reason) => {
    const byDay = new Map<string, string[]>();
    for (const line of lines) {
      const last = line[reason]?.lastDay;
      const name = order.lines.find((one) => one.sku === line.sku)?.name ?? line.sku;
      if (last) byDay.set(last, [...(byDay.get(last) ?? []), name]);
    }
    return [...byDay].map(([last, names]) =>
      names.length === lines.length ? `${why[reason]} ${day(last)}.` : `${names.join(', ')}: ${why[reason]} ${day(last)}.`
    );
  });
}
