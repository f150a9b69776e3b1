import { count } from './kinds.ts';

/** How many people from outside the directory may be copied in. */
export const newcomerLimits = {
  NEWCOMERS_PER_MAIL: count
    .default(10)
    .describe(
      'People from outside the directory whom one mail may copy in; beyond that an agent decides. Agents have no limit.',
    ),
  NEWCOMERS_PER_TICKET_DAY: count.default(20).describe('The same for one ticket in a day.'),
  NEWCOMER_THREADS_PER_DAY: count
    .default(3)
    .describe('New threads a day on which one person from outside the directory is copied in.'),
  NEWCOMERS_PER_DAY: count.default(200).describe('The same for all tickets in a day.'),
};
