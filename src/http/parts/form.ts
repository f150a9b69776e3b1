// New Support Ticket: one form that is whole without script. Buttons within it save and come back.

import type { Assets } from '../assets.ts';
import { type BadCopy, copiesOf, type Problem } from '../compose/fields.ts';
import type { SignedInVisit } from '../visit.ts';
import { avatar } from './avatar.ts';
import { descriptionField } from './description.ts';
import { filesField } from './files-field.ts';
import type { FormState } from './form-state.ts';
import { icon } from './icons.ts';
import { impactField } from './impact-field.ts';
import { layout } from './layout.ts';
import { type Html, html } from './page.ts';
import { readingCard } from './reading-card.ts';
import { timeOf } from './time.ts';

type Shown = Readonly<{ visit: SignedInVisit; assets: Assets }>;

export function formPage(shown: Shown, state: FormState): Html {
  const { say } = shown.visit;
  return layout(shown, {
    title: say('nav.new'),
    skipTo: 'form',
    scripts: ['new.js'],
    find: '',
    body: html`<div class="page">
<main id="form" tabindex="-1">
<h1>${say('nav.new')}</h1>
<p class="lead">${say('new.lead')} <a href="mailto:${state.support}">${state.support}</a>${say('new.leadEnd')}</p>
${notices(shown.visit, state)}
${form(shown, state)}
</main>
<aside class="aside"><section class="card" id="reading" aria-live="polite">${readingCard(shown.visit, state)}</section>
<section class="card plain"><p>${say('new.after')}</p></section></aside>
</div>`,
  });
}

function notices(visit: SignedInVisit, { notice, problems, id, others }: FormState): Html {
  const { say, csrf } = visit;
  if (problems.length > 0) {
    const items = problems.map(
      ({ field, word, bad = [] }) =>
        html`<li><a href="#${field}">${say(word)}${bad.map(({ text }) => html` <q>${text}</q>`)}</a></li>`,
    );
    return html`<div class="summary" role="alert" tabindex="-1" id="summary"><h2>${say('new.problems')}</h2><ul>${items}</ul></div>`;
  }
  const links = others.map(
    other =>
      html`<li><a href="/new/${other.id}">${other.fields.subject || say('list.noSubject')}</a><small>${timeOf(other.updatedAt, visit)}</small></li>`,
  );
  const besides = links.length > 0 ? html`<p>${say('new.others')}</p><ul>${links}</ul>` : '';
  if (notice === null) return html``;
  const words = html`<p>${say(`new.${notice}`)}</p>${besides}`;
  if (notice !== 'kept')
    return html`<div class="alike" role="${notice === 'forked' ? 'alert' : 'status'}">${words}</div>`;
  return html`<form class="alike" method="post" action="/new/${id}/discard"><input type="hidden" name="csrf" value="${csrf}">${words}<button class="button" type="submit">${say('new.anew')}</button></form>`;
}

function form({ visit, assets }: Shown, state: FormState): Html {
  const { say, csrf } = visit;
  return html`<form class="form" id="draft" method="post" action="/new" enctype="multipart/form-data" novalidate data-draft="${state.id}" data-kind="new" data-tus="${assets.path('tus.js')}" data-broken="${say('new.broke')}" data-toobig="${say('new.tooBig')}" data-saved="${say('new.savedNow')}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="draft" value="${state.id}"><input type="hidden" name="version" value="${state.version}">
<button class="hidden" type="submit" name="save" value="1" tabindex="-1" aria-hidden="true">${say('new.save')}</button>
${fromField(visit)}
${visit.viewer.role === 'agent' ? forField(visit, state) : ''}
${ccField(visit, state)}
${subjectField(visit, state)}
<div id="alike">${state.alike}</div>
${instanceField(visit, state)}
${impactField(visit, state.fields)}
${descriptionField(visit, state)}
${filesField(visit, state)}
<div class="sendbar"><button class="button primary" type="submit" name="send" value="1">${say('new.send')}</button><button class="button quiet" type="submit" name="discard" value="1">${say('new.discard')}</button><span class="small muted num" id="saved" role="status">${state.notice === 'saved' ? say('new.savedNow') : ''}</span></div>
</form>
<template id="forked"><div class="alike" role="alert"><p>${say('new.forked')}</p><p><a></a></p></div></template>
<dialog id="again"><p>${say('new.signedOut')}</p><p><a class="button primary" href="/sign-in" target="_blank">${say('signIn.title')}</a></p><form method="dialog"><button class="button">${say('new.goOn')}</button></form></dialog>`;
}

