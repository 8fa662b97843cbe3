import type { Money } from '../types';
import { exact, label } from '../words';
import { isSpan, spanWords } from './units';

// Where each part of the settings is written, and how it is said.

export interface Section {
  href: string;
  name: string;
  /** The first names of the paths that belong here. */
  holds: string[];
}

const Base = '/staff/settings';

export const sections: Section[] = [
  { href: Base, name: 'Shop and look', holds: ['name', 'tagline', 'look'] },
  { href: `${Base}/seller`, name: 'Seller and VAT', holds: ['seller', 'vat', 'vatPercent', 'currencies', 'smallestPayments'] },
  { href: `${Base}/delivery`, name: 'Delivery', holds: ['home', 'zones', 'countries', 'deliveryMethods', 'provesOrigin'] },
  { href: `${Base}/locations`, name: 'Locations and hours', holds: ['locations', 'sourcing'] },
  { href: `${Base}/returns`, name: 'Returns', holds: ['returns'] },
  { href: `${Base}/points`, name: 'Points and tiers', holds: ['points'] },
  { href: `${Base}/deadlines`, name: 'Deadlines', holds: [] },
  { href: `${Base}/texts`, name: 'Mails and pages', holds: ['texts'] },
  { href: `${Base}/versions`, name: 'Versions', holds: [] }
];

/** Where a part is written; what no other section holds is a deadline. */
export function sectionOf(path: string): Section {
  const first = /^[^.[]+/.exec(path)?.[0] ?? '';
  const deadlines = sections.find((one) => one.href.endsWith('/deadlines')) as Section;
  return sections.find((one) => one.holds.includes(first)) ?? deadlines;
}

/** `Countries[3].Zone` as the draft has it: `countries[3].zone`. */
export const plainPath = (name: string): string =>
  name.replace(/^settings\./i, '').replace(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => dot + letter.toLowerCase());

/** `deliveryMethods[luzon standard].freeFrom` as people read it. */
export const sayPath = (path: string): string =>
  path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((part) => label(part))
    .join(' · ');

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

/** A part of the settings as people write it. */
export function sayValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (isMoney(value)) return exact(value);
  if (isSpan(value)) return spanWords(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(sayValue).join(', ') || 'nothing';
  if (typeof value === 'object') return Object.values(value).filter((one) => one !== null).map(sayValue).join(', ');
  const text = String(value);
  return text.length > 140 ? `${text.slice(0, 140)} …` : text;
}
