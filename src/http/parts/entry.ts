import { sizeOf } from '../../delivery/templates/formats.ts';
import type { Change } from '../../desk/change.ts';
import type { FileView } from '../../tickets/views/files.ts';
import type { MessageView } from '../../tickets/views/ticket-view.ts';
import type { Thread } from '../thread-facts.ts';
import type { SignedInVisit } from '../visit.ts';
import { avatar } from './avatar.ts';
import { icon } from './icons.ts';
import { type Html, html } from './page.ts';
import { timeOf } from './time.ts';

/** An entry of the thread: a mail as a card, an event as a line. */
export function entryOf(
  visit: SignedInVisit,
  thread: Pick<Thread, 'files' | 'ticket' | 'events'>,
  entry: MessageView,
): Html {
  if (entry.kind === 'event') return eventLine(visit, thread, entry);
  const { say } = visit;
  const isOurs = entry.kind === 'answer' || entry.kind === 'note';
  const { author } = entry;
  const name = author?.name || author?.email || say('thread.nobody');
  const files = thread.files.filter(({ message, inline }) => String(message) === entry.id && !inline);
  return html`<article class="entry${entry.kind === 'note' ? ' note' : ''}" aria-labelledby="e${entry.id}">
<header>${avatar({ name: author?.name ?? null, email: author?.email ?? '?' }, isOurs)}<div><h2 id="e${entry.id}"><bdi>${name}</bdi></h2><p class="who">${whoIs(visit, thread, entry)}</p></div>${timeOf(new Date(entry.createdAt), visit)}</header>
<div class="text">${paragraphs(entry.text)}${entry.quoted ? html`<details class="quoted"><summary>${say('thread.quoted')}</summary>${paragraphs(entry.quoted)}</details>` : ''}</div>
${files.length > 0 ? html`<div class="files">${files.map(file => fileLink(visit, thread, file))}</div>` : ''}
</article>`;
}

function whoIs(
  { say, viewer }: SignedInVisit,
  { ticket }: Pick<Thread, 'ticket'>,
  { kind, author }: MessageView,
): string {
  if (kind === 'note') return say('thread.note');
  if (kind === 'answer') return say('thread.ours');
  if (kind === 'auto-reply') return say('thread.machine');
  if (author?.email === viewer.email) return say('thread.you');
  const role = author?.email === ticket.requester.email ? say('thread.requester') : say('thread.follower');
  return [author?.name ? author.email : null, role].filter(Boolean).join(', ');
}

/** Text with its lines; addresses of pages become links. */
const paragraphs = (text: string): Html =>
  html`${text.split(/\n{2,}/).map(part => html`<p dir="auto">${part.split('\n').map((line, at) => html`${at > 0 ? html`<br>` : ''}${linked(line)}`)}</p>`)}`;

/** Only http(s), and only as it stands: the link says where it leads. */
export const linked = (line: string): Html[] =>
  line
    .split(/(https?:\/\/[^\s<>"]{1,500}[^\s<>".,;:!?)\]])/)
    .map((part, at) =>
      at % 2 === 1 ? html`<a href="${part}" rel="noreferrer nofollow" target="_blank">${part}</a>` : html`${part}`,
    );

function fileLink({ say, locale }: SignedInVisit, { ticket }: Pick<Thread, 'ticket'>, file: FileView): Html {
  const about = html`<span class="thumb">${icon('file')}</span><span><b>${file.name}</b><span class="muted">${sizeOf(file.size, locale)}</span></span>`;
  if (file.infected)
    return html`<span class="file">${about}<span class="tag bad">${say('/dropped.infected')}</span></span>`;
  return html`<a class="file" href="/tickets/${ticket.key}/files/${file.id}/${encodeURIComponent(file.name)}" download>${about}</a>`;
}

/** What changed, in words; what has none for people is left out. */
function eventLine(
  visit: SignedInVisit,
  { events }: Pick<Thread, 'events'>,
  { id, author, createdAt }: MessageView,
): Html {
  const { say } = visit;
  const { changes, moved } = events.get(id) ?? { changes: [], moved: null };
  const added = moved?.how === 'followers' ? moved.added : [];
  const said = [
    ...changes.flatMap(change => changeOf(change, say) ?? []),
    ...(added.length > 0 ? [say('event.followers', { names: added.join(', ') })] : []),
  ];
  if (said.length === 0) return html``;
  const who = author ? html`<b>${author.name || author.email}</b> ` : '';
  return html`<p class="event"><span>${who}${said.join(', ')}</span>${timeOf(new Date(createdAt), visit)}</p>`;
}

/** Who works on it is for agents only. */
function changeOf({ field, from, to }: Change, say: SignedInVisit['say']): string | null {
  if (field === 'assignee' || field === 'requester') return null;
  const worded = (value: string | null) => {
    if (value === null) return say('/notSet');
    return field === 'instance' ? value : say(`/${field === 'status' ? 'statuses' : 'priorities'}.${value}`);
  };
  return `${say(`/labels.${field}`)}: ${worded(from)} → ${worded(to)}`;
}
