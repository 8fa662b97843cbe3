import { findVariant } from './data.mjs';
import { approve, orders, returns, shown } from './orders.mjs';
import { Refused } from './server.mjs';

const lists = {
  checkout: ['Started', 'StockHeld', 'AwaitingPayment', 'Authorised', 'Placed'], 'to-pick': ['Allocated'], 'to-pack': ['Picking'], 'to-ship': ['Packed'],
  'in-transit': ['Shipped', 'OutForDelivery'], delivered: ['Delivered'], failed: ['Failed', 'Expired']
};
const returnLists = { 'to-review': ['Requested'], 'in-transit': ['LabelIssued', 'InTransit'], 'to-inspect': ['Received'], closed: ['Refunded', 'Closed', 'Declined'] };
let poison = [{ queue: 'inventory', id: 'b7c1', insertedAt: new Date().toISOString(), tries: 5, body: '{"order":"0f3a","version":7}' }];
const attention = { code: 'label.refused', message: 'The carrier refused the label five times.', since: new Date().toISOString() };
const troubled = new Set();

const inList = (list) => [...orders.values()].filter((one) => (list === 'attention' ? one.attention : lists[list]?.includes(one.status)));
const returnsIn = (list) => [...returns.values()].filter((one) => returnLists[list]?.includes(one.status));
const camel = (text) => text.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

export function staff({ at, method, token, query }) {
  if (token !== 'staff') throw new Refused(401, 'staff.unknown', 'The staff token is missing or wrong.');
  for (const one of orders.values()) {
    if (one.status === 'Packed' && !troubled.has(one.id) && process.env.TROUBLE) {
      one.attention = attention;
      troubled.add(one.id);
    }
  }
  const [kind, id, what] = at[0].split('/');
  if (kind === 'summary') {
    return {
      orders: { ...Object.fromEntries(Object.keys(lists).map((list) => [camel(list), inList(list).length])), attention: inList('attention').length },
      returns: { ...Object.fromEntries(Object.keys(returnLists).map((list) => [camel(list), returnsIn(list).length])), attention: 0 }, poison: poison.length
    };
  }
  if (kind === 'orders' && !id) {
    return { items: inList(query.get('list')).map((one) => ({ id: one.id, number: one.number, status: one.status, total: one.total, placedAt: one.placedAt, location: one.shipment?.location, lines: one.lines, attention: one.attention })) };
  }
  if (kind === 'orders' && method === 'GET') return orders.get(id) ? { ...shown(orders.get(id)), email: orders.get(id).email } : unknown();
  if (kind === 'orders') {
    if (what === 'resumption') delete orders.get(id).attention;
    orders.get(id).version++;
    return { status: 202, body: {} };
  }
  if (kind === 'returns' && !id) return { items: returnsIn(query.get('list')) };
  if (kind === 'returns' && method === 'GET') return returns.get(id) ?? unknown();
  if (kind === 'returns') {
    approve(returns.get(id), what === 'approval');
    return { status: 202, body: {} };
  }
  if (kind === 'poison' && method === 'GET') return { items: poison };
  if (kind === 'poison') {
    poison = [];
    return {};
  }
  if (kind === 'stock') {
    const found = findVariant(decodeURIComponent(id));
    if (!found) throw new Refused(404, 'stock.unknown', 'There is no such SKU.');
    const level = { onHand: found.variant.left, held: 0, allocated: 0, available: found.variant.left };
    const lots = [{ id: 'lot-1', quantity: found.variant.left, unitCost: { amount: 60000, currency: 'PHP' }, receivedAt: new Date().toISOString() }];
    return { sku: found.variant.sku, ...level, locations: [{ location: 'MNL-1', ...level, lots }] };
  }
  if (kind === 'ledger') {
    return { balanced: true, accounts: [
      { account: 'card_clearing', currency: 'PHP', debit: 1250000, credit: 0 }, { account: 'sales', currency: 'PHP', debit: 0, credit: 1116071 },
      { account: 'output_vat', currency: 'PHP', debit: 0, credit: 133929 }] };
  }
  return unknown();
}

function unknown() {
  throw new Refused(404, 'request.unknown', 'There is no such thing.');
}
