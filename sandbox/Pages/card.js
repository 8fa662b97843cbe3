// The card form inside the provider's frame. Numbers leave it in one direction only: to the provider.
(() => {
  'use strict';

  const brands = [
    ['visa', 'Visa', /^4/],
    ['mastercard', 'Mastercard', /^(5[1-5]|2[2-7])/],
    ['amex', 'Amex', /^3[47]/],
    ['discover', 'Discover', /^(6011|64[4-9]|65)/],
    ['jcb', 'JCB', /^35/],
  ];
  const words = {
    incomplete_number: 'Your card number is incomplete.',
    invalid_number: 'Your card number is invalid.',
    incomplete_expiry: "Your card's expiry date is incomplete.",
    invalid_expiry_year_past: "Your card's expiry date is in the past.",
    invalid_expiry_month: "Your card's expiry month is invalid.",
    incomplete_cvc: "Your card's security code is incomplete.",
  };
  const variables = {
    fontFamily: '--font', fontSize: '--size', fontSizeBase: '--size', color: '--ink', colorText: '--ink',
    colorTextPlaceholder: '--soft', colorTextSecondary: '--soft', colorBackground: '--ground', colorPrimary: '--accent',
    iconColor: '--accent', colorDanger: '--bad', borderRadius: '--radius', colorBorder: '--line',
  };

  const form = document.getElementById('card');
  const { number, expiry, cvc } = form.elements;
  const brandMark = document.getElementById('brand');
  const touched = new Set();
  let port;
  let key;
  let last = '';

  const digits = (text) => text.replace(/\D/g, '');
  const brandOf = (text) => brands.find(([, , form]) => form.test(text)) ?? ['unknown', '', null];

  function hasCheckDigit(text) {
    let sum = 0;
    [...text].reverse().forEach((digit, at) => {
      const value = at % 2 ? digit * 2 : Number(digit);
      sum += value > 9 ? value - 9 : value;
    });
    return sum % 10 === 0;
  }

  // What is wrong with each field now, whether or not it is time to say so.
  const checks = {
    number() {
      const text = digits(number.value);
      const full = brandOf(text)[0] === 'amex' ? 15 : 16;
      if (text.length < full) return 'incomplete_number';
      return text.length === full && hasCheckDigit(text) ? null : 'invalid_number';
    },
    expiry() {
      const text = digits(expiry.value);
      const month = Number(text.slice(0, 2));
      if (text.length >= 2 && (month < 1 || month > 12)) return 'invalid_expiry_month';
      if (text.length < 4) return 'incomplete_expiry';
      const today = new Date();
      return year() * 12 + month < today.getFullYear() * 12 + today.getMonth() + 1 ? 'invalid_expiry_year_past' : null;
    },
    cvc() {
      const full = brandOf(digits(number.value))[0] === 'amex' ? 4 : 3;
      return digits(cvc.value).length === full ? null : 'incomplete_cvc';
    },
  };

  const year = () => {
    const text = digits(expiry.value).slice(2);
    return Number(text.length > 2 ? text : `20${text}`);
  };

  /** Rewrites what stands in a field, and keeps the caret behind the same digit. */
  function write(input, text) {
    if (input.value === text) return;
    const before = digits(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
    input.value = text;
    if (document.activeElement !== input) return;
    let at = 0;
    for (let seen = 0; at < text.length && seen < before; at++) if (/\d/.test(text[at])) seen++;
    if (before === digits(text).length) at = text.length;
    input.setSelectionRange(at, at);
  }

  function format(input, deleting) {
    const text = digits(input.value);
    if (input === number) {
      const amex = brandOf(text)[0] === 'amex';
      const parts = amex ? /^(\d{0,4})(\d{0,6})(\d{0,5})/ : /^(\d{0,4})(\d{0,4})(\d{0,4})(\d{0,4})/;
      write(input, parts.exec(text).slice(1).filter(Boolean).join(' '));
      cvc.maxLength = amex ? 4 : 3;
    } else if (input === expiry) {
      const whole = /^[2-9]/.test(text) ? `0${text}` : text;
      const joint = whole.length > 2 || (whole.length === 2 && !deleting) ? ' / ' : '';
      const rest = whole.slice(2);
      write(input, whole.slice(0, 2) + joint + (rest.length === 4 && rest.startsWith('20') ? rest.slice(2) : rest.slice(0, 4)));
    } else write(input, text);
  }

  const problem = (code) => (code ? { type: 'validation_error', code, message: words[code] } : undefined);

  function show() {
    const now = { number: checks.number(), expiry: checks.expiry(), cvc: checks.cvc() };
    brandMark.textContent = brandOf(digits(number.value))[1];
    let first;
    for (const [name, code] of Object.entries(now)) {
      const said = code && (touched.has(name) || code.startsWith('invalid')) ? words[code] : '';
      form.elements[name].setAttribute('aria-invalid', String(Boolean(said)));
      const place = document.getElementById(`${name}-wrong`);
      if (place.textContent !== said) place.textContent = said;
      if (said) first ??= code;
    }
    const state = {
      empty: [number, expiry, cvc].every((input) => !input.value),
      complete: Object.values(now).every((code) => !code),
      brand: brandOf(digits(number.value))[0],
      error: problem(first),
    };
    const text = JSON.stringify(state);
    if (text !== last) port?.postMessage({ type: 'change', ...state });
    last = text;
    return now;
  }

  function check() {
    ['number', 'expiry', 'cvc'].forEach((name) => touched.add(name));
    const code = Object.values(show()).find(Boolean);
    return code ? { error: problem(code) } : {};
  }

  async function tokenise(billing) {
    const wrong = check();
    if (wrong.error) return wrong;
    const fields = new URLSearchParams({
      type: 'card',
      'card[number]': digits(number.value),
      'card[exp_month]': digits(expiry.value).slice(0, 2),
      'card[exp_year]': String(year()),
      'card[cvc]': digits(cvc.value),
    });
    for (const name of ['name', 'email', 'phone']) if (billing[name]) fields.set(`billing_details[${name}]`, billing[name]);
    try {
      const headers = { Authorization: `Bearer ${key}` };
      const answer = await fetch('/v1/payment_methods', { method: 'POST', headers, body: fields });
      const said = await answer.json();
      return answer.ok ? { paymentMethod: said } : { error: said.error };
    } catch {
      return { error: { type: 'api_connection_error', message: 'The payment provider could not be reached. Try again.' } };
    }
  }

  /** Takes over the shop's looks: plain values only, nothing that loads or breaks out. */
  function dress(looks) {
    const given = { ...looks.appearance?.variables, ...looks.style?.base };
    given.colorDanger ??= looks.style?.invalid?.color;
    given.colorTextPlaceholder ??= looks.style?.base?.['::placeholder']?.color;
    for (const [name, variable] of Object.entries(variables)) {
      const value = given[name];
      if (typeof value === 'string' && /^[\w\s#%.,()'"-]{1,200}$/.test(value) && !/url\s*\(/i.test(value))
        document.documentElement.style.setProperty(variable, value);
    }
    tell();
  }

  const tell = () => port?.postMessage({ type: 'height', height: Math.ceil(form.getBoundingClientRect().height) });

  const orders = {
    looks: ({ looks }) => dress(looks),
    focus: () => number.focus(),
    clear: () => {
      form.reset();
      touched.clear();
      show();
    },
    check: ({ id }) => port.postMessage({ type: 'answer', id, result: check() }),
    tokenise: async ({ id, billing }) => port.postMessage({ type: 'answer', id, result: await tokenise(billing) }),
  };

  form.addEventListener('input', ({ target, inputType }) => {
    format(target, (inputType ?? '').startsWith('delete'));
    const now = show();
    const [name, next] = target === number ? ['number', expiry] : target === expiry ? ['expiry', cvc] : ['cvc', null];
    const atEnd = target.selectionStart === target.value.length;
    if (next && !now[name] && atEnd && document.activeElement === target && !next.value) next.focus();
  });
  form.addEventListener('focusin', () => port?.postMessage({ type: 'focus' }));
  form.addEventListener('focusout', ({ target }) => {
    if (target.value) touched.add(target.id);
    show();
    port?.postMessage({ type: 'blur' });
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  new ResizeObserver(tell).observe(form);

  window.addEventListener('message', ({ source, data, ports }) => {
    if (source !== window.parent || port || !ports[0] || typeof data?.key !== 'string') return;
    [port, key] = [ports[0], data.key];
    port.onmessage = ({ data: order }) => orders[order?.type]?.(order);
    document.documentElement.dataset.kind = data.kind === 'payment' ? 'payment' : 'card';
    dress(data.looks ?? {});
    port.postMessage({ type: 'ready' });
  });
})();
