import type { Money, Options, ShopPage } from './shop';
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
  /** Whether she has yet to say yes or no to the words of now. */
  toBeAsked: boolean;
}
export interface PostalAddress {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  province: string;
  postcode: string;
  country: string;
  phone: string;
  phoneExtension?: string;
}
/** What is right where something wrong was kept. */
export interface RightData {
  name?: string;
  email?: string;
  phone?: string;
  address?: object;
}
export interface Rectification {
  id: string;
  status: 'Asked' | 'Done';
  by: 'Herself' | 'Staff';
  askedAt: string;
  places: { place: string; parts: string[]; count: number; order?: string; number?: string; because?: string; words?: string }[];
  recipients: string[];
  reason?: string;
}
export interface Objection {
  id: string;
  status: 'Asked' | 'Done';
  by: 'Herself' | 'Staff';
  askedAt: string;
  purposes: string[];
  answers: { purpose: string; stopped: boolean; words: string }[];
  reason?: string;
}
export interface Requests {
  rectifications: Rectification[];
  objections: Objection[];
}
export interface Customer {
  id: string;
  profile?: { email: string; name?: string; phone?: string; phoneExtension?: string; address?: PostalAddress };
  since?: string;
  tier: {
    name: string;
    earnsPercent: number;
    spent: Money;
    next?: { name: string; from: Money; missing: Money };
  };
  points: Points;
  credit: { balance: Money; available: Money }[];
  /** Her second factor, where she has one. */
  secondFactor?: { since: string; codesLeft: number } | null;
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
  /** What the shop says of it in its own words, before the facts. */
  page?: ShopPage | null;
  controller: { name: string; address: string; email: string; phone: string };
  parts: { purpose: string; words: string; ground: string; data: string[]; kept: string }[];
  consents: { purpose: string; version: string; text: string; unlessObjected: boolean }[];
  /** To what one may object, in words. */
  objectTo: { purpose: string; words: string }[];
}
