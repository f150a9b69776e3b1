// The fields of the form: read from what was sent, and checked.
import type { Desk } from '../../desk/desk.ts';
import type { DraftFields } from '../../desk/draft.ts';
import { extents } from '../../desk/impact.ts';
import { priorities } from '../../desk/ticket.ts';
import { type Address, type Mailbox, toAddress } from '../../mail/address.ts';
import { cleanLine, cleanText } from '../../parse/text/clean.ts';
import type { Viewer } from '../../signin/who.ts';
import type { Fields } from '../form-data.ts';

const maxDescription = 200_000;
const maxSubject = 300;
const maxInstance = 100;
const maxCc = 20;

/** The words of a reply, an answer or a note. */
export const wordsOf = (text: string | undefined): string => cleanText(text ?? '').slice(0, maxDescription);

/** `impact` is the table's one field for both extents: `most few`. */
export function draftFieldsOf(fields: Fields): DraftFields {
  const [ofFunctions = '', ofUsers = ''] = (fields.impact ?? '').split(' ');
  const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | '' =>
    known.find(each => each === value) ?? '';
  return {
    ...(fields.for === undefined ? {} : { for: cleanLine(fields.for, 250) }),
    cc: cleanText(fields.cc ?? '').slice(0, 10_000),
    subject: cleanLine(fields.subject ?? '', maxSubject),
    instance: cleanLine(fields.instance ?? '', maxInstance),
    functions: oneOf(extents, fields.functions || ofFunctions),
    users: oneOf(extents, fields.users || ofUsers),
    priority: oneOf(priorities, fields.priority),
    description: wordsOf(fields.description),
  };
}

/** `bad`: what is no address, with the address that it nearly is. */
export type Copies = Readonly<{ people: readonly Mailbox[]; bad: readonly BadCopy[] }>;
export type BadCopy = Readonly<{ text: string; near: Address | null }>;

/** A comma within quotes belongs to a name, and one within an address is a slip. The same in assets/form.js. */
const written = /(?:"[^"]*"|,(?!\s|$|[^,;\s@]*@)|[^,;\n])+/g;

/** Separated by commas, semicolons or lines; `Iris Vidal <iris@x.example>` has a name. */
export function copiesOf(cc: string): Copies {
  const people = new Map<Address, Mailbox>();
  const bad: BadCopy[] = [];
  for (const part of (cc.match(written) ?? []).map(each => each.trim())) {
    if (part === '') continue;
    const [, name = '', inside] = /^"?([^"<]{0,100}?)"?\s*<([^<>]+)>$/.exec(part) ?? [];
    const given = (inside ?? part).trim();
    const address = toAddress(given);
    if (address !== null) people.set(address, { address, name: cleanLine(name, 100) });
    else bad.push({ text: part.slice(0, 200), near: nearly(given) });
  }
  return { people: [...people.values()].slice(0, maxCc), bad };
}

const slips: readonly (readonly [RegExp, string])[] = [
  [/,/g, '.'],
  [/\s+/g, ''],
  [/\.{2,}/g, '.'],
  [/[.,;:]+$/, ''],
  [/\(at\)|\[at\]/i, '@'],
  [/@@+/g, '@'],
];

/** The address that is meant, where one slip explains it. */
const nearly = (written: string): Address | null => {
  const mended = slips.reduce((text, [slip, right]) => text.replace(slip, right), written);
  return mended.length < 200 ? toAddress(mended) : null;
};

export type Problem = Readonly<{
  field: 'for' | 'cc' | 'subject' | 'description';
  word: string;
  bad?: readonly BadCopy[];
}>;

/** For whom an agent writes: a person of the directory who may open tickets. Null where that is nobody. */
export function writtenFor(
  fields: DraftFields,
  { viewer, desk }: Readonly<{ viewer: Viewer; desk: Desk }>,
): Mailbox | null {
  const address = viewer.role === 'agent' && fields.for ? toAddress(fields.for) : null;
  const person = address && desk.directory.find(address);
  if (!address || !person || person.role === 'agent') return null;
  return { address, name: person.email === address ? (person.name ?? '') : '' };
}

/** What keeps the form from being sent. */
export function problemsOf(fields: DraftFields, by: Readonly<{ viewer: Viewer; desk: Desk }>): Problem[] {
  const { bad } = copiesOf(fields.cc ?? '');
  const isForNobody = by.viewer.role === 'agent' && fields.for && writtenFor(fields, by) === null;
  return [
    ...(isForNobody ? [{ field: 'for', word: 'new.badFor' } as const] : []),
    ...(bad.length > 0 ? [{ field: 'cc', word: 'new.badCc', bad } as const] : []),
    ...(fields.subject ? [] : [{ field: 'subject', word: 'new.noSubject' } as const]),
    ...(fields.description?.trim() ? [] : [{ field: 'description', word: 'new.noDescription' } as const]),
  ];
}
