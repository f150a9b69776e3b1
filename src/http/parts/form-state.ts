import type { DraftFields } from '../../desk/draft.ts';
import type { Colleague } from '../../directory/colleagues.ts';
import type { DraftRow } from '../../drafts/drafts.ts';
import type { UploadRow } from '../../drafts/uploads.ts';
import type { Meaning } from '../../triage/meaning.ts';
import type { Problem } from '../compose/fields.ts';
import type { Html } from './page.ts';

export type FormState = Readonly<{
  id: string;
  version: number;
  fields: DraftFields;
  files: readonly UploadRow[];
  problems: readonly Problem[];
  /** What happened: kept from before, or not taken just now. */
  notice: 'kept' | 'saved' | 'forked' | 'notTaken' | 'infected' | 'tooBig' | null;
  /** Other drafts of the reader. */
  others: readonly DraftRow[];
  meaning: Meaning;
  colleagues: readonly Colleague[];
  /** For whom an agent may write. */
  requesters: readonly Pick<Colleague, 'email' | 'name'>[];
  instances: readonly string[];
  ownInstances: readonly string[];
  maxFilesBytes: number;
  support: string;
  alike: Html;
}>;
