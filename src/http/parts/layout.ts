// The frame of every page: head, bar, what the page shows, and on a phone the tabs at the thumb.
import type { Viewer } from '../../signin/who.ts';
import type { Assets } from '../assets.ts';
import type { Visit } from '../visit.ts';
import { avatar } from './avatar.ts';
import { icon } from './icons.ts';
import { keyList } from './keys.ts';
import { isHere, type NavItem, navOf } from './nav.ts';
import { type Html, html } from './page.ts';

/** In the page itself: it is shorter than a request for it. */
const mark =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' fill='none' stroke='%230b6184' stroke-width='1.7'%3E%3Cpath d='M3 18V8.5C3 4.9 6 2 10 2s7 2.9 7 6.5V18M3 18h14M7 18V8.5a3 3 0 0 1 6 0V18'/%3E%3C/svg%3E";

export type Layout = Readonly<{
  title: string;
  /** Id of the element that the skip link leads to. */
  skipTo: string;
  body: Html;
  /** Scripts of the page, by name. */
  scripts?: readonly string[];
  /** What stands in the search field; missing: the page has no search. */
  find?: string;
}>;

export function layout({ visit, assets }: Readonly<{ visit: Visit; assets: Assets }>, page: Layout): Html {
  const { say, locale, viewer } = visit;
  const items = navOf(visit);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${say('brand')}</title>
<link rel="stylesheet" href="${assets.path(sheetOf(visit, page))}">
<link rel="icon" href="${mark}">
${scriptsOf(page).map(name => html`<script type="module" src="${assets.path(name)}"></script>`)}
</head>
<body>
<a class="skip" href="#${page.skipTo}">${say('skip')}</a>
${bar(visit, items, page.find)}
${page.body}
${viewer ? tabs(visit, items) : ''}
${page.scripts?.includes('agent.js') ? keyList(visit.say) : ''}
</body>
</html>
`;
}

/** One file for each kind of page. */
const sheetOf = ({ viewer }: Visit, { scripts = [] }: Layout): string => {
  if (scripts.includes('new.js')) return 'new.css';
  return viewer?.role === 'agent' ? 'agent.css' : 'plain.css';
};

/** The bundles have what `zone.js` does in them. */
const scriptsOf = ({ scripts = ['zone.js'] }: Layout): readonly string[] => scripts;

function bar({ say, viewer, path }: Visit, items: readonly NavItem[], find: string | undefined): Html {
  const [direct, managing] = [items.filter(item => !item.isManaging), items.filter(item => item.isManaging)];
  const link = (item: NavItem) =>
    html`<li><a href="${item.href}"${isHere(item, path) ? html` aria-current="page"` : ''}>${item.label}</a></li>`;
  return html`<header class="bar${viewer?.role === 'agent' ? '' : ' plain'}">
<a class="brand" href="/">${icon('gate')}<span>${say('brand')}</span></a>
<nav aria-label="${say('nav.main')}"><ul>${direct.map(link)}${
    managing.length === 0
      ? ''
      : html`<li><details class="menu"${managing.some(item => isHere(item, path)) ? html` data-here` : ''}><summary>${say('nav.manage')}${icon('down')}</summary><ul>${managing.map(link)}</ul></details></li>`
  }</ul></nav>
${
  find === undefined
    ? html`<span class="find"></span>`
    : html`<form class="find" role="search" action="/tickets">${icon('find')}<input type="search" name="q" value="${find}" aria-label="${say('nav.find')}" placeholder="${say(viewer?.role === 'agent' ? 'desk.findHint' : 'nav.find')}"></form>`
}
${viewer ? self(viewer, say) : ''}
</header>`;
}

const self = (viewer: Viewer, say: Visit['say']): Html =>
  html`<a class="self" href="/sessions">${avatar(viewer)}<span class="hidden">${say('nav.self', { name: viewer.name || viewer.email })}</span></a>`;

/** The others stand on the reader's own page. */
export const inTabs = 3;

const tabs = ({ say, path }: Visit, items: readonly NavItem[]): Html =>
  html`<nav class="tabs" aria-label="${say('nav.small')}">${[
    ...items.slice(0, inTabs),
    { href: '/sessions', label: say('nav.more'), icon: 'person' } as const,
  ].map(
    item =>
      html`<a href="${item.href}"${isHere(item, path) ? html` aria-current="page"` : ''}>${icon(item.icon)}${item.label}</a>`,
  )}</nav>`;
