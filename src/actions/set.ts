import type { Tx } from '../db/database.ts';
import type { FieldName, SetFields } from '../desk/action.ts';
import type { Feedback } from '../desk/feedback.ts';
import { changeTicket } from '../tickets/change.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import type { Order, Performed } from './performed.ts';
import { mayChange } from './rights.ts';

/** `automatic`: the change follows from an answer or a reply, so the right to write that is enough. */
export async function set(
  tx: Tx,
  ticket: TicketRow,
  { fields, words = {}, automatic = false }: SetFields & { automatic?: boolean },
  { actor, desk }: Order,
): Promise<Performed> {
  const wordsFor = (field: FieldName) => (words[field] ?? `${field} ${fields[field] ?? 'none'}`).slice(0, 100);
  const given = (Object.keys(fields) as FieldName[]).filter(field => fields[field] !== undefined);
  const denied = automatic ? [] : given.filter(field => !mayChange(field, fields[field], actor));
  const { assignee } = fields;
  const isNobody = assignee ? desk.directory.find(assignee)?.role !== 'agent' : false;
  const allowed = given.filter(field => !denied.includes(field) && (field !== 'assignee' || !isNobody));
  const { instance, ...plain } = Object.fromEntries(allowed.map(field => [field, fields[field]])) as typeof fields;
  const named =
    instance === undefined
      ? {}
      : { instance: { value: instance, known: instance !== null && desk.directory.instances().has(instance) } };
  const changes = await changeTicket(tx, ticket, { ...plain, ...named, actor, automatic });
  const feedback: Feedback[] = automatic ? [] : changes.map(change => ({ kind: 'changed', change }));
  for (const field of allowed) {
    if (!changes.some(change => change.field === field)) feedback.push({ kind: 'same', words: wordsFor(field) });
  }
  if (assignee && isNobody && !denied.includes('assignee')) feedback.push({ kind: 'not-an-agent', address: assignee });
  for (const field of denied) feedback.push({ kind: 'not-allowed', words: wordsFor(field) });
  return { changes, feedback };
}
