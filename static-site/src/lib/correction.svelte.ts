import { OwnDetails, Pickup } from './details.svelte';
import { newId } from './id';
import { Problem } from './problem';
import type { CorrectionQuote, Order, PostalAddress, Terms } from './types';

/** How the shop is asked: what about the order, and with what in it. */
export type Asking = (what: string, body: object) => Promise<unknown>;

/** A line that more can be had of; `had` is what stands in the order. */
export interface MoreLine {
  sku: string;
  name: string;
  had: number;
}

/** Changes of a placed order: typed, reckoned by the shop, looked at, and then taken or not. */
export class Correction {
  readonly details: OwnDetails;
  readonly fetched: boolean;
  more = $state<Record<string, number>>({});
  seen = $state.raw<CorrectionQuote>();
  problem = $state.raw<Problem>();
  busy = $state(false);
  private readonly address: string;
  // The same change however often the button is pressed; another one has a new id.
  private id = newId();
  // The card that pays, where one has to; one that was tokenised is not asked for again under the same id.
  private method: string | undefined;

  constructor(
    private readonly order: Order,
    private readonly ask: Asking
  ) {
    const { address, method, terms } = order.delivery!;
    this.details = new OwnDetails({ email: '', address: address as PostalAddress });
    this.details.method = method;
    this.details.terms = terms ?? 'Ddp';
    this.fetched = method === Pickup;
    this.address = JSON.stringify(this.delivery.address);
  }

  /** Sets how many come on top of what is in the order. */
  add(sku: string, quantity: number): void {
    this.more = { ...this.more, [sku]: quantity };
    this.changed();
  }

  /** What was reckoned is not what is typed now. */
  changed = (): void => {
    this.seen = undefined;
    this.problem = undefined;
    this.another();
  };

  private another(): void {
    this.id = newId();
    this.method = undefined;
  }

  /** What is to be otherwise, and nothing else. */
  get wish(): Record<string, unknown> {
    const { email, address, method, terms } = this.delivery;
    const was = this.order.delivery!;
    const add = Object.entries(this.more).filter(([, quantity]) => quantity > 0);
    return {
      ...(email ? { email } : {}),
      ...(!this.fetched && JSON.stringify(address) !== this.address ? { address } : {}),
      ...(!this.fetched && method !== was.method ? { method } : {}),
      ...(!this.fetched && terms && terms !== (was.terms ?? 'Ddp') ? { terms } : {}),
      ...(add.length ? { add: add.map(([sku, quantity]) => ({ sku, quantity })) } : {})
    };
  }

  private get delivery(): { email: string; address?: object; method: string; terms?: Terms } {
    return this.details.delivery;
  }

  get empty(): boolean {
    return Object.keys(this.wish).length === 0;
  }

  look = (): Promise<void> =>
    this.doing(async () => {
      this.seen = (await this.ask(`corrections/${this.id}/quote`, this.wish)) as CorrectionQuote;
    });

  /** Takes it at the very total that was shown; answers whether it was taken. */
  take = async (card?: () => Promise<string>): Promise<boolean> => {
    let taken = false;
    await this.doing(async () => {
      const { after, landed } = this.seen!;
      this.method ??= await card?.();
      const paid = this.method ? { paymentMethod: this.method } : {};
      await this.ask(`corrections/${this.id}`, { ...this.wish, ...paid, total: after.total, rates: landed?.sheet });
      taken = true;
    });
    return taken;
  };

  private async doing(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      await what();
    } catch (thrown) {
      this.problem = Problem.from(thrown);
      this.details.refused(this.problem);
      // What changed meanwhile is looked at again; what nobody knows of is asked for again with the same id.
      if (!this.problem.unsure) {
        // Another card may do.
        if (!this.problem.byField.card && !this.problem.code.startsWith('payment.')) this.seen = undefined;
        this.another();
      }
    }
    this.busy = false;
  }
}
