import type { Fault } from '../../search/query.ts';
import type { Searched } from '../searching.ts';
import type { Say } from '../words.ts';
import { type Html, html } from './page.ts';

/** What of the query was not understood, and what there is. */
export const faultsOf = ({ faults, tooLong }: Pick<Searched, 'faults' | 'tooLong'>, say: Say): Html =>
  html`${tooLong ? html`<p class="fault" role="alert">${say('desk.tooLong')}</p>` : ''}${faults.map(
    ({ kind, words, allowed }: Fault) =>
      html`<p class="fault" role="alert">${say(kind === 'unknown-key' ? 'desk.unknownKey' : 'desk.wrongValue', { words })} ${
        allowed.length > 0 ? say('desk.allowed', { list: allowed.join(', ') }) : ''
      }</p>`,
  )}`;
