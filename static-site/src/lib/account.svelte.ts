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
  private attempt = { id: '', name: '' };

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
    await api.askForCode(id, email, long.get<string>('device'));
    return id;
  }

  /** Signs in with what a letter brought. A code or link is spent at once; pressed twice, it is the same attempt. */
  async enter(id: string, brought: { code: string } | { link: string }, second?: string): Promise<void> {
    if (this.attempt.id !== id) this.attempt = { id, name: newId() };
    const known = long.get<string>('device');
    const { device, ...held } = await api.signIn(id, {
      ...brought,
      attempt: this.attempt.name,
      ...(known ? { device: known } : {}),
      ...(second ? { second } : {})
    });
    this.held = held;
    long.set('account', held);
    // It is kept when she signs out: her own asks for a code are told from a stranger's by it.
    long.set('device', device);
    await this.refresh();
  }

  proposeFactor = (id: string) => this.own((customer, token) => api.proposeFactor(customer, token, id));

  /** From now on it is asked for on other devices; this one has shown it. */
  turnOnFactor = (id: string, code: string) =>
    this.own(async (customer, token) => {
      const { codes, device } = await api.turnOnFactor(customer, token, id, code);
      long.set('device', device);
      return { codes };
    });

  newRecoveryCodes = (code: string) =>
    this.own(async (customer, token) => (await api.newRecoveryCodes(customer, token, code)).codes);

  turnOffFactor = (code: string) =>
    this.own(async (customer, token) => {
      await api.turnOffFactor(customer, token, code);
      await this.refresh();
    });

  private own<T>(what: (customer: string, token: string) => Promise<T>): Promise<T> {
    const { held, token } = this;
    if (held && token) return what(held.customer, token);
    return Promise.reject(new Problem(403, 'customer.not_signed_in', 'Sign in to see this account.'));
  }

  /** Ends every sign-in of hers, here and on all other devices. */
  async signOutEverywhere(): Promise<void> {
    const { held, token } = this;
    if (held && token) await api.signOut(held.customer, token);
    this.signOut();
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
