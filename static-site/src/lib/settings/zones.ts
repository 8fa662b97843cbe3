import { newId } from '../id';
import type { Settings, SettingsChoices, Tariff, Zone } from '../types';

// Where parcels go and what that costs: which part of a zone is whose.

/** A code that no other of them has, from a name: `Metro Manila` is `metro-manila`. */
export function codeOf(name: string, taken: string[]): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .slice(0, 30);
  const code = plain || newId().slice(0, 8);
  if (!taken.includes(code)) return code;
  let number = 2;
  while (taken.includes(`${code}-${number}`)) number++;
  return `${code}-${number}`;
}

export const addZone = (draft: Settings, name: string): Zone => {
  const zone = { code: codeOf(name, draft.zones.map((one) => one.code)), name, provinces: [] };
  draft.zones.push(zone);
  return zone;
};

/** A zone, with the ways to deliver into it and the countries in it; the home country lies in another one then. */
export function removeZone(draft: Settings, code: string): void {
  draft.zones = draft.zones.filter((one) => one.code !== code);
  draft.deliveryMethods = draft.deliveryMethods.filter((one) => one.zone !== code);
  draft.countries = draft.countries.filter((one) => one.zone !== code || one.code === draft.home);
  const home = draft.countries.find((one) => one.code === draft.home);
  if (home?.zone === code) home.zone = (draft.zones.find((one) => one.provinces.length) ?? draft.zones[0])?.code ?? '';
}

/** Whose a province is; it is nobody's or one's. */
export const zoneOfProvince = (draft: Settings, province: string): Zone | undefined =>
  draft.zones.find((one) => one.provinces.includes(province));

export function giveProvince(draft: Settings, province: string, to: Zone, given: boolean): void {
  for (const zone of draft.zones)
    if (zone.provinces.includes(province)) zone.provinces = zone.provinces.filter((one) => one !== province);
  const zone = draft.zones.find((one) => one.code === to.code);
  if (given && zone) zone.provinces = [...zone.provinces, province];
}

export const newTariff = (zone: string, method: string): Tariff => ({
  method,
  name: method === 'express' ? 'Express, 1–2 days' : 'Standard, 2–5 days',
  zone,
  pricing: 'Fixed',
  prices: [],
  steps: [],
  freeFrom: []
});

/** The parts of the Philippines that couriers have prices for, with their provinces. */
export const philippines = (choices: SettingsChoices): { code: string; name: string; provinces: string[] }[] => {
  const all = choices.provinces.PH ?? [];
  const of = (islands: string) => all.filter((one) => one.islands === islands).map((one) => one.name);
  const capital = 'Metro Manila';
  return [
    { code: 'metro-manila', name: capital, provinces: all.some((one) => one.name === capital) ? [capital] : [] },
    { code: 'luzon', name: 'Luzon', provinces: of('luzon').filter((one) => one !== capital) },
    { code: 'visayas', name: 'Visayas', provinces: of('visayas') },
    { code: 'mindanao', name: 'Mindanao', provinces: of('mindanao') }
  ];
};
