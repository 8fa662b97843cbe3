import type { Attention } from './shop';

export type BreachParty = 'Npc' | 'Eu' | 'People';

/** A case of leaked data as lists show it. */
export interface BreachRow {
  id: string;
  status: 'Open' | 'Closed';
  awareAt: string;
  deadline: string;
  /** In UTC, and as clocks show it where the seller is. */
  deadlineThere: string;
  isLate: boolean;
  waiting: BreachParty[];
  attention?: Attention;
  nature?: string;
  happened?: string;
  closedAt?: string;
}

/** What is known so far; what is absent is not known yet. */
export interface BreachStory {
  foundAt: string;
  nature?: 'Disclosed' | 'Lost' | 'Altered';
  happened?: string;
  plainWords?: string;
  consequences?: string;
  measures?: string;
  mitigation?: string;
  advice?: string;
  contactName?: string;
  contactEmail?: string;
  contactPhone?: string;
  from?: string;
  until?: string;
  kinds: string[];
  madeFrom?: string;
  madeUntil?: string;
  only: string[];
  enablesFraud?: boolean;
  acquired?: boolean;
  seriousHarm?: boolean;
  noRisk?: boolean;
}

export interface BreachAnswer {
  told: boolean;
  at: string;
  reference?: string;
  reason?: string;
}

export interface BreachSide {
  party: BreachParty;
  need: 'Unclear' | 'Needed' | 'NotNeeded';
  source: string;
  answer?: BreachAnswer;
}

export interface Breach {
  case: BreachRow;
  version: number;
  openedAt: string;
  story: BreachStory;
  parties: BreachSide[];
  scope?: {
    id: string;
    isOver: boolean;
    place?: string;
    seen: number;
    records: number;
    people: number;
    categories: Record<string, number>;
    countries: Record<string, number>;
    inEurope: number;
    mayNotWait: boolean;
  };
  missing: string[];
  missingInLetter: string[];
  kinds: { kind: string; data: string[] }[];
  timeline: { at: string; cause: string }[];
}

export interface BreachPerson {
  customer: string;
  categories: string[];
  country?: string;
  toldAt?: string;
  unreachable: boolean;
}

export interface BreachLetter {
  subject: string;
  text: string;
  missing: string[];
}
