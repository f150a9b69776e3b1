// Two fields at the foot of a thread: an answer, which goes out, and a note, which never does. They are two forms, so
// that a note cannot be sent by mistake; two radio buttons say which of them is shown, also without script.
import type { Typed } from '../../compose/typed.ts';
import type { Say } from '../../words.ts';
import { type Html, html } from '../page.ts';
import type { ThreadPage } from './thread-page.ts';

type Composer = ThreadPage & Readonly<{ key: string }>;

export function composer({ visit, thread, key, query, moment, typed, snippets }: Composer): Html {
  const { say, csrf } = visit;
  const { ticket, followers, newest } = thread;
  const names = [ticket.requesterName || ticket.requesterEmail, ...followers.map(({ name, email }) => name || email)];
  const unreached = [ticket.requesterEmail, ...followers.map(({ email }) => email)].filter(email =>
    ['failed', 'undeliverable'].includes(thread.reached.get(email)?.state ?? ''),
  );
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="seen" value="${newest}"><input type="hidden" name="in" value="${query}">`;
  const [answer, note] = [typed('answer'), typed('note')];
  const isNote = moment.kind ? moment.kind === 'note' : note.text !== '' && answer.text === '';
  const kept = ({ draft, version }: Typed) =>
    html`<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="version" value="${version}">`;
  const keeping = (kind: string) =>
    html`data-kind="${kind}" data-ticket="${key}" data-saved="${say('desk.saved')}" data-out="${say('new.signedOut')}"`;
  const anyway = (kind: string, words: string) =>
    moment.anyway && moment.kind === kind
      ? html`<button class="button" type="submit" name="anyway" value="${moment.anyway}">${words}</button>`
      : '';
  const preview = html`<p class="commands small" role="status"></p>`;
  // It takes the focus of what is pressed in it: on a phone it folds when it has none, before the press arrives.
  return html`<div class="composer"><div tabindex="-1">
<div class="kinds" role="radiogroup" aria-label="${say('desk.kind')}"><label><input class="hidden" type="radio" name="kind" value="answer"${isNote ? '' : html` checked`} data-key="r">${say('desk.answer')}</label><label><input class="hidden" type="radio" name="kind" value="note"${isNote ? html` checked` : ''} data-key="n">${say('desk.note')}</label><span class="others" id="others" role="status" data-one="${say('thread.newOne')}" data-more="${say('thread.newMore')}"></span><span class="others" id="present" role="status" data-me="${visit.viewer.email}" data-csrf="${csrf}" data-reading="${say('desk.isReading', { name: '%' })}" data-writing="${say('desk.isWriting', { name: '%' })}"></span></div>
<form class="as-answer" ${keeping('answer')} method="post" action="/tickets/${key}/answer" enctype="multipart/form-data">${hidden}${kept(answer)}
<label class="hidden" for="answer">${say('desk.yourAnswer')}</label>
<textarea id="answer" name="text" dir="auto" required placeholder="${say('desk.answerThem', { names: names.join(', ') })}">
${answer.text}</textarea>${preview}${snippetMenu(snippets, { key, kind: 'answer', say })}
<div class="actions"><span class="to">${say('desk.goesTo', { names: names.join(', ') })}${
    unreached.length > 0
      ? html` <span class="bad">${say('desk.notReached', { names: unreached.join(', ') })}</span>`
      : ''
  } <span data-status role="status"></span> <label class="attach">${say('desk.attach')} <input type="file" name="files" multiple></label></span>
${anyway('answer', say('desk.sendAnyway'))}
<button class="button" type="submit" name="then" value="pending">${say('desk.answerAndWait')}</button>
<button class="button" type="submit" name="then" value="resolved">${say('desk.answerAndResolve')}</button>
<button class="button primary" type="submit">${say('desk.answer')}</button></div></form>
<form class="as-note" ${keeping('note')} method="post" action="/tickets/${key}/note">${hidden}${kept(note)}
<label class="hidden" for="note">${say('desk.yourNote')}</label>
<textarea id="note" name="text" dir="auto" required placeholder="${say('desk.noteHint')}">
${note.text}</textarea>${preview}${snippetMenu(snippets, { key, kind: 'note', say })}
<div class="actions"><span class="to">${say('desk.noteFor')} <span data-status role="status"></span></span>${anyway('note', say('desk.typed.addAnyway'))}<button class="button primary" type="submit">${say('desk.addNote')}</button></div></form>
</div></div>`;
}

type Menu = Readonly<{ key: string; kind: 'answer' | 'note'; say: Say }>;

/** Buttons that put a text into the field. Without script they come back with the page; what is typed is kept. */
const snippetMenu = (names: readonly string[], { key, kind, say }: Menu): Html =>
  html`<details class="snippets"><summary>${say('desk.snippets.title')}</summary><div>${names.map(
    name =>
      html`<button class="pick" type="submit" formaction="/tickets/${key}/snippet?kind=${kind}" formnovalidate name="snippet" value="${name}">;${name}</button>`,
  )}<a href="/snippets">${say('desk.snippets.edit')}</a></div></details>`;
