import { snippetNames } from '../../../drafts/snippets.ts';
import { type Briefly, briefly } from '../../briefly.ts';

/** Of all snippets, for the menus of a thread. */
export const names: Briefly<readonly string[]> = briefly(({ db }) => snippetNames(db));
