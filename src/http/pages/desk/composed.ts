// The answer and the note at the foot of a thread, with the commands at the head of their text.
import type { Context, Hono } from 'hono';
import { sentenceOf } from '../../../delivery/templates/sentence.ts';
import type { Attachment } from '../../../desk/attachment.ts';
import { numberOf, statuses } from '../../../desk/ticket.ts';
import { namesIn } from '../../../triage/commands/names.ts';
import { type Doubt, type Field, orderIn, type TypedOrder } from '../../compose/commands.ts';
import type { Fields } from '../../form-data.ts';
import type { PageRooms } from '../../rooms.ts';
import { standingOf } from '../../thread-facts.ts';
import { isByOurPage, type SignedInVisit, tooOld } from '../../visit.ts';
import { notFound } from '../signed-in.ts';
import { again, keepWords, type Order, perform, seenIn } from './acts.ts';
import { agentOr, formOf } from './as-agent.ts';
import { readWithFiles } from './keep-files.ts';
import { threadPage } from './tickets.ts';
import { firstQuery } from './views.ts';

export function addComposed(app: Hono, rooms: PageRooms): void {
  for (const field of ['answer', 'note'] as const)
    app.post(
      `/tickets/:key/${field}`,
      agentOr(rooms, field, async (context, visit) => {
        const { fields, files } = await readWithFiles(context, rooms);
        if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
        const { text = '', kind } = fields;
        // A note that a script or an old page sends to the wrong address is not sent out.
        if (text.trim() === '' || (field === 'answer' && kind === 'note'))
          return again(context, rooms, { visit, fields });
        return carry(context, rooms, { visit, field, fields, files });
      }),
    );
  app.post(
    '/tickets/:key/commands',
    agentOr(rooms, 'answer', async (context, visit) => {
      const fields = await formOf(context, rooms);
      if (!fields) return tooOld(context);
      const number = numberOf(context.req.param('key') ?? '');
      if (number === null || !(await standingOf(rooms, visit.viewer, number))) return notFound(context, rooms);
      const field = fields.kind === 'note' ? 'note' : 'answer';
      const order = orderIn({ text: (fields.text ?? '').slice(0, 100_000), field, author: visit.viewer.email });
      return context.text(previewOf(order, field, wording(rooms, visit)));
    }),
  );
}

type Sent = Readonly<{ visit: SignedInVisit; field: Field; fields: Fields; files: readonly Attachment[] }>;

async function carry(context: Context, rooms: PageRooms, sent: Sent): Promise<Response> {
  const { visit, field, fields, files } = sent;
  const { text = '', seen } = fields;
  // What the page has asked about, and the button that was pressed before: `yes commands resolved`.
  const anyway = (fields.anyway ?? '').split(' ');
  const confirmed = anyway.includes('commands');
  const then = field === 'note' ? undefined : statuses.find(name => name === fields.then || anyway.includes(name));
  const order = orderIn({
    ...{ text, field, then, confirmed, author: visit.viewer.email, attachments: files },
    ...(anyway.includes('yes') ? {} : seenIn(seen)),
  });
  const said = { kind: field, text };
  const pressed = [...(confirmed ? ['commands'] : []), ...(then ? [then] : [])];
  if (order.doubts.length > 0) {
    const number = numberOf(context.req.param('key') ?? '');
    if (number === null) return notFound(context, rooms);
    const typed = { [field]: await keepWords(rooms, visit, { number, fields, said }) };
    const isSure = order.doubts.some(({ why }) => typeof why === 'string');
    const moment = {
      says: doubtsOf(order.doubts, wording(rooms, visit)),
      isProblem: true,
      kind: field,
      ...(isSure ? {} : { anyway: ['commands', ...pressed].join(' ') }),
    };
    return threadPage(context, rooms, { visit, query: fields.in ?? firstQuery, moment, typed, status: 422 });
  }
  const done = order.isOrder ? 'set' : order.isNote ? 'noted' : 'answered';
  const { actions, isOrdered, commands } = order;
  const told = isOrdered ? { told: commands.feedback } : {};
  const performed: Order = { actions, done, said, anyway: ['yes', ...pressed].join(' '), ...told };
  return perform(context, rooms, { visit, fields, order: performed });
}

type Wording = Readonly<{ visit: SignedInVisit; words: ReturnType<PageRooms['templates']['words']> }>;

const wording = ({ templates }: PageRooms, visit: SignedInVisit): Wording => ({
  visit,
  words: templates.words(visit.locale),
});

/** Why nothing was sent, and which commands there are. */
const doubtsOf = (doubts: readonly Doubt[], { visit, words }: Wording): string =>
  [
    visit.say('desk.typed.notSent'),
    ...doubts.map(doubt => inLine(doubt, { visit, words })),
    visit.say('desk.typed.all', { list: namesIn(visit.locale, ['split', 'separate', 'help']).join(' ') }),
  ]
    .filter(Boolean)
    .join(' ');

/** `Line 2: #resolvd: we did not understand this.` */
function inLine({ at, why, words: said }: Doubt, { visit: { say }, words }: Wording): string {
  if (why === 'help') return '';
  const sentence =
    why === 'split'
      ? say('desk.typed.atEntry', { words: said, button: say('desk.split') })
      : why === 'contradicts'
        ? say('desk.typed.contradicts', { words: said })
        : sentenceOf(why, words);
  return at === 0 ? sentence : say('desk.typed.line', { line: at, sentence });
}

/** What the commands will do, in a line; empty where there are none. */
function previewOf(
  { commands, doubts, isOrdered, isNote }: TypedOrder,
  field: Field,
  { visit, words }: Wording,
): string {
  if (!isOrdered) return '';
  const { say } = visit;
  const { fields, mergeInto, follow, requester, bare } = commands;
  const worded = (name: string, value: string | null) =>
    name === 'status' ? say(`/statuses.${value}`) : name === 'priority' ? say(`/priorities.${value}`) : value;
  const will = [
    ...(isNote && field === 'answer' ? [say('desk.noteFor')] : []),
    ...(mergeInto ? [`${say('desk.mergeInto')} PT-${mergeInto.into}`] : []),
    ...(bare.has('undo') ? [say('desk.undoLast')] : []),
    ...Object.entries(fields).map(
      ([name, value]) => `${say(`/labels.${name}`)}${say('/colon')} ${worded(name, value)}`,
    ),
    ...(requester ? [`${say('desk.otherRequester')}${say('/colon')} ${requester}`] : []),
    ...(follow.length > 0 ? [`${say('desk.addFollower')}${say('/colon')} ${follow.join(', ')}`] : []),
    ...(bare.has('unfollow') ? [bare.get('unfollow')!] : []),
  ];
  return [
    ...(will.length > 0 ? [say('desk.typed.will', { list: will.join(' · ') })] : []),
    ...doubts.map(doubt => inLine(doubt, { visit, words })),
  ]
    .filter(Boolean)
    .join(' ');
}
