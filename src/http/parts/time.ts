import { dateTag, oncePerLocale } from '../../delivery/templates/formats.ts';
import type { Visit } from '../visit.ts';
import { type Html, html } from './page.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

type Reader = Pick<Visit, 'locale' | 'zone'>;

const day = { day: 'numeric', month: 'short' } as const;
const shapes = {
  day,
  dayOfYear: { ...day, year: 'numeric' },
  year: { year: 'numeric' },
  whole: { ...day, year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a formatter costs a hundred times as much as using it. Zones come from readers, so there is an end to them. */
const kept = new Map<string, Intl.DateTimeFormat>();
const mostKept = 500;

function formatIn({ locale, zone }: Reader, kind: keyof typeof shapes): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${kind}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const made = new Intl.DateTimeFormat(dateTag(locale), { ...shapes[kind], timeZone: zone });
  kept.set(key, made);
  return made;
}

/** Relative within a day, with the whole date as title; else the date. In the reader's zone. */
export function timeOf(at: Date, reader: Reader, now = new Date()): Html {
  const ago = now.getTime() - at.getTime();
  const text = ago >= -minuteMs && ago < dayMs ? relative(ago, reader.locale) : dateOf(at, reader, now);
  return html`<time datetime="${at.toISOString()}" title="${wholeDate(at, reader)}">${text}</time>`;
}

const relativeIn = oncePerLocale(
  locale => new Intl.RelativeTimeFormat(dateTag(locale), { numeric: 'auto', style: 'short' }),
);

function relative(ago: number, locale: Visit['locale']): string {
  const format = relativeIn(locale);
  const minutes = Math.max(0, Math.floor(ago / minuteMs));
  if (minutes < 1) return format.format(0, 'second');
  return minutes < 60 ? format.format(-minutes, 'minute') : format.format(-Math.floor(minutes / 60), 'hour');
}

function dateOf(at: Date, reader: Reader, now: Date): string {
  const year = formatIn({ ...reader, locale: 'en' }, 'year');
  return formatIn(reader, year.format(at) === year.format(now) ? 'day' : 'dayOfYear').format(at);
}

/** Date and time with the zone's name. */
export const wholeDate = (at: Date, reader: Reader): string => formatIn(reader, 'whole').format(at);

/** A day such as 2026-11-30, as the reader's language writes it. */
export const dayOf = (isoDay: string, locale: Visit['locale']): string =>
  formatIn({ locale, zone: 'UTC' }, 'day').format(new Date(isoDay));
