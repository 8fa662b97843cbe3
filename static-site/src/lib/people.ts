import { json, of, put, query } from './api';
import type { Ceremony, Credential } from './passkeys';
import type {
  ApiKey,
  AuditLine,
  Issuer,
  Listed,
  OwnAccount,
  Role,
  StaffInvitation,
  StaffPerson,
  StaffSignedIn
} from './types';

/** What a passkey has signed, and in which ceremony. */
export interface ShownPasskey {
  ceremony: string;
  credential: Credential;
}

/** How somebody comes in who is nobody yet; the browser keeps a cookie that no script can read. */
export const doorApi = {
  signIn: (id: string, email: string, password: string, second: { code?: string; passkey?: ShownPasskey } = {}) =>
    put<StaffSignedIn>(`/staff/sessions/${id}`, undefined, { email, password, ...second }),
  beginPasskey: (id: string) => put<Ceremony>(`/staff/passkey-ceremonies/${id}`, undefined, {}),
  signInWithPasskey: (id: string, shown: ShownPasskey) =>
    put<StaffSignedIn>(`/staff/sessions/${id}/passkey`, undefined, shown),
  renew: () => put<StaffSignedIn>('/staff/sessions/current/renewal', undefined, {}),
  invitation: (member: string, token: string) =>
    json<StaffInvitation>(`/staff/invitations/${of(member)}/look`, { method: 'POST', body: { token } }),
  accept: (member: string, token: string, password: string) =>
    put<{ id: string; email: string }>(`/staff/invitations/${of(member)}/acceptance`, undefined, { token, password }),
  issuers: () => json<Listed<Issuer>>('/staff/issuers'),
  beginLogin: (id: string, issuer: string, invited?: { member: string; token: string }) =>
    put<{ address: string }>(`/staff/logins/${id}`, undefined, { issuer, ...invited }),
  finishLogin: (id: string, code?: string) =>
    put<StaffSignedIn | { linked: true }>(`/staff/logins/${of(id)}/session`, undefined, code ? { code } : {}),
  setUp: (id: string, secret: string, name: string, email: string) =>
    put<{ id: string; token: string }>(`/staff/setup/owners/${id}`, undefined, { secret, name, email })
};

/** What each sees and changes of her own. */
export const ownApi = (token: string) => ({
  me: () => json<OwnAccount>('/staff/me', { token }),
  proposeTotp: (id: string) =>
    put<{ id: string; secret: string; address: string }>(`/staff/me/totp/${id}`, token, {}),
  confirmTotp: (id: string, code: string) =>
    put<{ codes: string[] }>(`/staff/me/totp/${id}/confirmation`, token, { code }),
  wishPasskey: (id: string) => put<Ceremony>(`/staff/me/passkeys/${id}`, token, {}),
  addPasskey: (id: string, name: string, credential: Credential) =>
    put<OwnAccount>(`/staff/me/passkeys/${id}/confirmation`, token, { name, credential }),
  removePasskey: (id: string) => put<OwnAccount>(`/staff/me/passkeys/${of(id)}/removal`, token, {}),
  newCodes: () => put<{ codes: string[] }>('/staff/me/recovery-codes', token, {}),
  changePassword: (old: string, password: string) => put<OwnAccount>('/staff/me/password', token, { old, password }),
  endSession: (id: string) => put<unknown>(`/staff/me/sessions/${of(id)}/ending`, token, {}),
  beginLink: (id: string, issuer: string) => put<{ address: string }>(`/staff/me/logins/${id}`, token, { issuer }),
  unlink: (id: string) => put<unknown>(`/staff/me/logins/${of(id)}/removal`, token, {}),
  endOthers: () => put<unknown>('/staff/me/sign-out', token, {})
});

/** What owners say of who works here. */
export const ownerApi = (token: string) => ({
  people: () => json<Listed<StaffPerson>>('/staff/people', { token }),
  invite: (id: string, body: { name: string; email: string; roles: Role[]; graceDays: number }) =>
    put<StaffPerson>(`/staff/people/${id}`, token, body),
  inviteAgain: (id: string, invitation: string) =>
    put<StaffPerson>(`/staff/people/${id}/invitations/${invitation}`, token, {}),
  appoint: (id: string, roles: Role[]) => put<StaffPerson>(`/staff/people/${id}/roles`, token, { roles }),
  tell: (id: string, what: 'withdrawal' | 'departure' | 'sign-out' | 'erasure') =>
    put<unknown>(`/staff/people/${id}/${what}`, token, {}),
  keys: () => json<Listed<ApiKey>>('/staff/keys', { token }),
  issueKey: (id: string, body: { name: string; roles: Role[]; hash: string; days: number }) =>
    put<ApiKey>(`/staff/keys/${id}`, token, body),
  revokeKey: (id: string) => put<ApiKey>(`/staff/keys/${id}/revocation`, token, {}),
  audit: (search: { day?: string; by?: string; month?: string; record?: string; cursor?: string }) =>
    json<Listed<AuditLine>>(`/staff/audit${query(search)}`, { token })
});

export const roles: { role: Role; says: string }[] = [
  { role: 'Owner', says: 'may everything, and says who works here' },
  { role: 'Orders', says: 'brings every order to its end, settles returns' },
  { role: 'Warehouse', says: 'picks, packs, takes in, counts' },
  { role: 'Catalog', says: 'what is sold, and from whom it is bought' },
  { role: 'Books', says: 'reads the books' },
  { role: 'Support', says: 'speaks with customers' }
];

/** A secret of 32 random bytes, and its hash: the shop is told the hash alone. */
export async function newSecret(): Promise<{ secret: string; hash: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const secret = btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return { secret, hash: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** `PutReturnApproval` as people say it: `return approval`. */
export function sayDone(what: string): string {
  if (what === 'PutStaffSession') return 'being let in';
  if (what === 'PutStaffPasskeySession') return 'being let in with a passkey';
  if (what === 'PutStaffLoginSession') return 'being let in';
  if (what === 'PutInvitationAcceptance') return 'joining';
  if (what === 'PutOwnLogin') return 'another account to sign in with';
  const words = what.replace(/^(Put|Post|Get)/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return what.startsWith('Delete') ? `removal of ${words.replace(/^delete /, '')}` : words;
}
