// Recognises dates as attribution lines and header blocks write them; their value is not read.

// Names of weekdays and months in the languages that Node knows, instead of a table of ours.
const locales =
  'ar bg ca cs cy da de el en es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv ms nb nl pl pt ro ru sk sl sq sr sv th tr uk vi zh'.split(
    ' ',
  );
let known: ReadonlySet<string> | null = null;
/** Made when a line first asks: it takes a tenth of a second. */
const weekdayNames = (): ReadonlySet<string> => (known ??= new Set(locales.flatMap(namesIn)));

function namesIn(locale: string): string[] {
  return (['long', 'short'] as const).flatMap(weekday => {
    const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
    return [1, 2, 3, 4, 5, 6, 7].map(day =>
      format
        .format(Date.UTC(2024, 0, day))
        .toLowerCase()
        .replace(/\.$/, ''),
    );
  });
}

/** Whether the text opens with a day of the week: `Fri, …`, `понедельник, …`, `Di. …`. */
export function opensWithWeekday(text: string): boolean {
  const [word = ''] = /^[\p{L}\p{M}'’׳-]{1,20}/u.exec(text) ?? [];
  // "to" and "on" are weekdays in Finnish and Polish, and words in other languages.
  const goesOn = word.length <= 3 ? /^\s?[.,\d]/.test(text.slice(word.length)) : /\d/.test(text.slice(0, 40));
  return goesOn && weekdayNames().has(word.toLowerCase());
}

/** Short names do not count, since they are words of other languages. */
export const namesWeekday = (word: string): boolean => word.length > 4 && weekdayNames().has(word.toLowerCase());

const numericDate = /(?:^|\D)\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}(?!\d)/;
const clock = /(?:^|\D)\d{1,2}\s?(?:[:.h時时시]|hs?\s)\s?\d{2}(?!\d)/;
const year = /(?:^|\D)(?:19|20|25)\d\d(?!\d)/;
const numbers = /\d+/g;

/** A date as programs write it: a whole date, or a day with its year or its time. */
export function hasDate(text: string): boolean {
  if (numericDate.test(text)) return true;
  const count = text.match(numbers)?.length ?? 0;
  return count >= 2 && (year.test(text) || (count >= 3 && clock.test(text)));
}

export const hasClock = (text: string): boolean => clock.test(text);
