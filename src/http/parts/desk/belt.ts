// The belt: each part of the way with what waits there, and what the doctor finds, with the cure.

import type { Finding } from '../../../doctor/examine.ts';
import type { Bar } from '../../../tickets/views/figures.ts';
import type { BeltPart } from '../../belt.ts';
import type { SignedInVisit } from '../../visit.ts';
import type { Say } from '../../words.ts';
import { type Html, html } from '../page.ts';
import { timeOf, wholeDate } from '../time.ts';
import { figureOf } from './charts.ts';

type Shown = Readonly<{
  parts: readonly BeltPart[];
  hours: readonly Bar[];
  /** Null for agents, who get no findings; `late` where the checks still run. */
  findings: Readonly<{ at: Date; all: readonly Finding[] }> | 'late' | null;
}>;

const series = ['failed', 'held', 'filed', 'refused'];

export function beltPage(visit: SignedInVisit, { parts, hours, findings }: Shown): Html {
  const { say } = visit;
  const head = ['what', 'state', 'count', 'when', 'detail'];
  /** On a phone the head of the table is left out. */
  const labelled = (head: string, value: Html | number | string) =>
    html`<td class="num"${value === '' ? '' : html` data-label="${say(`desk.belt.${head}`)}"`}>${value}</td>`;
  const row = ({ name, state, count, at, says }: BeltPart) =>
    html`<tr><th scope="row">${say(`desk.belt.parts.${name}`)}</th><td>${stateTag(state, say)}</td>${labelled('count', count ?? '')}${labelled('when', at ? timeOf(at, visit) : '')}<td dir="auto" lang="en">${findings === null ? '' : (says ?? '')}</td></tr>`;
  const chart = {
    name: 'byHour',
    bars: hours,
    series: series.map(name => say(`desk.belt.${name}`)),
    shown: ({ label }: Bar) => wholeDate(new Date(label), visit),
  };
  return html`<main class="wide" id="main"><h1>${say('desk.belt.title')}</h1><p class="lead">${say('desk.belt.lead')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${say('desk.belt.title')}"><table class="grid rows"><thead><tr>${head.map(name => html`<th scope="col">${say(`desk.belt.${name}`)}</th>`)}</tr></thead><tbody>${parts.map(row)}</tbody></table></div>
<div class="charts by-hour">${figureOf(chart, say)}</div>
${findings === null ? '' : doctor(visit, findings)}</main>`;
}

function stateTag(state: BeltPart['state'], say: Say): Html {
  const kind = state === 'ok' ? 'ok' : state === 'bad' ? 'bad' : '';
  return html`<span class="tag ${kind}">${say(`desk.belt.is.${state}`)}</span>`;
}

/** What is wrong stands first. */
function doctor(visit: SignedInVisit, findings: Exclude<Shown['findings'], null>): Html {
  const { say } = visit;
  const title = html`<h2 id="doctor">${say('desk.belt.doctor')}</h2>`;
  if (findings === 'late')
    return html`${title}<p>${say('desk.belt.late')} <a href="/belt#doctor">${say('desk.belt.again')}</a></p>`;
  const all = findings.all.toSorted((a, b) => Number(a.ok) - Number(b.ok));
  const row = ({ name, ok, finding, cure }: Finding) =>
    html`<tr><th scope="row" lang="en">${name}</th><td>${stateTag(ok ? 'ok' : 'bad', say)}</td><td lang="en">${finding}${ok ? '' : html`<br><b>${marked(cure)}</b>`}</td></tr>`;
  return html`${title}<p class="muted">${say('desk.belt.checked')} ${timeOf(findings.at, visit)}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="doctor"><table class="grid rows findings"><thead><tr>${['check', 'state', 'finding'].map(name => html`<th scope="col">${say(`desk.belt.${name}`)}</th>`)}</tr></thead><tbody>${all.map(row)}</tbody></table></div>`;
}

/** Settings lead to their line, and commands stand out. */
function marked(cure: string): Html {
  const parts = cure.split(/(\bpostern(?: [a-z][a-z-]*)+(?: (?:ID|EMAIL|--[a-z]+))*|\b[A-Z]+(?:_[A-Z]+)+\b)/);
  return html`${parts.map((part, at) => {
    if (at % 2 === 0) return part;
    return part.startsWith('postern')
      ? html`<code>${part}</code>`
      : html`<a href="/settings#${part}"><code>${part}</code></a>`;
  })}`;
}
