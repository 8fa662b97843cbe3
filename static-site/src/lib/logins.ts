import { newId } from './id';
import { doorApi } from './people';
import { brief } from './remember';
import { staff } from './staff.svelte';
import type { StaffSignedIn } from './types';

// Signing in with an account elsewhere: the browser goes there, and comes back to /staff/oidc.

/** Where somebody was who went away to sign in. */
const Place = 'staff.place';

/** How long the page waits for what the other service says, and how often it asks. */
const Patience = 20;
const Step = 500;

function leave(address: string, place: string): void {
  brief.set(Place, place);
  location.assign(address);
}

export const logins = {
  async signIn(issuer: string): Promise<void> {
    const { address } = await doorApi.beginLogin(newId(), issuer);
    leave(address, location.pathname + location.search);
  },

  async join(issuer: string, member: string, token: string): Promise<void> {
    const { address } = await doorApi.beginLogin(newId(), issuer, { member, token });
    leave(address, '/staff');
  },

  async link(issuer: string): Promise<void> {
    const { address } = await staff.own((api) => api.beginLink(newId(), issuer));
    leave(address, '/staff/security');
  },

  /** What came of it; what is still on its way is waited for. */
  async finish(id: string, code?: string): Promise<StaffSignedIn | { linked: true }> {
    for (let asked = 1; ; asked++) {
      try {
        return await doorApi.finishLogin(id, code);
      } catch (thrown) {
        if ((thrown as { code?: string }).code !== 'oidc.pending' || asked >= Patience) throw thrown;
        await new Promise((done) => setTimeout(done, Step));
      }
    }
  },

  /** Back to where she was: a page of staff's, whatever is remembered. */
  place(): string {
    const place = brief.get<string>(Place) ?? '';
    brief.drop(Place);
    return /^\/staff(\/[\w-]+)*(\?[\w=&%.-]*)?$/.test(place) ? place : '/staff';
  }
};
