import type { Order, OrderStatus, Return, ReturnStatus } from './types';

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

export const badOrder: string[] = ['Failed', 'Expired', 'DeliveryFailed', 'ReturnedToSender', 'Compensating'];
export const badReturn: string[] = ['Declined', 'Expired'];

export function orderAhead(status: OrderStatus): string[] {
  if (['Failed', 'Expired', 'Compensating', 'ReturnedToSender'].includes(status)) return [];
  if (status === 'PartiallyShipped') return ['Shipped', 'OutForDelivery', 'Delivered'];
  if (status === 'OnHoldCustoms') return ['OutForDelivery', 'Delivered'];
  if (status === 'PartiallyDelivered') return ['Delivered'];
  if (status === 'DeliveryFailed') return ['OutForDelivery', 'Delivered'];
  return orderWay.slice(orderWay.indexOf(status) + 1);
}

export function returnAhead(status: ReturnStatus): string[] {
  if (badReturn.includes(status) || status === 'Closed') return [];
  return returnWay.slice(returnWay.indexOf(status) + 1);
}

/** Nothing more will happen by itself. */
export const orderEnded = (order: Order): boolean =>
  ['Failed', 'Expired', 'Delivered', 'ReturnedToSender'].includes(order.status);

export const returnEnded = (one: Return): boolean => ['Declined', 'Expired', 'Closed', 'Refunded'].includes(one.status);

/** Things of an order that can still be sent back. */
export const canReturn = (order: Order): boolean => Boolean(order.returnable?.lines.some((line) => line.quantity > 0));
