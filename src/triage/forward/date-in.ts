// Reads the date of a forwarded mail, as mail programs write it in their language.
import { fold } from '../fold.ts';

// By the first letters, folded. `juin` and `juil` differ in the fourth.
const months: Readonly<Record<string, number>> = {
  ...{ jan: 1, gen: 1, ene: 1, feb: 2, fev: 2, mar: 3, mae: 3, mrz: 3, apr: 4, abr: 4, avr: 4, may: 5, mag: 5, mai: 5 },
  ...{ jun: 6, giu: 6, juin: 6, jul: 7, lug: 7, juil: 7, aug: 8, ago: 8, aou: 8, sep: 9, set: 9, oct: 10, okt: 10 },
  ...{ ott: 10, out: 10, nov: 11, dec: 12, dez: 12, dic: 12 },
};
const monthNamed = (word: string): number | null => months[word.slice(0, 4)] ?? months[word.slice(0, 3)] ?? null;

const dayFirst =
  /(?<!\d)(\d{1,2})(?:\.|º|st|nd|rd|th|er)?,?[ -](?:de |di )?(\p{L}{3,12})\.?,?[ -](?:de |del )?(\d{4})(?!\d)/u;
const monthFirst = /(?<!\p{L})(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/u;
const yearFirst = /(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/;
const figures = /(?<!\d)(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?!\d)/;
const clock = /(?<!\d)(\d{1,2})(?:[:.]|h| h )(\d{2})(?:[:.](\d{2}))?(?:\s?([ap])\.?\s?m\b)?/;
const zone = /(?:^|[\s(])(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?(?!\d)/;

/** `offset`: minutes from UTC where the text names no zone. Null where there is no day with a year, or no time. */
export function dateIn(text: string, offset: number): Date | null {
  const said = fold(text.slice(0, 200)).replace(/\s+/g, ' ');
  const day = dayOf(said);
  const [, hours = '', minutes = '', seconds = '0', half] = clock.exec(withoutDay(said)) ?? [];
  if (day === null || hours === '') return null;
  const hour = (Number(hours) % (half ? 12 : 24)) + (half === 'p' ? 12 : 0);
  const time = Date.UTC(day.year, day.month - 1, day.day, hour, Number(minutes), Number(seconds));
  const isReal = day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= 31 && Number(minutes) < 60;
  return isReal ? new Date(time - offsetIn(said, offset) * 60_000) : null;
}

const withoutDay = (said: string): string =>
  [yearFirst, figures, dayFirst, monthFirst].reduce((rest, pattern) => rest.replace(pattern, ' '), said);

function dayOf(said: string): { day: number; month: number; year: number } | null {
  const [, day = '', name = '', year = ''] = dayFirst.exec(said) ?? [];
  const named = monthNamed(name);
  if (named !== null) return { day: Number(day), month: named, year: Number(year) };
  const [, word = '', second = '', after = ''] = monthFirst.exec(said) ?? [];
  const month = monthNamed(word);
  if (month !== null) return { day: Number(second), month, year: Number(after) };
  const iso = yearFirst.exec(said);
  if (iso) return { day: Number(iso[3]), month: Number(iso[2]), year: Number(iso[1]) };
  const [found, a, b, c] = figures.exec(said) ?? [];
  if (found === undefined) return null;
  const whole = Number(c) < 100 ? 2000 + Number(c) : Number(c);
  // Only English of America has the month first; a second number above 12 shows it.
  return Number(b) > 12
    ? { day: Number(b), month: Number(a), year: whole }
    : { day: Number(a), month: Number(b), year: whole };
}

function offsetIn(said: string, offset: number): number {
  const [, name = ''] = /(?:^|[\s(])(utc|gmt|z|cet|cest|wet|west)(?:$|[\s)])/.exec(said) ?? [];
  if (name !== '') return { cet: 60, cest: 120, west: 60 }[name] ?? 0;
  const [found, sign, hours, minutes] = zone.exec(withoutDay(said)) ?? [];
  if (found === undefined) return offset;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
}
