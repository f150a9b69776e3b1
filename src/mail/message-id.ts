/** With its angle brackets, as RFC 5322 section 3.6.4 writes it: `<left@right>`. */
export type MessageId = string & { readonly brand: 'MessageId' };

// Anything between brackets with one @; real mail programs write far more than the RFC's dot-atoms.
const messageId = /<[^<>\s]{1,250}@[^<>\s]{1,250}>/g;
const maxIds = 100;

/** The ids in a Message-ID, In-Reply-To or References value, in order, without repetitions; at most 100. */
export function messageIdsIn(value: string | null): MessageId[] {
  return [...new Set(value?.match(messageId) ?? [])].slice(0, maxIds) as MessageId[];
}
