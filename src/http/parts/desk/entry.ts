// One entry of a thread: a mail, an answer, a note, or an event.
import type { Change } from '../../../desk/change.ts';
import type { ThreadDelivery, ThreadEntry, ThreadFile } from '../../../tickets/views/desk-thread.ts';
import { signFilePath } from '../../../tokens/file-link.ts';
import type { SignedInVisit } from '../../visit.ts';
import type { Say } from '../../words.ts';
import { avatar } from '../avatar.ts';
import { linked } from '../entry.ts';
import { icon } from '../icons.ts';
import { type Html, html } from '../page.ts';
import { timeOf } from '../time.ts';
import { eventWords } from './event-words.ts';

export type EntryView = Readonly<{
  visit: SignedInVisit;
  key: string;
  ticketNumber: number;
  /** Signs links to files. */
  secret: string;
  isAgent(email: string): boolean;
}>;

/** Pictures up to this size are shown small. */
const maxPreview = 400_000;
const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

export const entryOf = (entry: ThreadEntry, view: EntryView): Html =>
  entry.kind === 'event' ? eventOf(entry, view) : wordsOf(entry, view);

function wordsOf(entry: ThreadEntry, view: EntryView): Html {
  const { visit, isAgent } = view;
  const { say } = visit;
  const id = `e${entry.id}`;
  const name = entry.authorName || entry.authorEmail || say('desk.nobody');
  const ours = entry.kind === 'answer' || entry.kind === 'note' || isAgent(entry.authorEmail ?? '');
  return html`<article class="entry${entry.kind === 'note' ? ' note' : ''}" id="${id}" aria-labelledby="${id}h">
<header>${avatar({ name: entry.authorName, email: entry.authorEmail ?? '?' }, ours)}<div><h3 id="${id}h" dir="auto">${name}</h3><p class="who">${whoIs(entry, say)}</p></div>${timeOf(entry.createdAt, visit)}</header>
<div class="text">${paragraphs(entry.text)}${
    entry.quoted
      ? html`<details class="quoted"><summary>${quotedLabel(entry.quoted, say)}</summary><blockquote dir="auto">${entry.quoted}</blockquote></details>`
      : ''
  }</div>
${filesOf(entry.files, view)}
<footer class="foot">${footOf(entry, view)}</footer></article>`;
}

const whoIs = ({ kind, authorEmail, authorName }: ThreadEntry, say: Say): string => {
  if (kind === 'note') return say('desk.noteFor');
  if (kind === 'answer') return say('desk.answerTo');
  if (kind === 'auto-reply') return say('desk.machine', { address: authorEmail ?? '' });
  // Where the author has no name, the address stands in its place.
  return authorName ? (authorEmail ?? '') : '';
};

function quotedLabel(quoted: string, say: Say): string {
  const count = quoted.split('\n').length;
  return count === 1 ? say('desk.quotedOne') : say('desk.quoted', { count });
}

/** Paragraphs as they were written; the style sheet keeps the line breaks within. */
const paragraphs = (text: string): Html[] =>
  text.split(/\n{2,}/).map(part => html`<p dir="auto">${part.includes('://') ? linked(part) : part}</p>`);

function filesOf(files: readonly ThreadFile[], view: EntryView): Html | '' {
  const beside = files.filter(({ inline, contentType }) => !inline || pictures.includes(contentType));
  if (beside.length === 0) return '';
  return html`<div class="files">${beside.map(file => fileOf(file, view))}</div>`;
}

function fileOf(file: ThreadFile, { visit, ticketNumber, secret }: EntryView): Html {
  const { name, size, contentType, key, infected } = file;
  const what = html`<span><b>${name}</b><span class="muted">${infected ? visit.say('desk.infected') : sizeOf(size, visit.locale)}</span></span>`;
  if (infected) return html`<span class="file"><span class="thumb">${icon('file')}</span>${what}</span>`;
  const href = signFilePath({ ticketNumber, recipient: visit.viewer.email, key }, secret, new Date());
  const thumb =
    pictures.includes(contentType) && size <= maxPreview
      ? html`<img src="${href}" alt="" loading="lazy" width="44" height="34">`
      : icon('file');
  return html`<a class="file" href="${href}" download="${name}"><span class="thumb">${thumb}</span>${what}</a>`;
}

export function sizeOf(bytes: number, locale: string): string {
  const [value, unit] =
    bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1_000)), 'kB'] : [Math.round(bytes / 100_000) / 10, 'MB'];
  return `${value.toLocaleString(locale)} ${unit}`;
}

function footOf(entry: ThreadEntry, { visit, key }: EntryView): Html {
  const { say } = visit;
  return html`${entry.hasHtml ? html`<a href="/m/${entry.id}/sent">${say('desk.asSent')}</a>` : ''}${
    entry.mailId
      ? html`<a href="/m/${entry.id}/raw">${say('desk.raw')}</a><a href="/mail/${entry.mailId}">${say('desk.story')}</a>`
      : ''
  }${entry.kind === 'reply' ? html`<a href="/tickets/${key}/split?message=${entry.id}">${say('desk.split')}</a>` : ''}<a href="#e${entry.id}">${say('desk.link')}</a>${delivered(entry.deliveries, say)}`;
}

/** The state of every recipient, with the mail systems' own words. */
function delivered(deliveries: readonly ThreadDelivery[], say: Say): Html | '' {
  if (deliveries.length === 0) return '';
  const failed = deliveries.filter(({ state }) => state === 'failed' || state === 'undeliverable');
  const sent = deliveries.filter(({ state }) => state === 'sent').length;
  const waiting = deliveries.length - failed.length - sent;
  const words = [
    sent > 0 ? say('desk.sentTo', { count: sent }) : '',
    waiting > 0 ? say('desk.waitingFor', { count: waiting }) : '',
    failed.length > 0 ? say('desk.failedTo', { count: failed.length }) : '',
  ].filter(Boolean);
  return html`<details class="sent${failed.length > 0 ? ' bad' : ''}"><summary>${failed.length > 0 ? icon('warn') : ''}${words.join(', ')}</summary><ul>${deliveries.map(
    each =>
      html`<li${failed.includes(each) ? html` class="bad"` : ''}><bdi>${each.recipientName || each.recipientEmail}</bdi>: ${say(`desk.delivery.${each.state}`)}${each.enhancedStatus ? ` ${each.enhancedStatus}` : ''}${
        each.lastReply ? html`<br><small dir="ltr">${each.lastReply}</small>` : ''
      }</li>`,
  )}</ul></details>`;
}

function eventOf(entry: ThreadEntry, { visit }: EntryView): Html {
  const { say } = visit;
  const who =
    entry.authorName || entry.authorEmail || say(entry.actedAs === 'time' ? 'desk.bySystem' : 'desk.byOperator');
  const changes = entry.changes ?? [];
  const what =
    changes.length > 0 ? changes.map(change => changeOf(change, say)).join('; ') : eventWords(entry.text, say);
  return html`<p class="event" id="e${entry.id}"><span><b>${who}</b> <span dir="auto">${what}</span></span>${timeOf(entry.createdAt, visit)}</p>`;
}

function changeOf({ field, from, to }: Change, say: Say): string {
  const shown = (value: string | null) => {
    if (value === null) return say('/notSet');
    if (field === 'status') return say(`desk.status.${value}`);
    return field === 'priority' ? say(`/priorities.${value}`) : value;
  };
  return `${say(`/labels.${field}`)}: ${shown(from)} → ${shown(to)}`;
}
