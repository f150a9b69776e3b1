import type { Snippet } from '../../../drafts/snippets.ts';
import { maxSnippetLength, snippetBlanks } from '../../compose/snippet.ts';
import type { SignedInVisit } from '../../visit.ts';
import { type Html, html } from '../page.ts';

/** What could not be saved, and why. */
export type SnippetDraft = Readonly<{ name: string; text: string; problem: string }>;
type Shown = Readonly<{ all: readonly Snippet[]; draft: SnippetDraft | null; done: boolean }>;

export function snippetsPage(visit: SignedInVisit, { all, draft, done }: Shown): Html {
  const { say, csrf } = visit;
  const fresh = draft && !all.some(({ name }) => name === draft.name) ? draft : null;
  const blanks = snippetBlanks.map(
    name => html`<div><dt><code>{${name}}</code></dt><dd>${say(`desk.snippets.blanks.${name}`)}</dd></div>`,
  );
  return html`<main class="narrow" id="main"><h1>${say('desk.snippets.title')}</h1><p class="lead">${say('desk.snippets.lead')}</p>
${done ? html`<p class="said-line" role="status">${say('desk.snippets.saved')}</p>` : ''}${draft ? html`<p class="error" role="alert">${draft.problem}</p>` : ''}
<details${fresh || all.length === 0 ? html` open` : ''}><summary class="button">${say('desk.snippets.new')}</summary>${form(visit, { was: '', name: fresh?.name ?? '', text: fresh?.text ?? '' })}</details>
<ul class="plainlist">${all.map(each => {
    const { name, text } = draft?.name === each.name ? draft : each;
    return html`<li id="s-${name}"><details><summary><b>;${name}</b> <small dir="auto">${each.text.slice(0, 120)}</small></summary>${form(visit, { was: name, name, text })}<form method="post" action="/snippets/remove"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="name" value="${name}"><button class="button quiet" type="submit">${say('desk.remove')}</button></form></details></li>`;
  })}</ul>
<h2>${say('desk.snippets.blanksTitle')}</h2><dl class="criteria">${blanks}</dl></main>`;
}

type Edited = Readonly<{ was: string; name: string; text: string }>;

function form({ say, csrf }: SignedInVisit, { was, name, text }: Edited): Html {
  const id = was || 'new';
  return html`<form class="form" method="post" action="/snippets"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="was" value="${was}">
<div class="field"><label for="name-${id}">${say('desk.snippets.name')}</label><input id="name-${id}" name="name" value="${name}" required maxlength="41" autocomplete="off" placeholder=";hello"></div>
<div class="field"><label for="text-${id}">${say('desk.snippets.text')}</label><textarea id="text-${id}" name="text" dir="auto" required maxlength="${maxSnippetLength}">
${text}</textarea></div>
<div><button class="button primary" type="submit">${say('desk.save')}</button></div></form>`;
}
