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
  const words = wordsOf(at, reader);
  const text = ago >= -minuteMs && ago < dayMs ? relative(ago, reader.locale) : dateOf(words, reader, now);
  return html`<time datetime="${words.iso}" title="${words.whole}">${text}</time>`;
}

/** What is said of a time, whenever it is said. */
type Words = Readonly<{ iso: string; whole: string; day: string; dayOfYear: string; year: string }>;

/** A list shows fifty times, mostly the same ones as a moment before, and to write one costs as much as its ticket. */
const written = new Map<string, Map<number, Words>>();
const mostWritten = 2_000;
const mostReaders = 50;

function wordsOf(at: Date, reader: Reader): Words {
  const of = `${reader.locale} ${reader.zone}`;
  let times = written.get(of);
  if (!times) {
    if (written.size >= mostReaders) written.clear();
    times = new Map();
    written.set(of, times);
  }
  const known = times.get(at.getTime());
  if (known) return known;
  if (times.size >= mostWritten) times.clear();
  const [day, dayOfYear] = [formatIn(reader, 'day').format(at), formatIn(reader, 'dayOfYear').format(at)];
  const made = { iso: at.toISOString(), whole: wholeDate(at, reader), day, dayOfYear, year: yearOf(at, reader) };
  times.set(at.getTime(), made);
  return made;
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

const yearOf = (at: Date, { zone }: Reader): string => formatIn({ locale: 'en', zone }, 'year').format(at);

function dateOf({ year, day, dayOfYear }: Words, reader: Reader, now: Date): string {
  const minute = new Date(now.getTime() - (now.getTime() % minuteMs));
  return year === wordsOf(minute, reader).year ? day : dayOfYear;
}

/** Date and time with the zone's name. */
export const wholeDate = (at: Date, reader: Reader): string => formatIn(reader, 'whole').format(at);

/** A day such as 2026-11-30, as the reader's language writes it. */
export const dayOf = (isoDay: string, locale: Visit['locale']): string =>
  formatIn({ locale, zone: 'UTC' }, 'day').format(new Date(isoDay));
