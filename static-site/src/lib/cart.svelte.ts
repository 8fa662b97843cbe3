import { api } from './api';
import { newId } from './id';
import { Problem } from './problem';
import { long } from './remember';
import { shop } from './shop.svelte';
import type { Cart, CurrencyCode, DeliveryWish, StoreShelf } from './types';

interface Held {
  id: string;
  currency: CurrencyCode;
  token?: string;
}

/** The shopper's bag: one cart at the shop, whose id and token this browser keeps. */
class CartState {
  value = $state.raw<Cart>();
  problem = $state.raw<Problem>();
  busy = $state(false);
  loaded = $state(false);

  /** Pieces in the bag, all lines together. */
  get count(): number {
    return this.value?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
  }

  get held(): Held | undefined {
    return long.get<Held>('cart');
  }

  /** Looks at the cart again; one that was bought, or is no longer known, is let go. */
  async refresh(): Promise<void> {
    const held = this.held;
    if (!held?.token) {
      this.value = undefined;
      this.loaded = true;
      return;
    }
    try {
      this.take(await api.cart(held.id, held.token));
      this.problem = undefined;
    } catch (thrown) {
      const problem = Problem.from(thrown);
      if (problem.status === 404) this.forget();
      else this.problem = problem;
    }
    this.loaded = true;
  }

  add = (sku: string, quantity = 1): Promise<boolean> =>
    this.change(async ({ id, token }) => {
      const already = this.value?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
      return api.setLine(id, token, sku, already + quantity);
    });

  set = (sku: string, quantity: number): Promise<boolean> =>
    this.change(({ id, token }) =>
      quantity < 1 ? api.removeLine(id, token, sku) : api.setLine(id, token, sku, quantity)
    );

  /** Keeps where the things go; throws what was refused, since the form shows it field by field. */
  async deliver(delivery: DeliveryWish): Promise<Cart> {
    const { id, token } = await this.open();
    const cart = await api.deliver(id, token, delivery);
    this.take(cart);
    return cart;
  }

  /** Where the bag could be fetched now. */
  async stores(): Promise<StoreShelf[]> {
    const { id, token } = await this.open();
    return (await api.stores(id, token)).items;
  }

  /** How many points shall pay a part; none is nought. Throws what was refused. */
  async usePoints(points: number, customer: string): Promise<void> {
    const { id, token } = await this.open();
    this.take(await api.usePoints(id, token, customer, points));
  }

  /** Which coupon shall lower the prices; none takes it out. Throws what was refused. */
  async useCoupon(code: string | undefined): Promise<void> {
    const { id, token } = await this.open();
    this.take(code === undefined ? await api.dropCoupon(id, token) : await api.useCoupon(id, token, code));
  }

  /** The same things in another currency: a cart keeps its own for life, so they move to a new one. */
  async show(currency: CurrencyCode): Promise<void> {
    const before = this.value;
    shop.show(currency);
    if (!before || before.currency === currency) return;
    this.forget();
    if (before.status === 'Open') await this.change((held) => this.move(before, held));
  }

  /** Puts the things of one cart into another. */
  private async move(from: Cart, { id, token }: { id: string; token: string }): Promise<Cart> {
    let cart = this.value as Cart;
    for (const line of from.lines) cart = await api.setLine(id, token, line.sku, line.quantity);
    return cart;
  }

  forget(): void {
    long.drop('cart');
    this.value = undefined;
  }

  private async change(how: (held: { id: string; token: string }) => Promise<Cart>): Promise<boolean> {
    this.busy = true;
    this.problem = undefined;
    try {
      this.take(
        await this.once(how).catch(async (thrown: unknown) => {
          if (!isGone(thrown)) throw thrown;
          // The cart has expired or was bought: what was in an expired one goes into a new one.
          const before = this.value?.status === 'Open' ? this.value : undefined;
          this.forget();
          if (before) this.take(await this.once((held) => this.move(before, held)));
          return this.once(how);
        })
      );
      return true;
    } catch (thrown) {
      const problem = Problem.from(thrown);
      await this.refresh();
      this.problem = problem;
      return false;
    } finally {
      this.busy = false;
    }
  }

  private once = async (how: (held: { id: string; token: string }) => Promise<Cart>) => how(await this.open());

  /** The cart to put things into. Its id is kept before it is sent, so that asking again opens no second one. */
  private async open(): Promise<{ id: string; token: string }> {
    const known = this.held;
    if (known?.token && this.value?.status !== 'CheckedOut') return { id: known.id, token: known.token };
    const held = known && !known.token ? known : { id: newId(), currency: shop.currency };
    long.set('cart', held);
    const { cart, token } = await api.openCart(held.id, held.currency);
    long.set('cart', { ...held, token });
    this.value = cart;
    return { id: held.id, token };
  }

  private take(cart: Cart): void {
    if (cart.status === 'CheckedOut') this.forget();
    else this.value = cart;
  }
}

const gone = ['cart.unknown', 'cart.expired', 'cart.checked_out', 'cart.exists'];
const isGone = (thrown: unknown): boolean => thrown instanceof Problem && gone.includes(thrown.code);

export const cart = new CartState();
