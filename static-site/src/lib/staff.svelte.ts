import { staffApi, type StaffApi } from './api';
import { Problem } from './problem';
import { brief } from './remember';

/** Who works here: the staff token, kept only while the tab is open. */
class StaffState {
  token = $state(brief.get<string>('staff') ?? '');
  told = $state('');

  /** Signs in, if the shop accepts the token. */
  async signIn(token: string): Promise<void> {
    await staffApi(token).summary();
    this.token = token;
    this.told = '';
    brief.set('staff', token);
  }

  signOut = (why = ''): void => {
    this.token = '';
    this.told = why;
    brief.drop('staff');
  };

  /** Asks as staff; a token that is no longer good leads back to signing in. */
  ask = async <T>(how: (api: StaffApi) => Promise<T>): Promise<T> => {
    try {
      return await how(staffApi(this.token));
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.status === 401)
        this.signOut('Your staff token is no longer accepted. Please sign in again.');
      throw thrown;
    }
  };
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
