import { onceFor } from '../../once.ts';
import type { Visit } from '../visit.ts';
import { type Html, html } from './page.ts';

/** Single keys, and the words of the buttons that they press. */
const keys: readonly (readonly [string, string])[] = [
  ['j', 'desk.keys.next'],
  ['k', 'desk.keys.previous'],
  ['Enter', 'desk.keys.open'],
  ['u', 'desk.backToList'],
  ['/', 'desk.search'],
  ['r', 'desk.answer'],
  ['n', 'desk.note'],
  ['s', '/labels.status'],
  ['p', '/labels.priority'],
  ['i', '/labels.instance'],
  ['a', '/labels.assignee'],
  ['m', 'desk.merge'],
  ['x', 'desk.keys.select'],
  ['g t', 'desk.tickets'],
  ['g h', 'nav.held'],
  ['g m', 'nav.mail'],
  ['g b', 'nav.belt'],
  ['z', 'desk.undo'],
  ['Ctrl+Enter', 'desk.keys.send'],
  ['?', 'desk.keys.title'],
];

/** Keys that a letter alone presses can be switched off (WCAG 2.1.4); a script reads the cookie. */
export const keysCookie = 'keys';

/** Shown by `?`. */
export const keyList: (say: Visit['say']) => Html = onceFor(
  say =>
    html`<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">${say('desk.keys.title')}</h2><dl class="keys">${keys.map(([key, word]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${say(word)}</dd></div>`)}</dl><form method="dialog"><button class="button">${say('desk.cancel')}</button></form></dialog>`,
);
