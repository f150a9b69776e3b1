import type { Extent } from './impact.ts';
import type { Priority } from './ticket.ts';

/** The fields of the form, and of a reply (`description` alone), as they were typed. */
export type DraftFields = Readonly<{
  /** The person for whom an agent writes. */
  for?: string;
  /** Addresses, as the author separated them. */
  cc?: string;
  subject?: string;
  instance?: string;
  functions?: Extent | '';
  users?: Extent | '';
  priority?: Priority | '';
  description?: string;
}>;
