// Takes a person's words and names out of texts of others. Pure and linear: every text is split into lines once.
export type Redaction = Readonly<{
  /** The person's addresses, lower case, and what stands in their place. */
  addresses: readonly string[];
  alias: string;
  /** Display names of the person. */
  names: readonly string[];
  /** Lines that the person wrote, without quote marks and blanks around them. */
  lines: ReadonlySet<string>;
  /** Of the person's mails, as the author's mail program made them. */
  messageIds: ReadonlySet<string>;
}>;

export const erased = '[erased]';

// Shorter lines are greetings and names of products: they tell nothing of a person.
const tellingLength = 12;

export const bare = (line: string): string => line.replace(/^[>\s|]+|\s+$/g, '');

/** The lines of a text that would tell whose it is. */
export const tellingLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map(bare)
    .filter(line => line.length >= tellingLength);

/** The text without the person. The same text where the person is not in it. */
export function redact(text: string, person: Redaction): string {
  const kept = text
    .split('\n')
    .map(line => (person.lines.has(bare(line)) ? `${/^[>\s|]*/.exec(line)![0]}${erased}` : line))
    .join('\n');
  return withoutNames(kept, person);
}

/** Every string within, as JSON holds it. */
export function redactAll(value: unknown, person: Redaction): unknown {
  if (typeof value === 'string') return redact(value, person);
  if (Array.isArray(value)) return value.map(each => redactAll(each, person));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactAll(each, person)]));
}

function withoutNames(text: string, { addresses, names, alias }: Redaction): string {
  let kept = text;
  for (const address of addresses) kept = replaceWord(kept, address, alias);
  for (const name of names) kept = replaceWord(kept, name, erased);
  return kept;
}

/** Whole words only, in any case: `Ann` is not in `Annual`. */
function replaceWord(text: string, word: string, by: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}._%+-])${escaped}(?![\\p{L}\\p{N}])`, 'giu'), by);
}
