import { account } from './account.svelte';
import { api } from './api';
import { cart } from './cart.svelte';
import { newId } from './id';
import { exact } from './words';
import { Problem } from './problem';
import { tokenise, type CardElement, type Provider } from './provider';
import { brief, long, orders } from './remember';
import type { DeliveryWish, Money, Order } from './types';

/** One try at ordering: what was, or is about to be, sent. The same id always carries the same content. */
interface Attempt {
  order: string;
  cart: string;
  /** Kept with the attempt: a cart that was bought is let go before a lost answer is asked for again. */
  cartToken: string;
  /** Missing where nothing is left to pay. */
  paymentMethod?: string | undefined;
  total: Money;
  credit?: Money | undefined;
  /** The rate sheet by which a border was reckoned. */
  rates?: string | undefined;
}

/** What pays: the card's field, and store credit before it. */
export interface Purse {
  by?: Provider | undefined;
  card?: CardElement | undefined;
  credit?: Money | undefined;
}

export type Step = 'ready' | 'saving' | 'card' | 'sending' | 'waiting' | 'leaving' | 'unsure';

/** Where the shopper goes next once an order is on its way. */
export type Next = { to: 'order'; id: string } | { to: 'bank'; id: string; url: string };

const Patience = 30_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Takes the bag to an order, at most once whatever is retried, reloaded or lost on the way. */
export class Checkout {
  step = $state<Step>('ready');
  problem = $state.raw<Problem>();

  /** Something was sent and never answered: it is asked for again with its own id. */
  get pending(): Attempt | undefined {
    return long.get<Attempt>('attempt');
  }

  get busy(): boolean {
    return this.step !== 'ready' && this.step !== 'unsure';
  }

  /** Asks what it costs to that door, so that the total is known before anything is paid. */
  async price(delivery: DeliveryWish): Promise<void> {
    await this.guard(async () => {
      this.step = 'saving';
      await cart.deliver(delivery);
      this.step = 'ready';
      return undefined;
    });
  }

  /** Pays exactly what the button said; an amount that has changed is shown first and not charged. */
  async pay(delivery: DeliveryWish, shown: Money, purse: Purse): Promise<Next | undefined> {
    return this.guard(async () => {
      this.step = 'saving';
      const { id, total, landed, problem } = await cart.deliver(delivery);
      if (problem) throw new Problem(409, problem.code, problem.message);
      if (total.amount !== shown.amount || total.currency !== shown.currency) {
        throw new Problem(
          409,
          'total.changed',
          `The total is now ${exact(total)}. Nothing was charged: press the button again if that is fine.`
        );
      }
      this.step = 'card';
      const { by, card, credit } = purse;
      const due = total.amount - (credit?.amount ?? 0);
      const paymentMethod = due === 0 || !by || !card ? undefined : await tokenise(by, card);
      const cartToken = cart.held?.token ?? '';
      return this.send({ order: newId(), cart: id, cartToken, paymentMethod, total, credit, rates: landed?.sheet });
    });
  }

  /** Asks again for what was sent before, with the same id and content. */
  async again(): Promise<Next | undefined> {
    const attempt = this.pending;
    return attempt ? this.guard(() => this.send(attempt)) : undefined;
  }

  private async send(attempt: Attempt): Promise<Next | undefined> {
    long.set('attempt', attempt);
    this.step = 'sending';
    const { order, cartToken, ...body } = attempt;
    const answer = await api.order(order, cartToken, account.token, body);
    orders.keep(order, answer.token);
    this.step = 'waiting';
    return this.follow(order, answer.token);
  }

  /** Waits for the bank's word, so that a refused card can be changed on the spot. */
  private async follow(id: string, token: string): Promise<Next | undefined> {
    const until = Date.now() + Patience;
    let etag: string | undefined;
    while (Date.now() < until) {
      const fresh = await api.lookAtOrder(id, token, etag).catch(() => undefined);
      etag = fresh?.etag ?? etag;
      const next = fresh && this.judge(fresh.value, token);
      if (next) return next;
      if (fresh && (await this.isOver(fresh.value))) throw refusalOf(fresh.value);
      await pause(500);
    }
    return this.leave({ to: 'order', id });
  }

  private judge(order: Order, token: string): Next | undefined {
    orders.keep(order.id, token, order.number);
    const bank = order.payment?.status === 'ActionRequired' ? order.payment.action?.url : undefined;
    if (order.status === 'Failed' || order.status === 'Expired') throw refusalOf(order);
    if (bank) return this.leave({ to: 'bank', id: order.id, url: bank });
    const waiting = ['Started', 'StockHeld', 'AwaitingPayment', 'Compensating'].includes(order.status);
    return waiting ? undefined : this.leave({ to: 'order', id: order.id });
  }

  /** Refused, and the bag is open again: what is still being taken back is the shop's matter. */
  private async isOver(order: Order): Promise<boolean> {
    if (order.status !== 'Compensating' || !order.reason) return false;
    await cart.refresh();
    return cart.value?.status === 'Open';
  }

  private leave(next: Next): Next {
    long.drop('attempt');
    if (next.to === 'bank') brief.set(`bank.${next.id}`, true);
    this.step = 'leaving';
    return next;
  }

  private async guard(how: () => Promise<Next | undefined>): Promise<Next | undefined> {
    this.problem = undefined;
    try {
      return await how();
    } catch (thrown) {
      const problem = Problem.from(thrown);
      const sent = this.step === 'sending' || this.step === 'waiting';
      this.step = sent && problem.unsure ? 'unsure' : 'ready';
      // A clear no ends the attempt: the next one gets an id of its own.
      if (this.step === 'ready') long.drop('attempt');
      await cart.refresh();
      this.problem = problem;
      return undefined;
    }
  }
}

function refusalOf(order: Order): Problem {
  const { code, message } = order.reason ?? { code: 'order.failed', message: 'The order could not be placed.' };
  return new Problem(402, code, message);
}

/** What to say after the refusal's own words, without saying it twice. */
export function afterwards(problem: Problem): string {
  if (problem.unsure) return '';
  const charged = /charged/i.test(problem.words) ? '' : 'You have not been charged. ';
  return problem.status === 402 ? `${charged}Your bag is as you left it.` : charged.trim();
}
