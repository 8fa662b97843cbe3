import type { Money, Options } from './shop';
import type { OrderStatus } from './orders';

export interface Points {
  balance: number;
  available: number;
  shortfall: number;
  lots: { amount: number; expiresAt: string; lastDay: string }[];
  entries: { kind: string; change: number; at: string }[];
  /** What one point pays, per currency, in minor units. */
  onePays: Money[];
  /** How much of the things points may pay, in percent. */
  maxPercent: number;
}
export interface Consent {
  purpose: string;
  text: string;
  textVersion: string;
  allowed: boolean;
  unlessObjected: boolean;
  at?: string;
  /** Where it was said, and to which text. */
  source?: string;
  answeredVersion?: string;
}
export interface Customer {
  id: string;
  profile?: { email: string; name?: string; phone?: string; phoneExtension?: string };
  since?: string;
  tier: {
    name: string;
    earnsPercent: number;
    spent: Money;
    next?: { name: string; from: Money; missing: Money };
  };
  points: Points;
  credit: { balance: Money; available: Money }[];
  consents: Consent[];
}
export interface CustomerOrder {
  id: string;
  number: string;
  status: OrderStatus;
  total: Money;
  openedAt: string;
  placedAt?: string;
  lines: { sku: string; name: string; options: Options; picture: string; quantity: number }[];
  token: string;
}

/** What the shop tells people of what it keeps of them. */
export interface Privacy {
  controller: { name: string; address: string; email: string; phone: string };
  parts: { purpose: string; words: string; ground: string; data: string[]; kept: string }[];
  consents: { purpose: string; text: string; unlessObjected: boolean }[];
}
