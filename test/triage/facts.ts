import type { Facts } from '../../src/triage/meaning.ts';

/** A mail that says nothing, and what a test adds to it. */
export const mail = (facts: Partial<Facts> = {}): Facts => ({
  subject: '',
  text: '',
  importance: null,
  instances: [],
  knownInstances: new Set(['tt_milano', 'tt_roma-est', 'Ospedale San Carlo']),
  hasImages: false,
  ...facts,
});
