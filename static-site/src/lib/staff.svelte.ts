import { staffApi, type StaffApi } from './api';
import { newId } from './id';
import { sign } from './passkeys';
import { doorApi, ownApi, ownerApi, type ShownPasskey } from './people';
import { Problem } from './problem';
import { long } from './remember';
import type { Role, StaffSignedIn } from './types';

/** Renewed so long before it ends. */
const Ahead = 60_000;

/** Whether somebody has signed in at this browser, and has not signed out. */
const Known = 'staff';

/** Who works at this browser. The token lives in this page's memory alone; a cookie gives the page another. */
class StaffState {
  who = $state.raw<StaffSignedIn>();
  told = $state('');
  /** Whether it is still being asked who is at this browser. */
  asking = $state(true);
  private renewing: Promise<void> | undefined;

  get token(): string {
    return this.who?.token ?? '';
  }

  /** Whether she may go to work, or has to add a second factor before. */
  get ready(): boolean {
    if (!this.who) return false;
    return this.who.enrolled || (!!this.who.graceUntil && new Date(this.who.graceUntil) > new Date());
  }

  is = (role: Role): boolean => !!this.who?.roles.some((has) => has === role || has === 'Owner');

  /** Looks whether somebody is signed in at this browser. */
  begin = async (): Promise<void> => {
    if (this.who) return;
    // Nobody can be where nobody ever was, and need not be asked for.
    if (long.get<boolean>(Known)) await this.renew().catch(() => undefined);
    this.asking = false;
  };

  async signIn(email: string, password: string, code?: string): Promise<void> {
    this.come(await doorApi.signIn(newId(), email, password, code ? { code } : {}));
  }

  /** Signs in with a passkey: alone, or beside a password. Answers false where somebody thought better of it. */
  async signInWithPasskey(beside?: { email: string; password: string }): Promise<boolean> {
    const shown = await this.showPasskey();
    if (!shown) return false;
    this.come(
      beside
        ? await doorApi.signIn(newId(), beside.email, beside.password, { passkey: shown })
        : await doorApi.signInWithPasskey(newId(), shown)
    );
    return true;
  }

  private async showPasskey(): Promise<ShownPasskey | undefined> {
    const ceremony = await doorApi.beginPasskey(newId());
    const credential = await sign(ceremony);
    return credential && { ceremony: ceremony.id, credential };
  }

  come = (who: StaffSignedIn): void => {
    this.who = who;
    this.told = '';
    this.asking = false;
    long.set(Known, true);
  };

  signOut = async (): Promise<void> => {
    const { token, session } = this.who ?? {};
    this.who = undefined;
    long.drop(Known);
    this.told = '';
    if (token && session) await ownApi(token).endSession(session).catch(() => undefined);
  };

  /** Asks as staff; when this browser's session has ended, it leads back to signing in. */
  ask = async <T>(how: (api: StaffApi) => Promise<T>): Promise<T> => this.with(() => how(staffApi(this.token)));

  own = async <T>(how: (api: ReturnType<typeof ownApi>) => Promise<T>): Promise<T> =>
    this.with(() => how(ownApi(this.token)));

  owner = async <T>(how: (api: ReturnType<typeof ownerApi>) => Promise<T>): Promise<T> =>
    this.with(() => how(ownerApi(this.token)));

  private async with<T>(how: () => Promise<T>): Promise<T> {
    if (this.who && new Date(this.who.until).getTime() - Date.now() < Ahead) await this.renew().catch(() => undefined);
    try {
      return await how();
    } catch (thrown) {
      if (!(thrown instanceof Problem && thrown.status === 401)) throw thrown;
      await this.renew();
      return how();
    }
  }

  /** All that ask at once wait for one renewal. */
  private renew(): Promise<void> {
    this.renewing ??= doorApi
      .renew()
      .then(this.come)
      .catch((thrown) => {
        if (thrown instanceof Problem && thrown.status === 401) {
          long.drop(Known);
          if (this.who) this.told = 'Your session has ended. Please sign in again.';
          this.who = undefined;
        }
        throw thrown;
      })
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }
}

export const staff = new StaffState();

export const orderLists = [
  { list: 'attention', name: 'Needs a person' },
  { list: 'checkout', name: 'In checkout' },
  { list: 'backordered', name: 'Waiting for goods' },
  { list: 'to-pick', name: 'To pick' },
  { list: 'to-pack', name: 'To pack' },
  { list: 'to-ship', name: 'To ship' },
  { list: 'to-collect', name: 'To be fetched' },
  { list: 'in-transit', name: 'In transit' },
  { list: 'delivered', name: 'Delivered' },
  { list: 'failed', name: 'Failed' }
];

export const returnLists = [
  { list: 'to-review', name: 'To review' },
  { list: 'in-transit', name: 'In transit' },
  { list: 'to-inspect', name: 'To inspect' },
  { list: 'attention', name: 'Needs a person' },
  { list: 'closed', name: 'Closed' }
];

export const purchaseLists = [
  { list: 'proposed', name: 'Proposed: low stock' },
  { list: 'sent', name: 'On their way' },
  { list: 'late', name: 'Late' },
  { list: 'received', name: 'Received' },
  { list: 'closed', name: 'Closed' },
  { list: 'attention', name: 'Needs a person' }
];

export const clearanceLists = [{ list: 'held', name: 'Held by customs' }];

export const breachLists = [
  { list: 'attention', name: 'Needs a person' },
  { list: 'open', name: 'Open' },
  { list: 'closed', name: 'Closed' }
];

/** How many stand in a list, by the summary; `to-pick` is `toPick` there. */
export function countOf(counts: Record<string, number> | undefined, list: string): string {
  const count = counts?.[list.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
  return count === undefined ? '' : count >= 1000 ? '1000+' : String(count);
}
