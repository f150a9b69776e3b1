// The fields of a form as lines of its mail: `Instance: tt_x`, `Functions: most`, `Users: few`, `Priority: high`.
//
// They stand first in the body, blank ones left out, and X-Postern-Form counts them. So the mail says all that the
// form said, and what the description says is never taken for a field.
import { type Extent, extents, impactTable } from '../../desk/impact.ts';
import { type Locale, locales } from '../../desk/locale.ts';
import { type Priority, priorities } from '../../desk/ticket.ts';
import { formLabels } from '../words/form-labels.ts';
import type { FoundPriority } from './priority.ts';

export type FormFields = Readonly<{
  instance: string | null;
  functions: Extent | null;
  users: Extent | null;
  priority: Priority | null;
}>;

const nothing: FormFields = { instance: null, functions: null, users: null, priority: null };

export function writeBlock({ instance, functions, users, priority }: FormFields, locale: Locale): string[] {
  const words = formLabels[locale];
  const line = (label: string, value: string | null) => (value === null ? [] : [`${label}: ${value}`]);
  return [
    ...line(words.instance, instance),
    ...line(words.functions, functions && words.ofFunctions[functions]),
    ...line(words.users, users && words.ofUsers[users]),
    ...line(words.priority, priority && words.levels[priority]),
  ];
}

/** The fields of lines that `writeBlock` wrote, in whichever language. */
export const readBlock = (lines: readonly string[]): FormFields => Object.assign({}, nothing, ...lines.map(fieldOf));

function fieldOf(line: string): Partial<FormFields> {
  const colon = line.indexOf(': ');
  const [label, value] = [line.slice(0, colon), line.slice(colon + 2)];
  for (const locale of locales) {
    const words = formLabels[locale];
    if (label === words.instance) return { instance: value };
    const functions = extents.find(extent => words.ofFunctions[extent] === value);
    if (label === words.functions && functions) return { functions };
    const users = extents.find(extent => words.ofUsers[extent] === value);
    if (label === words.users && users) return { users };
    const priority = priorities.find(level => words.levels[level] === value);
    if (label === words.priority && priority) return { priority };
  }
  return {};
}

/** The priority that the form says: the one chosen, else that of functions and users. */
export function formPriority(
  { functions, users, priority }: FormFields,
  lines: readonly string[],
): FoundPriority | null {
  if (priority !== null) return { value: priority, source: 'label', because: lines.at(-1) ?? '' };
  if (functions === null || users === null) return null;
  const because = lines.slice(-2).join(', ');
  return { value: impactTable[functions][users], source: 'table', because, extents: { functions, users } };
}
