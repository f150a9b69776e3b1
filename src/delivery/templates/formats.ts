// Numbers and formatters in the reader's language. Making a formatter costs a hundred times as much as using it.
import type { Locale } from '../../desk/locale.ts';

export function oncePerLocale<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return locale => {
    const format = made.get(locale) ?? make(locale);
    made.set(locale, format);
    return format;
  };
}

/** British English: plain `en` puts the month first. */
export const dateTag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);

/** `240 kB`, `1,2 MB`: in units of 1000, as mail programs show sizes. */
export function sizeOf(bytes: number, locale: Locale): string {
  const unit = bytes >= 1_000_000 ? 'megabyte' : 'kilobyte';
  const amount = bytes >= 1_000_000 ? bytes / 1_000_000 : Math.max(Math.min(bytes, 1), Math.round(bytes / 1000));
  const digits = amount < 10 ? 1 : 0;
  return sizesIn(locale)[unit][digits].format(amount);
}

const sizesIn = oncePerLocale(locale => {
  const sizes = (unit: string) => (maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits });
  const both = (unit: string) => ({ 0: sizes(unit)(0), 1: sizes(unit)(1) });
  return { kilobyte: both('kilobyte'), megabyte: both('megabyte') };
});
