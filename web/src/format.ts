import { CURRENCY, LANGUAGE } from './texts.js';

const counts = new Intl.NumberFormat(LANGUAGE, { notation: 'compact', maximumFractionDigits: 1 });
const numbers = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2 });
const prices = new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency: CURRENCY });
const wholePrices = new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency: CURRENCY, maximumFractionDigits: 0 });
const ages = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });
const dates = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });

/** 1234567 as 1.2M. */
export const count = (n: number) => counts.format(n);
export const number = (n: number) => numbers.format(n);
export const percent = (n: number) => `${numbers.format(n)}%`;
export const date = (iso: string) => dates.format(new Date(iso));

export function price(amount: number): string {
  return (Number.isInteger(amount) ? wholePrices : prices).format(amount);
}

/** How long ago, in the largest unit that fits. */
export function age(iso: string, now = Date.now()): string {
  const minutes = Math.round((Date.parse(iso) - now) / 60_000);
  if (minutes > -60) {
    return ages.format(Math.min(0, minutes), 'minute');
  }
  if (minutes > -60 * 24) {
    return ages.format(Math.round(minutes / 60), 'hour');
  }
  return ages.format(Math.round(minutes / (60 * 24)), 'day');
}

/** 65 seconds as 1:05. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

export function bytes(n: number): string {
  const kilo = n / 1024;
  return kilo < 1024 ? `${numbers.format(Math.max(1, Math.round(kilo)))} KB` : `${numbers.format(Math.round(kilo / 102.4) / 10)} MB`;
}
