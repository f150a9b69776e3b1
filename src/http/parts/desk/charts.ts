// Charts drawn on the server, each beside the table that it is drawn from.
import { ageLimits, type Bar, type DeskFigures } from '../../../tickets/views/figures.ts';
import type { SignedInVisit } from '../../visit.ts';
import type { Say } from '../../words.ts';
import { type Html, html } from '../page.ts';
import { dayOf } from '../time.ts';

const [width, height, foot] = [640, 180, 4];
/** A single bar is no wider than one of so many. */
const fewest = 6;

export type Chart = Readonly<{
  /** A word of `desk.charts`. */
  name: string;
  bars: readonly Bar[];
  series: readonly string[];
  /** The list of what the bar counts; missing: there is none. */
  hrefOf?(bar: Bar, at: number): string;
  /** The label as people read it; missing: as it is. */
  shown?(bar: Bar): string;
}>;

export function chartsPage(visit: SignedInVisit, figures: DeskFigures): Html {
  const { say } = visit;
  const search = (q: string) => `/tickets?q=${encodeURIComponent(q)}`;
  const shown = ({ label }: Bar) => dayOf(label, visit.locale);
  const priorities = ['urgent', 'high', 'medium', 'low'].map(name => say(`/priorities.${name}`));
  const charts: readonly Chart[] = [
    {
      name: 'opened',
      bars: figures.opened,
      series: [...priorities, say('/notSet')],
      hrefOf: ({ label }) => search(`after:${label} before:${daysAfter(label, 1)}`),
      shown,
    },
    {
      name: 'byAge',
      bars: figures.byAge,
      series: [say('desk.charts.count')],
      hrefOf: (_, at) => search(`status:new,open,pending ${agesOf(at)}`),
    },
    {
      name: 'firstAnswer',
      bars: figures.firstAnswer,
      series: [say('desk.charts.half'), say('desk.charts.nine')],
      hrefOf: ({ label }) => search(`after:${label} before:${daysAfter(label, 7)}`),
      shown,
    },
    {
      name: 'instances',
      bars: figures.instances,
      series: [say('desk.charts.count')],
      hrefOf: ({ label }) => search(`instance:"${label.replaceAll('"', '')}" after:${figures.since}`),
    },
  ];
  return html`<main class="wide" id="main"><h1>${say('desk.charts.title')}</h1><div class="charts">${charts.map(chart => figureOf(chart, say))}</div></main>`;
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The ages of a bar as a search. */
const agesOf = (at: number): string =>
  [at > 0 ? `before:${ageLimits[at - 1]}d` : '', at < ageLimits.length ? `after:${ageLimits[at]}d` : '']
    .join(' ')
    .trim();

const totalOf = ({ parts }: Bar): number => parts.reduce((sum, part) => sum + part, 0);

export function figureOf({ name, bars, series, hrefOf, shown = ({ label }) => label }: Chart, say: Say): Html {
  const named = (bar: Bar, at: number) =>
    hrefOf ? html`<a href="${hrefOf(bar, at)}" dir="auto">${shown(bar)}</a>` : html`<bdi>${shown(bar)}</bdi>`;
  const title = say(`desk.charts.${name}`);
  if (bars.every(bar => totalOf(bar) === 0))
    return html`<figure class="card"><figcaption>${title}</figcaption><p class="empty">${say('desk.charts.none')}</p></figure>`;
  const most = Math.max(...bars.map(totalOf));
  const highest = bars.find(bar => totalOf(bar) === most)!;
  return html`<figure class="card"><figcaption>${title}<br><span class="muted">${say('desk.charts.highest', { label: shown(highest), count: most })}</span></figcaption>
<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${say('desk.charts.most', { title, count: most })}">${bars.map((bar, at) => drawn({ ...bar, label: shown(bar) }, { at, of: bars.length, most }))}</svg>${legend(series)}
<details><summary>${say('desk.charts.numbers')}</summary><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="grid"><thead><tr><td></td>${series.map(each => html`<th scope="col">${each}</th>`)}</tr></thead><tbody>${bars.map(
    (bar, at) =>
      html`<tr><th scope="row">${named(bar, at)}</th>${bar.parts.map(part => html`<td class="num">${part}</td>`)}</tr>`,
  )}</tbody></table></div></details></figure>`;
}

/** The names of the parts of a bar, where it has several. */
const legend = (series: readonly string[]): Html | '' =>
  series.length < 2
    ? ''
    : html`<p class="legend">${series.map((name, at) => html`<span><svg class="chart" viewBox="0 0 10 10" aria-hidden="true"><rect class="s${at}" width="10" height="10"></rect></svg>${name}</span>`)}</p>`;

type Place = Readonly<{ at: number; of: number; most: number }>;

function drawn(bar: Bar, { at, of, most }: Place): Html {
  const step = width / Math.max(of, fewest);
  let below = foot;
  return html`<g><title>${bar.label}: ${totalOf(bar)}</title>${bar.parts.map((part, series) => {
    const tall = (part / most) * (height - foot - 6);
    below += tall;
    return part === 0
      ? ''
      : html`<rect class="s${series}" x="${(at * step + step * 0.12).toFixed(1)}" y="${(height - below).toFixed(1)}" width="${(step * 0.76).toFixed(1)}" height="${tall.toFixed(1)}"></rect>`;
  })}</g>`;
}
