// The part of Stripe.js that a shop with a card field uses. What the shopper types stays in a frame of the provider:
// this script only carries looks in, and events and tokens out.
(() => {
  'use strict';

  const origin = new URL(document.currentScript.src).origin;

  class CardElement {
    constructor(kind, options, key) {
      this.kind = kind;
      this.options = options ?? {};
      this.key = key;
      this.handlers = new Map();
      this.waiting = new Map();
      this.asked = 0;
    }

    mount(where) {
      this.place = typeof where === 'string' ? document.querySelector(where) : where;
      if (!this.place) throw new Error(`There is no element ${where} to mount the card field in.`);
      this.frame = document.createElement('iframe');
      this.frame.title = 'Secure card payment input frame';
      this.frame.src = `${origin}/v3/card`;
      this.frame.allow = 'payment *';
      this.frame.style.cssText =
        'display:block;width:100%;height:1.5rem;border:0;margin:0;padding:0;background:transparent;color-scheme:normal';
      this.frame.addEventListener('load', () => this.connect(), { once: true });
      this.place.classList.add('StripeElement', 'StripeElement--empty');
      this.place.replaceChildren(this.frame);
    }

    connect() {
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      this.port.onmessage = ({ data }) => this.hear(data);
      const looks = JSON.parse(JSON.stringify(this.options));
      this.frame.contentWindow.postMessage({ kind: this.kind, looks, key: this.key }, origin, [port2]);
    }

    hear({ type, ...said }) {
      if (type === 'height') this.frame.style.height = `${said.height}px`;
      else if (type === 'answer') this.answer(said);
      else {
        if (type === 'change') this.mark(said);
        if (type === 'focus' || type === 'blur') this.toggle('focus', type === 'focus');
        for (const told of this.handlers.get(type) ?? []) told({ elementType: this.kind, ...said });
      }
    }

    mark({ empty, complete, error }) {
      this.toggle('empty', empty);
      this.toggle('complete', complete);
      this.toggle('invalid', Boolean(error));
    }

    toggle(state, on) {
      this.place?.classList.toggle(`StripeElement--${state}`, on);
    }

    answer({ id, result }) {
      this.waiting.get(id)?.(result);
      this.waiting.delete(id);
    }

    ask(type, more = {}) {
      if (!this.port) return Promise.reject(new Error('The card field is not mounted yet.'));
      const id = ++this.asked;
      return new Promise((answered) => {
        this.waiting.set(id, answered);
        this.port.postMessage({ type, id, ...more });
      });
    }

    on(event, told) {
      this.handlers.set(event, [...(this.handlers.get(event) ?? []), told]);
      return this;
    }

    once(event, told) {
      const once = (said) => {
        this.off(event, once);
        told(said);
      };
      return this.on(event, once);
    }

    off(event, told) {
      const left = told ? (this.handlers.get(event) ?? []).filter((one) => one !== told) : [];
      this.handlers.set(event, left);
      return this;
    }

    update(options) {
      Object.assign(this.options, options);
      this.port?.postMessage({ type: 'looks', looks: JSON.parse(JSON.stringify(this.options)) });
    }

    focus() {
      this.port?.postMessage({ type: 'focus' });
    }

    blur() {
      this.frame?.blur();
    }

    clear() {
      this.port?.postMessage({ type: 'clear' });
    }

    unmount() {
      this.port?.close();
      this.frame?.remove();
      this.place?.classList.remove(...[...this.place.classList].filter((name) => name.startsWith('StripeElement')));
      this.port = this.frame = this.place = undefined;
    }

    destroy() {
      this.unmount();
    }
  }

  class Elements {
    constructor(key, options) {
      this.key = key;
      this.options = options ?? {};
      this.made = new Map();
    }

    create(kind, options) {
      if (kind !== 'card' && kind !== 'payment') throw new Error(`The sandbox has no element of the kind ${kind}.`);
      const element = new CardElement(kind, { ...this.options, ...options }, this.key);
      this.made.set(kind, element);
      return element;
    }

    getElement(kind) {
      return this.made.get(kind) ?? null;
    }

    async submit() {
      const element = this.getElement('payment') ?? this.getElement('card');
      return (await element.ask('check')) ?? {};
    }
  }

  class Stripe {
    constructor(key) {
      this.key = key;
    }

    elements(options) {
      return new Elements(this.key, options);
    }

    /** With `{type: 'card', card, billing_details}`, or `{elements, params}`. */
    async createPaymentMethod(ask) {
      const element = ask.card ?? ask.elements?.getElement('payment') ?? ask.elements?.getElement('card');
      if (!(element instanceof CardElement)) throw new Error('Say which card element holds the card.');
      return element.ask('tokenise', { billing: ask.billing_details ?? ask.params?.billing_details ?? {} });
    }
  }

  window.Stripe = (key) => {
    if (typeof key !== 'string' || !key.startsWith('pk_')) throw new Error('Start with a publishable key (pk_…).');
    return new Stripe(key);
  };
})();
