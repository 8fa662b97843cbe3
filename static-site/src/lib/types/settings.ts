import type { BadField } from '../problem';
import type { Address, CurrencyCode, Hours, Look, Money, VatStatus } from './shop';

// What an owner decides of her shop. Spans of time are written as .NET writes them: `2.00:00:00` is two days.

export type Span = string;

export interface Zone {
  code: string;
  name: string;
  /** Of the home country; a zone abroad has none. */
  provinces: string[];
}

/** What parcels up to a weight cost. */
export interface WeightStep {
  upToGrams: number;
  prices: Money[];
}
export type Pricing = 'Fixed' | 'ByWeight' | 'Courier';

/** One way to deliver into one zone. */
export interface Tariff {
  method: string;
  name: string;
  zone: string;
  pricing: Pricing;
  prices: Money[];
  steps: WeightStep[];
  freeFrom: Money[];
}

/** As addresses are; what it does without is nothing. */
export type PlaceAddress = Omit<Address, 'line2'> & { line2: string | null };

export interface Place {
  code: string;
  kind: 'Warehouse' | 'Store';
  address: PlaceAddress;
  priority: number;
  near: string[];
  hours: Hours[];
}

export type ReturnKind = 'Free' | 'ExchangeOnly' | 'RestockingFee' | 'NonReturnable';
export interface ReturnRule {
  name: string;
  kind: ReturnKind;
  category?: string | null;
  product?: string | null;
  hsPrefix?: string | null;
  country?: string | null;
  window?: Span | null;
  feePercent: number;
  wayBack: 'Shop' | 'Shopper';
  importBack: boolean;
  exemption?: 'MadeToMeasure' | 'Perishable' | 'Hygiene' | null;
}

export interface Tier {
  name: string;
  from: Money;
  earnsPercent: number;
}

export interface MailText {
  name: string;
  subject?: string | null;
  /** Markdown, before what the letter itself says. */
  opening?: string | null;
}
/** A kind of letter, and what it says where an owner says nothing. */
export interface MailKind {
  name: string;
  when: string;
  subject: string;
  opening: string;
  placeholders: string[];
}
export interface PageText {
  slug: string;
  title: string;
  /** Markdown. */
  text: string;
}

export interface Settings {
  name: string;
  tagline: string;
  look: Look;
  seller: {
    code: string;
    name: string;
    taxNumber: string;
    address: string;
    phone: string;
    email: string;
    zone?: string;
    eori?: string | null;
    ioss?: string | null;
    arn?: string | null;
  };
  vat: VatStatus;
  vatPercent: number;
  currencies: CurrencyCode[];
  home: string;
  zones: Zone[];
  countries: { code: string; name: string; zone: string }[];
  deliveryMethods: Tariff[];
  provesOrigin: boolean;
  locations: Place[];
  sourcing: string;
  smallestPayments: Money[];
  cartLife: Span;
  holdTime: Span;
  paymentTime: Span;
  holdGrace: Span;
  stuckTime: Span;
  warehouseTime: Span;
  carrierTime: Span;
  clearanceGlance: Span;
  clearanceTime: Span;
  documentTime: Span;
  rateLife: Span;
  rateAge: Span;
  quoteLife: Span;
  pickupTime: Span;
  pickupGrace: Span;
  returns: {
    window: Span;
    rules: ReturnRule[];
    dropOff: string[];
    exchangeIn: string[];
    labelPrices: Money[];
    differenceTime: Span;
    reviewTime: Span;
    parcelTime: Span;
    inspectionTime: Span;
  };
  points: { onePays: Money[]; oneCosts: Money[]; maxPercent: number; months: number; tiers: Tier[] };
  purchasing: {
    demandDays: number;
    leastDays: number;
    safetyDays: number;
    coverDays: number;
    overPercent: number;
    quietTime: Span;
    grace: Span;
  };
  retention: { carts: Span; signIns: Span; failedCheckouts: Span };
  texts: { mails: MailText[]; pages: PageText[] };
}

/** What can be chosen from. */
export interface SettingsChoices {
  currencies: CurrencyCode[];
  countries: { code: string; name: string }[];
  provinces: Record<string, { name: string; islands: string }[]>;
  methods: string[];
  pricings?: Pricing[];
  timeZones?: string[];
  mails?: MailKind[];
}

/** The settings that hold, and what of them keeps the shop from being open. */
export interface KeptSettings {
  /** 0 while nobody has said anything. */
  version: number;
  isOpen: boolean;
  faults: BadField[];
  settings: Settings;
  choices: SettingsChoices;
}

export interface SettingsVersion {
  version: number;
  at: string;
  by?: { name: string } | string | null;
}
