import type { Money, Span } from '../types';

// Times and money as people write them, and as the shop keeps them.

export type Unit = 'minutes' | 'hours' | 'days';
export const secondsOf: Record<Unit, number> = { minutes: 60, hours: 3600, days: 86_400 };

/** The seconds of `d.hh:mm:ss`. */
export function seconds(span: Span): number {
  const [, days = '0', hours = '0', minutes = '0', rest = '0'] =
    /^(?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(span) ?? [];
  return Number(days) * secondsOf.days + Number(hours) * secondsOf.hours + Number(minutes) * 60 + Number(rest);
}

/** `2.00:00:00` for two days' worth of seconds. */
export function span(total: number): Span {
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  const [days, rest] = [Math.floor(total / secondsOf.days), Math.round(total % secondsOf.days)];
  return `${days ? `${days}.` : ''}${two(rest / 3600)}:${two((rest / 60) % 60)}:${two(rest % 60)}`;
}

/** The unit in which a time is a whole number; days where it may be either. */
export function unitOf(text: Span): Unit {
  const total = seconds(text);
  if (total % secondsOf.days === 0) return 'days';
  return total % secondsOf.hours === 0 ? 'hours' : 'minutes';
}

/** Two days, 90 minutes. */
export function spanWords(text: Span): string {
  const unit = unitOf(text);
  const count = seconds(text) / secondsOf[unit];
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

export const isSpan = (value: unknown): value is Span =>
  typeof value === 'string' && /^(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d+)?$/.test(value);

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** 120 or 120.50, without its currency. */
export function major({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  const value = amount / 10 ** digits;
  return Number.isInteger(value) ? String(value) : value.toFixed(digits);
}

/** Whole minor units; nothing where it is no amount of that currency. Thousands may be set apart by commas. */
export function minor(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const plain = text.trim().replace(/^[^\d.,-]+/, '').replace(/,(?=\d{3}(\D|$))/g, '');
  const [, whole, part = ''] = /^(\d{1,9})(?:[.,](\d+))?$/.exec(plain) ?? [];
  if (whole === undefined || part.length > digits) return undefined;
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || 0);
}

export const ofCurrency = (prices: Money[], currency: string): Money | undefined =>
  prices.find((one) => one.currency === currency);

/** The same prices with another one in one currency, or none. */
export function withPrice(prices: Money[], currency: string, amount: number | undefined): Money[] {
  if (amount === undefined) return prices.filter((one) => one.currency !== currency);
  const price = { amount, currency };
  const known = prices.some((one) => one.currency === currency);
  return known ? prices.map((one) => (one.currency === currency ? price : one)) : [...prices, price];
}
