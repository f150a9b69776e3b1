import { count } from './kinds.ts';

/** How many people from outside the directory may become followers through Cc. */
export const newcomerLimits = {
  NEWCOMERS_PER_MAIL: count
    .default(10)
    .describe(
      'How many people from outside the directory one mail may add by Cc; further ones need an agent. Agents have no limit.',
    ),
  NEWCOMERS_PER_TICKET_DAY: count.default(20).describe('The same limit for one ticket in a day.'),
  NEWCOMER_THREADS_PER_DAY: count
    .default(3)
    .describe('To how many tickets a day one person from outside the directory may be added by Cc.'),
  NEWCOMERS_PER_DAY: count
    .default(200)
    .describe('How many people from outside the directory may be added by Cc in a day, over all tickets.'),
};
