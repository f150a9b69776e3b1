// Mail as agents look for it: the list, the story of one, and mail that waits for a decision.

import { keyOf } from '../../../desk/ticket.ts';
import type { Excerpt } from '../../../filing/excerpt.ts';
import type { Difference } from '../../../filing/replay.ts';
import type { Authentication } from '../../../mail/authentication.ts';
import type { Found, MailRow, MailStory, RefusalRow } from '../../../tickets/views/mail-search.ts';
import type { SignedInVisit } from '../../visit.ts';
import type { Say } from '../../words.ts';
import { type Html, html } from '../page.ts';
import { timeOf, wholeDate } from '../time.ts';
import { sizeOf } from './entry.ts';

export function mailList(
  visit: SignedInVisit,
  { found, next, q }: Readonly<{ found: readonly Found[]; next: string | null; q: string }>,
): Html {
  const { say } = visit;
  const row = ({ at, id, mail, refusal }: Found) =>
    html`<tr><td>${timeOf(at, visit)}</td><td><bdi>${mail?.author ?? refusal?.author ?? mail?.mailFrom ?? refusal?.mailFrom ?? '<>'}</bdi></td><td dir="auto"><a class="clip" href="/mail/${id}">${mail ? mail.subject || say('desk.noSubject') : say('desk.mail.refusedInSession')}</a></td><td>${
      mail
        ? say(`desk.mail.disposition.${mail.disposition}`)
        : html`<span class="tag bad">${say('desk.mail.disposition.refused')}</span>`
    }</td><td>${mail?.ticketNumber ? html`<a href="/tickets/${keyOf(mail.ticketNumber)}">${keyOf(mail.ticketNumber)}</a>` : ''}</td><td dir="auto">${
      mail ? (mail.reasons.at(-1) ?? '') : refusalWords(refusal!.refusal, say)
    }</td></tr>`;
  return html`<main class="wide" id="main"><h1>${say('desk.mail.title')}</h1>
<form class="inline" action="/mail"><label>${say('desk.mail.find')} <input type="search" name="q" value="${q}"></label><button class="button" type="submit">${say('desk.search')}</button></form>
${
  found.length === 0
    ? html`<p class="empty">${say('desk.mail.none')}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.mail.title')}"><table class="grid rows"><thead><tr>${['time', 'from', 'subject', 'became', 'ticket', 'because'].map(name => html`<th scope="col">${say(`desk.mail.${name}`)}</th>`)}</tr></thead><tbody>${found.map(row)}</tbody></table></div>`
}
${next === null ? '' : html`<a class="more" href="/mail?q=${encodeURIComponent(q)}&amp;after=${next}">${say('desk.mail.older')}</a>`}</main>`;
}

const refusalWords = (refusal: string, say: Say): string => {
  const path = `desk.refusal.${refusal}`;
  const words = say(path);
  return words === path ? refusal : words;
};

type Step = Readonly<{
  at?: Date | null;
  stage: string;
  what: Html | string;
  evidence?: readonly string[];
  bad?: boolean;
}>;

function steps(visit: SignedInVisit, all: readonly Step[]): Html {
  const { say } = visit;
  return html`<ol class="steps">${all.map(
    ({ at, stage, what, evidence = [], bad }) =>
      html`<li${bad ? html` class="bad"` : ''}><span class="num">${at ? html`<time datetime="${at.toISOString()}">${wholeDate(at, visit)}</time>` : ''}</span><b>${say(`desk.stage.${stage}`)}</b><span dir="auto">${what}${
        evidence.length > 0
          ? html`<details><summary>${say('desk.mail.evidence')}</summary><ul class="evidence">${evidence.map(line => html`<li dir="auto">${line}</li>`)}</ul></details>`
          : ''
      }</span></li>`,
  )}</ol>`;
}

const authorStep = (
  authentication: Pick<Authentication, 'spf' | 'dkim' | 'dmarc' | 'arc' | 'policy' | 'evidence'> | null,
  say: Say,
): Step =>
  authentication === null
    ? { stage: 'author', what: say('desk.mail.notChecked') }
    : {
        stage: 'author',
        what: `SPF ${authentication.spf}, DKIM ${authentication.dkim}, DMARC ${authentication.dmarc}${authentication.policy ? ` (p=${authentication.policy})` : ''}, ARC ${authentication.arc}`,
        evidence: authentication.evidence,
        bad: authentication.dmarc === 'fail',
      };

export function storyPage(
  visit: SignedInVisit,
  { mail, entry, deliveries }: MailStory,
  differences: readonly Difference[] | null,
): Html {
  const { say, csrf } = visit;
  const key = mail.ticketNumber === null ? null : keyOf(mail.ticketNumber);
  const all: Step[] = [
    {
      at: mail.receivedAt,
      stage: 'taken',
      what: say(`desk.mail.via.${mail.via}`, {
        size: sizeOf(mail.size, visit.locale),
        from: mail.mailFrom ?? '<>',
        to: mail.rcptTo.join(', '),
      }),
    },
    ...(mail.peer ? [{ stage: 'connection', what: `${mail.peer}${mail.heloName ? ` (${mail.heloName})` : ''}` }] : []),
    authorStep(mail.authentication, say),
    ...mail.reasons.map(reason => ({ stage: 'why', what: reason })),
    ...(mail.coveredFields ? [{ stage: 'covered', what: mail.coveredFields.join(', ') }] : []),
    ...(mail.releasedAt
      ? [{ at: mail.releasedAt, stage: 'released', what: say(`desk.mail.releasedBy.${mail.releasedBy ?? 'operator'}`) }]
      : []),
    ...(mail.keptOutBy ? [{ stage: 'keptOut', what: mail.keptOutBy }] : []),
    ...(mail.reports ?? []).map(({ address, action, status }) => ({
      stage: 'report',
      what: [address, action, status].filter(Boolean).join(' '),
      bad: action === 'failed',
    })),
    {
      at: mail.filedAt,
      stage: 'filed',
      what: html`${say(`desk.mail.disposition.${mail.disposition}`)}${key ? html` <a href="/tickets/${key}${entry ? `#e${entry.id}` : ''}">${key}</a>` : ''}${mail.attempts > 0 ? `, ${say('desk.mail.attempts', { count: mail.attempts })}` : ''}${waited(mail, visit)}`,
      bad: mail.disposition === 'failed' || mail.disposition === 'refused',
    },
    ...deliveries.map(each => ({
      at: each.sentAt,
      stage: 'told',
      what: `${each.recipientName || each.recipientEmail}: ${say(`desk.delivery.${each.state}`)}${each.enhancedStatus ? ` ${each.enhancedStatus}` : ''}`,
      evidence: [each.lastReply, each.messageId, each.relayedAs].flatMap(line => line ?? []),
      bad: each.state === 'failed' || each.state === 'undeliverable',
    })),
  ];
  return html`<main class="wide" id="main"><p class="crumb"><a href="/mail">${say('desk.mail.title')}</a> <span class="num">${mail.id}</span></p>
<h1 dir="auto">${mail.subject || say('desk.noSubject')}</h1>
<p class="lead">${say('desk.mail.verdict')}: <b>${say(`desk.mail.disposition.${mail.disposition}`)}</b>${key ? html` <a href="/tickets/${key}">${key}</a>` : ''}</p>
<dl class="facts-line"><div><dt>${say('desk.mail.from')}</dt><dd><bdi>${mail.author ?? mail.mailFrom ?? '<>'}</bdi></dd></div><div><dt>Message-ID</dt><dd dir="ltr">${mail.messageId ?? say('desk.mail.noMessageId')}</dd></div></dl>
${steps(visit, all)}
${entry ? html`<h2>${say('desk.mail.text')}</h2><div class="entry"><div class="text"><p dir="auto">${entry.text.slice(0, 4_000)}</p></div></div>` : ''}
<div class="actions"><a class="button" href="/mail/${mail.id}/raw">${say('desk.raw')}</a><a class="button" href="/mail/${mail.id}?replay=dry#replay">${say('desk.mail.replayDry')}</a></div>
${
  differences === null
    ? ''
    : html`<section id="replay"><h2>${say('desk.mail.replayTitle')}</h2>${
        differences.length === 0
          ? html`<p>${say('desk.mail.replaySame')}</p>`
          : html`<table class="grid"><thead><tr><th scope="col">${say('desk.mail.field')}</th><th scope="col">${say('desk.mail.was')}</th><th scope="col">${say('desk.mail.now')}</th></tr></thead><tbody>${differences.map(({ what, stored, now }) => html`<tr><th scope="row">${what}</th><td dir="auto">${(stored ?? '–').slice(0, 2_000)}</td><td dir="auto">${(now ?? '–').slice(0, 2_000)}</td></tr>`)}</tbody></table>`
      }${
        mail.ticketNumber === null && ['failed', 'held', 'ignored', 'refused'].includes(mail.disposition)
          ? html`<form method="post" action="/mail/${mail.id}/replay"><input type="hidden" name="csrf" value="${csrf}"><button class="button primary" type="submit">${say('desk.mail.replay')}</button></form>`
          : html`<p class="muted">${say('desk.mail.replayStays')}</p>`
      }</section>`
}</main>`;
}

