// Finds the instance that a mail is about. One that the directory does not have is kept and marked, never refused.
import { fold, wordsOf } from '../fold.ts';
import type { Labelled } from './label.ts';
import { saysNothing } from './level.ts';

export type Instance = Readonly<{
  value: string;
  source: 'command' | 'subject' | 'label' | 'directory';
  known: boolean;
}>;

// The technical name is a word of its own: `shop_tt_x` and `att_x` are other names. `tt\_x` is Markdown.
const technical = /(?<![\p{L}\p{N}]_?)tt\\?_([\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,60}[\p{L}\p{N}])?)/iu;
const looseName = /(?<![\p{L}\p{N}]_?)tt\\?[_-]([\p{L}\p{N}][\p{L}\p{N}_-]{0,60})/giu;
const maxName = 100;
// Longer answers are sentences below a label that serves as salutation.
const maxNameWords = 10;

/** The technical name in the text, in lower case, or null. */
export function technicalName(text: string): string | null {
  const name = technical.exec(text.slice(0, 1000).normalize('NFKC'))?.[1];
  return name === undefined ? null : `tt_${name.toLowerCase()}`;
}

/** The answer to `Instance:` or `Hospital:`: a technical name, else a name as people write it, else null. */
export function namedInstance(answer: string): string | null {
  const name = technicalName(answer);
  if (name !== null) return name;
  const free = balanced(
    answer
      .split(/\s[-–—]\s|[|;]|<https?:/)[0]!
      .replace(/^[\s"'“”„«».,:;[({<]+/, '')
      .replace(/[\s"'“”„«»,:;.!]+$/, ''),
  );
  if (free === '' || free.length > maxName || /[?!]|https?:/.test(free)) return null;
  if (!/\p{L}/u.test(free) || wordsOf(free).length > maxNameWords || saysNothing(free)) return null;
  return free;
}

/** Drops closing brackets at the end that have no opening one: in `San Carlo]`, not in `Hospital Brezo (Consultas)`. */
function balanced(name: string): string {
  const opened = name.match(/[[({<]/g)?.length ?? 0;
  const closing = /[\])}>\s"'“”„«».,:;!]*$/.exec(name)?.[0] ?? '';
  const kept = [...closing].filter(each => /[\])}>]/.test(each)).slice(0, opened);
  return `${name.slice(0, name.length - closing.length)}${kept.join('')}`;
}

export type InstanceFacts = Readonly<{
  subject: string;
  said: readonly Labelled[];
  commanded: string | null;
  instances: readonly string[];
  knownInstances: ReadonlySet<string>;
}>;

export function findInstance({ subject, said, commanded, instances, knownInstances }: InstanceFacts): Instance | null {
  const found = (source: Instance['source'], value: string | null): Instance | null =>
    value === null ? null : { source, ...directorySpelling(value, instances, knownInstances) };
  const labelled = said.filter(label => label.kind === 'instance' || label.kind === 'centre');
  const [onSubject, inText] = (['subject', 'text'] as const).map(from => labelled.filter(label => label.from === from));
  const only = instances.length === 1 ? (instances[0] ?? null) : null;
  return (
    found('command', commanded) ??
    found('subject', technicalName(subject) ?? knownName(subject, knownInstances)) ??
    found(
      'label',
      firstOf(inText, label => technicalName(label.answer) ?? knownName(label.answer, knownInstances)),
    ) ??
    found(
      'subject',
      firstOf(onSubject, label => nameInSubject(subject, label)),
    ) ??
    found(
      'label',
      firstOf(inText, label => namedInstance(label.answer)),
    ) ??
    (only === null ? null : { value: only, source: 'directory', known: true })
  );
}

const firstOf = (labelled: readonly Labelled[] = [], read: (label: Labelled) => string | null): string | null => {
  for (const label of labelled) {
    const value = read(label);
    if (value !== null) return value;
  }
  return null;
};

/** In a subject a name needs an end, `[Centre: San Carlo]`: `Clinic: portal is down` names none. */
function nameInSubject(subject: string, { answer }: Labelled): string | null {
  const name = namedInstance(answer);
  const ended = /[\])|;]|\s[-–—]\s/.test(subject.slice(subject.indexOf(answer.slice(0, 20))));
  return ended ? name : null;
}

/** Spells a name as the directory does, whatever its case or hyphens, so that its tickets belong together. */
function directorySpelling(value: string, instances: readonly string[], known: ReadonlySet<string>) {
  if (known.has(value)) return { value, known: true };
  const key = nameKey(value);
  for (const name of [...instances, ...known]) {
    if (Math.abs(name.length - value.length) <= 8 && nameKey(name) === key) return { value: name, known: true };
  }
  return { value, known: false };
}

const nameKey = (name: string): string => fold(name).replace(/[\s_-]+/g, '_');

/** `TT-PINOLAGO`: a technical name only where the directory has it. */
export function knownName(text: string, known: ReadonlySet<string>): string | null {
  for (const [, rest = ''] of text.slice(0, 1000).normalize('NFKC').matchAll(looseName)) {
    const words = rest.split(/(?=[_-])/).slice(0, maxNameWords);
    for (let length = words.length; length > 0; length -= 1) {
      const key = nameKey(`tt_${words.slice(0, length).join('')}`);
      for (const name of known) if (nameKey(name) === key) return name;
    }
  }
  return null;
}
