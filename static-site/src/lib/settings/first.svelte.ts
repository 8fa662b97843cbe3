import type { Settings, SettingsChoices } from '../types';
import { sectionOf } from './paths';
import { firstDraft, settings } from './settings.svelte';
import { newTariff, philippines } from './zones';

// What a new owner is asked, in this order; her answers stand in the draft until the last of them is given.

export const steps = [
  { step: 'seller', name: 'Who sells', asks: 'Who sells?' },
  { step: 'look', name: 'Name and look', asks: 'What is your shop called?' },
  { step: 'delivery', name: 'Delivery', asks: 'What does delivery cost?' },
  { step: 'place', name: 'Goods', asks: 'Where do your goods lie?' },
  { step: 'returns', name: 'Returns', asks: 'What may come back?' },
  { step: 'open', name: 'Open', asks: 'Ready to open?' }
] as const;
export type Step = (typeof steps)[number]['step'];

/** What couriers of Manila ask for a small parcel, about; an owner writes her own. */
const usual: Record<string, number> = { 'metro-manila': 10_000, luzon: 14_000, visayas: 17_000, mindanao: 18_000 };
const Currency = 'PHP';

/** Fills what nobody has said yet with what most shops of the Philippines begin with. */
export function begin(draft: Settings, choices: SettingsChoices): void {
  draft.home ||= 'PH';
  if (!draft.currencies.length) draft.currencies = [Currency];
  if (!draft.zones.length) {
    draft.zones = philippines(choices);
    draft.deliveryMethods = draft.zones.map(({ code }) => ({
      ...newTariff(code, 'standard'),
      prices: [{ amount: usual[code] ?? 15_000, currency: Currency }]
    }));
  }
  const name = choices.countries.find((one) => one.code === draft.home)?.name ?? 'Philippines';
  if (!draft.countries.length) draft.countries = [{ code: draft.home, name, zone: 'luzon' }];
  if (!draft.locations.length) draft.locations = [place(draft.home)];
  // A rule may name categories and places that only another shop has.
  draft.returns.dropOff = draft.returns.dropOff.filter((code) => draft.locations.some((one) => one.code === code));
}

const place = (country: string): Settings['locations'][number] => ({
  code: 'MAIN',
  kind: 'Warehouse',
  address: { name: '', line1: '', line2: null, city: '', province: '', postcode: '', country, phone: '' },
  priority: 1,
  near: [],
  hours: []
});

/** What follows from her answers and is not asked for. */
function settle(draft: Settings): void {
  const [address, { name, phone }] = [draft.locations[0]?.address, draft.seller];
  if (address) address.name ||= draft.name || name;
  if (address) address.phone ||= phone;
  if (!draft.seller.code)
    draft.seller.code = draft.name.normalize('NFKD').replace(/[^a-z0-9]/gi, '').toUpperCase().slice(0, 12);
}

interface Missing {
  step: Step;
  path: string;
  words: string;
}

/** What she has not said yet, as the shop would ask for it. */
export function missing(draft: Settings): Missing[] {
  const [seller, at] = [draft.seller, draft.locations[0]?.address];
  const unregistered = draft.vat === 'NotRegistered';
  const asked: [Step, string, unknown, string][] = [
    ['seller', 'seller.name', seller.name.trim(), 'Please give the registered name.'],
    ['seller', 'seller.address', seller.address.trim(), 'Please give the registered address.'],
    ['seller', 'seller.taxNumber', unregistered || seller.taxNumber.trim(), 'Who is registered for VAT has a tax number.'],
    ['seller', 'seller.email', seller.email.trim(), 'Please give an address that shoppers can write to.'],
    ['seller', 'seller.phone', seller.phone.trim(), 'Please give a number that shoppers can call.'],
    ['look', 'name', draft.name.trim(), 'Please name your shop.'],
    ...draft.deliveryMethods.map((one, index): [Step, string, unknown, string] => [
      'delivery',
      `deliveryMethods[${index}].prices`,
      one.pricing !== 'Fixed' || one.prices.length,
      'Please say what it costs; 0 is free.'
    ]),
    ['place', 'locations[0].address.line1', at?.line1.trim(), 'Please give the street.'],
    ['place', 'locations[0].address.city', at?.city?.trim(), 'Please give the city.'],
    ['place', 'locations[0].address.province', at?.province?.trim(), 'Please give the province.'],
    ['place', 'locations[0].address.postcode', at?.postcode?.trim(), 'Please give the postal code.']
  ];
  return asked.filter(([, , given]) => !given).map(([step, path, , words]) => ({ step, path, words }));
}

/** On which step a part is asked for. */
export function stepOf(path: string): Step {
  const { href } = sectionOf(path);
  if (href.endsWith('/seller')) return 'seller';
  if (href.endsWith('/delivery')) return 'delivery';
  if (href.endsWith('/locations')) return 'place';
  return href.endsWith('/returns') ? 'returns' : 'look';
}

/** Looks at one step; true when the next may follow. */
export function check(draft: Settings, step: Step): boolean {
  settings.wrong = missing(draft)
    .filter((one) => one.step === step)
    .map(({ path, words }) => ({ name: path, message: words }));
  return !settings.wrong.length;
}

/** Keeps all that she said; what the shop refuses stands in `settings.wrong`. */
export async function open(draft: Settings): Promise<boolean> {
  settle(draft);
  const kept = await settings.save();
  if (kept) firstDraft.drop();
  return kept;
}