/** How long it was on its way through the queue. */
function waited({ receivedAt, filedAt, releasedAt }: MailStory['mail'], { say, locale }: SignedInVisit): string {
  if (!filedAt || releasedAt) return '';
  const seconds = Math.max(0, filedAt.getTime() - receivedAt.getTime()) / 1_000;
  const said = seconds.toLocaleString(locale, { maximumFractionDigits: seconds < 10 ? 1 : 0 });
  return `, ${say('desk.mail.waited', { seconds: said })}`;
}

export function refusedPage(visit: SignedInVisit, row: RefusalRow): Html {
  const { say } = visit;
  const checked = 'spf' in row.detail ? (row.detail as unknown as Authentication) : null;
  const all: Step[] = [
    { at: row.at, stage: 'connection', what: `${row.peer}${row.heloName ? ` (${row.heloName})` : ''}` },
    { stage: 'recipient', what: `${row.mailFrom ?? '<>'} → ${row.rcptTo.join(', ')}` },
    authorStep(checked, say),
    { stage: 'refused', what: refusalWords(row.refusal, say), evidence: [row.refusal], bad: true },
  ];
  return html`<main class="wide" id="main"><p class="crumb"><a href="/mail">${say('desk.mail.title')}</a></p><h1>${say('desk.mail.refusedInSession')}</h1>
<p class="lead"><bdi>${row.author ?? row.mailFrom ?? '<>'}</bdi>: ${refusalWords(row.refusal, say)}</p>
<dl class="facts-line"><div><dt>Message-ID</dt><dd dir="ltr">${row.messageId ?? say('desk.mail.noMessageId')}</dd></div></dl>${steps(visit, all)}<p class="muted">${say('desk.mail.nothingKept')}</p></main>`;
}

