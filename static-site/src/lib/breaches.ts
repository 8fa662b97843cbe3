import type { BreachParty } from './types';

export const partyNames: Record<BreachParty, string> = {
  Npc: 'National Privacy Commission',
  Eu: 'authority of the EU',
  People: 'those whom it concerns'
};

/** What a case is asked for, in the words of its form; the names are the contract's. */
export const storyNames: Record<string, string> = {
  nature: 'what happened to the data',
  happened: 'what happened and how',
  plainWords: 'the same in plain words',
  consequences: 'likely consequences',
  measures: 'what was done about it',
  mitigation: 'what was done to lessen the harm',
  advice: 'what people can do',
  contactName: 'name of the data protection officer',
  contactEmail: 'e-mail of the data protection officer',
  from: 'when it began',
  kinds: 'which records leaked'
};

/** A moment as a box for date and time shows it, by this machine's clock. */
export function boxed(time: string | undefined): string {
  if (!time) return '';
  const moment = new Date(time);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What was typed into such a box, as the shop reads it. */
export const unboxed = (typed: string): string | undefined => (typed ? new Date(typed).toISOString() : undefined);
