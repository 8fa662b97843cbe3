// Who works here, and how they come in.

export type Role = 'Owner' | 'Orders' | 'Warehouse' | 'Catalog' | 'Books' | 'Support';

/** What somebody is answered who has signed in. */
export interface StaffSignedIn {
  token: string;
  until: string;
  session: string;
  member: string;
  name: string;
  roles: Role[];
  /** Whether she has shown a second factor. */
  enrolled: boolean;
  graceUntil?: string | null;
}

export interface StaffInvitation {
  name: string;
  email: string;
  roles: Role[];
  expiresAt: string;
}

export interface StaffPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  joinedAt?: string | null;
  leftAt?: string | null;
  invitation: { at: string; expiresAt: string; withdrawnAt?: string | null; open: boolean };
}

export interface StaffSession {
  id: string;
  startedAt: string;
  usedAt: string;
  how: string;
  device: string;
  from: string;
  here: boolean;
}

export interface OwnPasskey {
  id: string;
  name: string;
  addedAt: string;
  usedAt?: string | null;
}

/** Who staff may sign in with. */
export interface Issuer {
  id: string;
  name: string;
  issuer: string;
}

/** An account elsewhere that somebody signs in with. */
export interface StaffLogin {
  id: string;
  issuer: string;
  email?: string | null;
  at: string;
}

export interface OwnAccount {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  graceUntil?: string | null;
  totp?: { id: string; at: string } | null;
  passkeys: OwnPasskey[];
  codesLeft: number;
  hasPassword: boolean;
  logins: StaffLogin[];
  sessions: StaffSession[];
}

export interface ApiKey {
  id: string;
  name: string;
  roles: Role[];
  createdAt: string;
  expiresAt: string;
  revokedAt?: string | null;
  usedAt?: string | null;
  by: string;
}

/** Who did something. */
export interface Named {
  actor: string;
  name: string;
}

export interface AuditLine {
  id: string;
  at: string;
  by: Named;
  what: string;
  record: string;
  from: string;
  refused?: string | null;
  alterations: { path: string; before?: string | null; after?: string | null; isPersonal: boolean }[];
}