const excerptOf = (excerpt: Excerpt | undefined): Html | '' =>
  excerpt
    ? html`<blockquote dir="auto">${excerpt.text}</blockquote>${excerpt.files.length > 0 ? html`<p class="muted small" dir="auto">${excerpt.files.join(', ')}</p>` : ''}`
    : '';

type Held = Readonly<{ mails: readonly MailRow[]; excerpts: ReadonlyMap<string, Excerpt>; done: string | null }>;

export function heldPage(visit: SignedInVisit, { mails, excerpts, done }: Held): Html {
  const { say, csrf } = visit;
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const card = (
    mail: MailRow,
  ) => html`<article class="entry held" id="${mail.id}" aria-labelledby="h${mail.id}"><header><input type="checkbox" name="mail" value="${mail.id}" form="held-bulk" aria-label="${say('desk.select', { key: mail.author ?? mail.id })}"><div><h2 id="h${mail.id}" dir="auto">${mail.subject || say('desk.noSubject')}</h2><p class="who"><bdi>${mail.author ?? mail.mailFrom ?? '<>'}</bdi>${
    mail.heldForTicket === null
      ? ''
      : html`, ${say('desk.held.for')} <a href="/tickets/${keyOf(mail.heldForTicket)}">${keyOf(mail.heldForTicket)}</a>`
  }</p></div>${timeOf(mail.receivedAt, visit)}</header>
<div class="text"><p dir="auto">${mail.reasons.at(-1) ?? ''}</p>${mail.authentication ? html`<p class="muted small">SPF ${mail.authentication.spf}, DKIM ${mail.authentication.dkim}, DMARC ${mail.authentication.dmarc}</p>` : ''}${excerptOf(excerpts.get(mail.id))}</div>
<div class="actions"><form method="post" action="/held/${mail.id}/let-in">${hidden}<button class="button primary" type="submit">${say('desk.held.letIn')}</button>${
    mail.heldForTicket === null
      ? ''
      : html` <button class="button" type="submit" name="always" value="yes">${say('desk.held.always')}</button>`
  }</form><form method="post" action="/held/${mail.id}/keep-out">${hidden}<button class="button" type="submit">${say('desk.held.keepOut')}</button></form><a class="button quiet" href="/mail/${mail.id}">${say('desk.story')}</a></div></article>`;
  return html`<main class="wide" id="main"><h1>${say('desk.held.title')}${mails.length > 0 ? html` <span class="muted num">${mails.length}</span>` : ''}</h1><p class="lead">${say('desk.held.lead')}</p>
${done ? html`<p class="moment" role="status">${done}</p>` : ''}
${
  mails.length === 0
    ? html`<p class="empty">${say('desk.held.none')}</p>`
    : html`${mails.map(card)}<form id="held-bulk" class="inline" method="post" action="/held/bulk">${hidden}<button class="button" type="submit" name="do" value="let-in">${say('desk.held.letInAll')}</button><button class="button" type="submit" name="do" value="keep-out">${say('desk.held.keepOutAll')}</button></form>`
}</main>`;
}
