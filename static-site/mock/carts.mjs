import { findVariant, priceOf } from './data.mjs';
import { Refused } from './server.mjs';
import { shipping } from './shop.mjs';

const all = new Map();

export function open(id, { currency }) {
  if (!all.has(id)) all.set(id, { id, currency, status: 'Open', lines: [], version: 1, token: `cart-${id}` });
  return { status: 201, body: { cart: view(all.get(id)), token: all.get(id).token } };
}

export function find(id, token) {
  const cart = all.get(id);
  if (!cart || cart.token !== token) throw new Refused(404, 'cart.unknown', 'There is no such cart.');
  return cart;
}

export function view(cart) {
  const money = (amount) => ({ amount, currency: cart.currency });
  const lines = cart.lines.map(({ sku, quantity }) => {
    const { product, variant } = findVariant(sku);
    const unitPrice = priceOf(variant.amount, cart.currency);
    const problem = quantity > variant.left ? { code: 'stock.too_few', message: variant.left ? `Only ${variant.left} are left.` : 'This has just sold out.' } : undefined;
    return { sku, product: product.id, name: product.name, options: variant.options, picture: product.pictures[0].url, quantity, unitPrice, total: money(unitPrice.amount * quantity), problem };
  });
  const subtotal = lines.reduce((sum, one) => sum + one.total.amount, 0);
  const method = cart.delivery && shipping.find((one) => one.method === cart.delivery.method);
  const fee = !method || subtotal >= (method.freeFrom?.amount ?? Infinity) ? 0 : priceOf(method.price.amount, cart.currency).amount;
  const total = subtotal + fee;
  return {
    id: cart.id, currency: cart.currency, status: cart.status, order: cart.order, lines, delivery: cart.delivery, subtotal: money(subtotal), shipping: money(fee),
    tax: money(Math.round((total * 12) / 112)), total: money(total), taxRate: 0.12, expiresAt: new Date(Date.now() + 864e5).toISOString(), version: cart.version
  };
}

export function line(id, token, sku, quantity) {
  const cart = find(id, token);
  if (!findVariant(sku)) throw new Refused(404, 'product.unknown', 'There is no such product.');
  if (cart.status !== 'Open') throw new Refused(409, 'cart.in_checkout', 'This cart is being paid for.');
  if (!(quantity >= 0 && quantity <= 99)) throw new Refused(400, 'request.invalid', 'The quantity must be 1 to 99.', [{ name: 'quantity', message: '1 to 99' }]);
  const at = cart.lines.find((one) => one.sku === sku);
  if (quantity === 0) cart.lines = cart.lines.filter((one) => one.sku !== sku);
  else if (at) at.quantity = quantity;
  else cart.lines.push({ sku, quantity });
  cart.version++;
  return view(cart);
}

export function delivery(id, token, body) {
  const cart = find(id, token);
  if (cart.status !== 'Open') throw new Refused(409, 'cart.in_checkout', 'This cart is being paid for.');
  if (body.address.city === 'Atlantis') {
    throw new Refused(400, 'request.invalid', 'Some fields cannot be used.', [{ name: 'address.city', message: 'We do not know a city of this name.' }]);
  }
  cart.delivery = body;
  cart.version++;
  return view(cart);
}

export const carts = { view: (id, token) => view(find(id, token)) };
