import { findVariant } from './data.mjs';
import { find, view } from './carts.mjs';
import { cards } from './provider.mjs';
import { Refused } from './server.mjs';

export const orders = new Map();
export const returns = new Map();
const pace = Number(process.env.PACE ?? 1500);
const way = ['Allocated', 'Picking', 'Packed', 'Shipped', 'OutForDelivery', 'Delivered'];

export function become(record, status, cause) {
  record.status = status;
  record.version++;
  record.timeline.push({ at: new Date().toISOString(), status, cause });
}
const later = (ms, what) => setTimeout(what, ms).unref?.();

export function place(id, token, body, origin) {
  const known = orders.get(id);
  if (known) {
    if (JSON.stringify(known.body) !== JSON.stringify(body)) throw new Refused(409, 'order.differs', 'This order was asked for with other content.');
    return { id, status: known.status, token: known.token };
  }
  const cart = find(body.cart, token);
  const seen = view(cart);
  if (cart.status !== 'Open') throw new Refused(409, 'cart.in_checkout', 'This cart is being paid for.');
  if (seen.total.amount !== body.total.amount) throw new Refused(409, 'price.changed', 'The price has changed.');
  const card = cards.get(body.paymentMethod) ?? '';
  const zero = { amount: 0, currency: seen.currency };
  const order = {
    id, body, origin, token: `order-${id}`, cart, number: `${id.slice(0, 4)}-${id.slice(4, 8)}`.toUpperCase(), status: 'Started', lines: seen.lines,
    subtotal: seen.subtotal, shipping: seen.shipping, tax: seen.tax, total: seen.total, refunded: zero, taxRate: 0.12, email: seen.delivery.email,
    payment: { status: 'Pending', card: { brand: 'visa', last4: card.slice(-4) } }, delivery: { address: seen.delivery.address, method: seen.delivery.method },
    timeline: [], returns: [], version: 0
  };
  orders.set(id, order);
  cart.status = 'InCheckout';
  cart.order = id;
  become(order, 'Started', `checkout ${id}`);
  later(pace / 5, () => become(order, 'StockHeld', 'HoldStock'));
  later(pace / 3, () => {
    become(order, 'AwaitingPayment', 'OpenPayment');
    if (card === '4000002500003155') Object.assign(order.payment, { status: 'ActionRequired', action: { url: `${origin}/bank/${id}` } });
    else later(pace / 2, () => pay(order, card !== '4000000000000002', 'Your card was declined by your bank.'));
  });
  return { id, status: order.status, token: order.token };
}

function pay(order, good, why) {
  delete order.payment.action;
  if (!good) {
    order.payment.status = 'Declined';
    become(order, 'Compensating', 'Decline');
    order.reason = { code: 'payment.declined', message: why };
    order.cart.status = 'Open';
    delete order.cart.order;
    return later(pace / 4, () => become(order, 'Failed', 'GiveStockBack'));
  }
  order.payment.status = 'Authorised';
  become(order, 'Authorised', 'Authorise');
  order.cart.status = 'CheckedOut';
  order.placedAt = new Date().toISOString();
  become(order, 'Placed', 'PlaceOrder');
  way.forEach((status, i) => later(pace * (i + 1), () => {
    if (status === 'Allocated') order.shipment = { id: order.id, location: 'MNL-1', status: 'Pending' };
    if (status === 'Shipped') {
      Object.assign(order.shipment, { status: 'InTransit', carrier: 'Ninja Van', tracking: 'NVPH1234567890' });
      order.payment.status = 'Captured';
    }
    if (status === 'Delivered') order.returnable = { until: new Date(Date.now() + 30 * 864e5).toISOString(), lines: order.lines.map(({ sku, quantity }) => ({ sku, quantity })) };
    become(order, status, `cause-${i}`);
  }));
}

export function decide(id, good) {
  const order = orders.get(id);
  if (order.payment.action) later(pace / 2, () => pay(order, good, 'Your bank could not confirm that it was you.'));
  return `${order.origin}/orders/${id}`;
}

export const shown = ({ body, origin, token, cart, email, ...order }) => order;

export function lookAtOrder(id, token) {
  const order = orders.get(id);
  if (!order || order.token !== token) throw new Refused(404, 'order.unknown', 'There is no such order.');
  return { ...shown(order), version: order.version };
}

export function sendBack(id, token, { order: orderId, lines }) {
  const order = orders.get(orderId);
  if (!order || order.token !== token) throw new Refused(404, 'order.unknown', 'There is no such order.');
  if (!returns.has(id)) {
    const refund = lines.reduce((sum, one) => sum + order.lines.find((line) => line.sku === one.sku).unitPrice.amount * one.quantity, 0);
    const back = {
      id, order: orderId, status: 'Requested', refund: { amount: refund, currency: order.total.currency }, timeline: [], version: 0,
      lines: lines.map((one) => ({ ...one, name: findVariant(one.sku).product.name, options: findVariant(one.sku).variant.options, picture: findVariant(one.sku).product.pictures[0].url }))
    };
    become(back, 'Requested', `return ${id}`);
    returns.set(id, back);
    order.returns.push(id);
    for (const one of lines) order.returnable.lines.find((line) => line.sku === one.sku).quantity -= one.quantity;
    order.version++;
  }
  return { id, status: returns.get(id).status };
}

export function approve(back, good) {
  if (back.status !== 'Requested') return;
  if (!good) {
    back.reason = { code: 'return.refused', message: 'We looked at it and could not accept this return.' };
    return become(back, 'Declined', 'refusal by staff');
  }
  become(back, 'Approved', 'approval by staff');
  ['LabelIssued', 'InTransit', 'Received', 'Inspected', 'Refunded', 'Closed'].forEach((status, i) => later(pace * (i + 1), () => {
    if (status === 'LabelIssued') back.label = { carrier: 'Ninja Van', tracking: 'NVPHR987654321' };
    if (status === 'Refunded') {
      const order = orders.get(back.order);
      order.refunded = { ...order.refunded, amount: order.refunded.amount + back.refund.amount };
      order.payment.status = 'PartlyRefunded';
      order.version++;
    }
    become(back, status, `cause-${i}`);
  }));
}

export function lookAtReturn(id, token) {
  const back = returns.get(id);
  if (!back || orders.get(back.order).token !== token) throw new Refused(404, 'return.unknown', 'There is no such return.');
  return back;
}
