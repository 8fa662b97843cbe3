import { api } from './api';
import { newId } from './id';
import { Problem } from './problem';
import { long } from './remember';
import type { Consent, Customer, Money } from './types';

interface SignedIn {
  customer: string;
  token: string;
  until: string;
}

/** Who is signed in, by a code that was mailed to her; nobody needs to be. */
class AccountState {
  held = $state.raw<SignedIn | undefined>(long.get<SignedIn>('account'));
  value = $state.raw<Customer>();
  problem = $state.raw<Problem>();

  get token(): string | undefined {
    return this.held && new Date(this.held.until).getTime() > Date.now() ? this.held.token : undefined;
  }

  /** Points that can be spent now. */
  get points(): number {
    return this.value?.points.available ?? 0;
  }

  /** Store credit that can be spent now in a currency; it is never converted. */
  creditIn(currency: string): Money | undefined {
    const credit = this.value?.credit.map((one) => one.available).find((one) => one.currency === currency);
    return credit && credit.amount > 0 ? credit : undefined;
  }

  /** Asks for a code by mail; what comes back names this asking. */
  async ask(email: string): Promise<string> {
    const id = newId();
    await api.askForCode(id, email);
    return id;
  }

  async enter(id: string, code: string): Promise<void> {
    this.held = await api.enterCode(id, code);
    long.set('account', this.held);
    await this.refresh();
  }

  signOut = (): void => {
    this.held = undefined;
    this.value = undefined;
    this.problem = undefined;
    long.drop('account');
  };

  async refresh(): Promise<void> {
    const { held, token } = this;
    if (!held || !token) return held ? this.signOut() : undefined;
    try {
      this.value = await api.customer(held.customer, token);
      this.problem = undefined;
    } catch (thrown) {
      const problem = Problem.from(thrown);
      if (problem.status === 404) this.signOut();
      else this.problem = problem;
    }
  }

  /** Says yes or no to a purpose, in the words that the shop gave with it. */
  async consent({ purpose, textVersion }: Consent, allowed: boolean, source: 'account' | 'checkout'): Promise<void> {
    const { held, token } = this;
    if (!held || !token) return;
    await api.consent(held.customer, token, purpose, { allowed, textVersion, source });
    await this.refresh();
  }
}

export const account = new AccountState();
