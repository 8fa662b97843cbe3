// A pretend payment provider: a card field, tokens, and a bank page.
import { decide } from './orders.mjs';

export const cards = new Map();

export function tokens({ number }) {
  const id = `pm_${cards.size + 1}_${Date.now()}`;
  cards.set(id, number.replaceAll(' ', ''));
  return { paymentMethod: { id } };
}

export const script = (port) => `
window.Stripe = () => ({
  elements: () => ({ create: () => {
    const box = document.createElement('div');
    box.style.cssText = 'display:flex;gap:.75rem;flex-wrap:wrap';
    const input = (label, name, width) => {
      const one = document.createElement('input');
      Object.assign(one, { placeholder: label, name, inputMode: 'numeric', autocomplete: 'off' });
      one.setAttribute('aria-label', label);
      one.style.cssText = 'border:0;outline:0;background:none;font:inherit;color:inherit;min-width:0;padding:0;flex:1 1 ' + width;
      box.append(one);
      return one;
    };
    return { number: input('Card number', 'cardnumber', '11rem'), expiry: input('MM / YY', 'exp-date', '4rem'), cvc: input('CVC', 'cvc', '3rem'),
      mount(where) { where.append(box); }, unmount() { box.remove(); } };
  } }),
  async createPaymentMethod({ card }) {
    if (card.number.value.replace(/\\D/g, '').length < 14) return { error: { code: 'incomplete_number', message: 'Your card number is incomplete.' } };
    const answer = await fetch('http://127.0.0.1:${port}/v3/tokens', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ number: card.number.value }) });
    return answer.json();
  }
});`;

export function bank({ at, method, query }) {
  if (method === 'POST' || query.get('answer')) {
    const back = decide(at[0], query.get('answer') === 'yes');
    return { location: back };
  }
  return {
    type: 'text/html',
    text: `<!doctype html><title>Bank</title><h1>Is it you?</h1><form method="post" action="?answer=yes"><button>Complete</button></form><form method="post" action="?answer=no"><button>Fail</button></form>`
  };
}
