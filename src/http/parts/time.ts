import type { Visit } from '../visit.ts';
import { type Html, html } from './page.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** British English: plain `en` puts the month first. */
const tagOf = (locale: Visit['locale']): string => (locale === 'en' ? 'en-GB' : locale);

type Reader = Pick<Visit, 'locale' | 'zone'>;

/** Relative within a day, with the whole date as title; else the date. In the reader's zone. */
export function timeOf(at: Date, { locale, zone }: Reader, now = new Date()): Html {
  const ago = now.getTime() - at.getTime();
  const text = ago >= -minuteMs && ago < dayMs ? relative(ago, locale) : dateOf(at, { locale, zone }, now);
  return html`<time datetime="${at.toISOString()}" title="${wholeDate(at, { locale, zone })}">${text}</time>`;
}

function relative(ago: number, locale: Visit['locale']): string {
  const format = new Intl.RelativeTimeFormat(tagOf(locale), { numeric: 'auto', style: 'short' });
  const minutes = Math.max(0, Math.floor(ago / minuteMs));
  if (minutes < 1) return format.format(0, 'second');
  return minutes < 60 ? format.format(-minutes, 'minute') : format.format(-Math.floor(minutes / 60), 'hour');
}

function dateOf(at: Date, { locale, zone }: Reader, now: Date): string {
  const year = (date: Date) => date.toLocaleDateString('en', { year: 'numeric', timeZone: zone });
  const withYear = year(at) === year(now) ? {} : ({ year: 'numeric' } as const);
  return at.toLocaleDateString(tagOf(locale), { day: 'numeric', month: 'short', ...withYear, timeZone: zone });
}

/** Date and time with the zone's name. */
export const wholeDate = (at: Date, { locale, zone }: Reader): string =>
  at.toLocaleString(tagOf(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  });