const fromField = ({ say, viewer }: SignedInVisit): Html =>
  html`<div class="field"><p class="label">${say('new.from')}</p><div class="from">${avatar(viewer)}<span>${viewer.name || viewer.email}<small>${viewer.email}${viewer.organisation ? html`, ${viewer.organisation}` : ''}</small></span></div></div>`;

/** An agent writes for a person who called; empty: for himself. */
function forField(visit: SignedInVisit, state: FormState): Html {
  const { say } = visit;
  const problem = errorOf(state, 'for');
  return html`<div class="field"><label for="for">${say('new.for')} <span class="muted">${say('new.blank')}</span></label>
<input id="for" name="for" value="${state.fields.for ?? ''}" autocomplete="off" list="requesters" aria-describedby="for-help${problem ? ' for-error' : ''}"${problem ? html` aria-invalid="true"` : ''}>
<p class="help" id="for-help">${say('new.forHelp')}</p>
<datalist id="requesters">${state.requesters.map(({ email, name }) => html`<option value="${email}">${name ?? ''}</option>`)}</datalist>
${errorLine(visit, problem)}</div>`;
}

const errorOf = (state: FormState, field: Problem['field']): Problem | undefined =>
  state.problems.find(each => each.field === field);

const invalid = (problem: Problem | undefined): Html =>
  problem ? html` aria-invalid="true" aria-describedby="${problem.field}-error"` : html``;

const errorLine = ({ say }: SignedInVisit, problem: Problem | undefined): Html =>
  problem
    ? html`<p class="error" id="${problem.field}-error">${icon('wrong')}<span>${say(problem.word)}${(problem.bad ?? []).map(each => nearOf(each, say))}</span></p>`
    : html``;

const nearOf = ({ text, near }: BadCopy, say: SignedInVisit['say']): Html =>
  near === null
    ? html` <q>${text}</q>`
    : html` <q>${text}</q> – ${say('new.didYouMean')} <button type="submit" name="mend" value="${text}|${near}">${near}</button>?`;

function ccField(visit: SignedInVisit, state: FormState): Html {
  const { say } = visit;
  const problem = errorOf(state, 'cc');
  const names = copiesOf(state.fields.cc ?? '').people.length;
  return html`<div class="field"><label for="cc">${say('new.cc')} <span class="muted">${say('new.ccHelp')}</span></label>
<input id="cc" name="cc" value="${state.fields.cc ?? ''}" autocomplete="off" list="colleagues" placeholder="${names === 0 ? say('new.ccEmpty') : ''}"${invalid(problem)}>
<div class="chips" id="cc-chips" hidden data-remove="${say('new.removeNamed', { name: '%' })}"></div>
<datalist id="colleagues">${state.colleagues.map(({ email, name }) => html`<option value="${email}">${name ?? ''}</option>`)}</datalist>
${errorLine(visit, problem)}</div>`;
}

function subjectField(visit: SignedInVisit, state: FormState): Html {
  const problem = errorOf(state, 'subject');
  return html`<div class="field"><label for="subject">${visit.say('new.subject')}</label>
<input id="subject" name="subject" value="${state.fields.subject ?? ''}" maxlength="300" required${invalid(problem)}>${errorLine(visit, problem)}</div>`;
}

function instanceField({ say }: SignedInVisit, { fields, instances, ownInstances }: FormState): Html {
  const pick = (name: string) =>
    html`<button class="pick" type="submit" name="pick" value="${name}" aria-pressed="${fields.instance === name ? 'true' : 'false'}">${name}</button>`;
  return html`<div class="field"><label for="instance">${say('new.instance')} <span class="muted">${say('new.blank')}</span></label>
<input id="instance" name="instance" value="${fields.instance ?? ''}" maxlength="100" list="instances" autocomplete="off" aria-describedby="instance-help">
${ownInstances.length > 1 ? html`<div class="picks">${ownInstances.slice(0, 8).map(pick)}</div>` : ''}
<p class="help" id="instance-help">${say('new.instanceHelp')}</p>
<datalist id="instances">${instances.map(name => html`<option value="${name}"></option>`)}</datalist></div>`;
}
