import { availability, card, full, products } from './data.mjs';
import { Refused } from './server.mjs';

export const shipping = [
  { method: 'standard', name: 'Standard, 3 to 6 days', price: { amount: 15000, currency: 'PHP' }, freeFrom: { amount: 300000, currency: 'PHP' } },
  { method: 'express', name: 'Express, 1 to 2 days', price: { amount: 32000, currency: 'PHP' } }
];

export const settings = (port) => ({
  name: 'Likha', currencies: ['PHP', 'USD'], countries: [{ code: 'PH', name: 'Philippines' }], shipping, returnDays: 30,
  payments: { provider: 'stripe', publishableKey: 'pk_test_mock', scriptUrl: `http://127.0.0.1:${port}/v3/` }
});

const count = (list, by) => {
  const counts = new Map();
  for (const one of list) counts.set(by(one), (counts.get(by(one)) ?? 0) + 1);
  return [...counts].map(([value, n]) => ({ value, count: n })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
};

export function listing(query) {
  const ask = (name) => query.get(name) ?? '';
  const currency = ask('currency') || 'PHP';
  const words = ask('q').toLowerCase().split(/\s+/).filter(Boolean);
  const matching = products.filter((one) =>
    words.every((word) => `${one.name} ${one.maker.name} ${one.category} ${one.description}`.toLowerCase().includes(word)));
  const category = (one) => !ask('category') || one.category === ask('category');
  const maker = (one) => !ask('maker') || one.maker.name === ask('maker');
  const cards = matching.filter((one) => category(one) && maker(one)).map((one) => card(one, currency));
  const by = { price: (a, b) => a.price.amount - b.price.amount, '-price': (a, b) => b.price.amount - a.price.amount, name: (a, b) => a.name.localeCompare(b.name) };
  if (by[ask('sort')]) cards.sort(by[ask('sort')]);
  const from = Number(ask('cursor') || 0);
  const limit = Math.min(Number(ask('limit') || 24), 12);
  return {
    items: cards.slice(from, from + limit), total: cards.length,
    facets: { category: count(matching.filter(maker), (one) => one.category), maker: count(matching.filter(category), (one) => one.maker.name) },
    ...(from + limit < cards.length && { cursor: String(from + limit) })
  };
}

export function one(id, currency) {
  const found = products.find((product) => product.id === id);
  if (!found) throw new Refused(404, 'product.unknown', 'There is no such product.');
  return full(found, currency);
}

export { availability };
