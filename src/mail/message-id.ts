/** With its angle brackets, as RFC 5322 section 3.6.4 writes it: `<left@right>`. */
export type MessageId = string & { readonly brand: 'MessageId' };

// Anything between brackets with one @; real mail programs write far more than the RFC's dot-atoms.
const messageId = /<[^<>\s]{1,250}@[^<>\s]{1,250}>/g;
const maxIds = 100;

/** The ids in a Message-ID, In-Reply-To or References value, in order, without repetitions; at most 100. */
export function messageIdsIn(value: string | null): MessageId[] {
  return [...new Set(value?.match(messageId) ?? [])].slice(0, maxIds) as MessageId[];
}

// Amazon SES replaces the Message-ID; its domain depends on the region, and its 250 has only the left side.
const sesReply = /^250 (?:2\.0\.0 )?Ok:? ([0-9a-f]{16}(?:-[0-9a-f]{4,12}){5}(?:-[0-9]{6})?)\.?$/i;
const sesId = /^<([0-9a-f]{16}[0-9a-f-]{1,60})@(?:[a-z0-9-]{1,40}\.)?amazonses\.com>$/i;
const sesForm = (left: string) => `<${left.toLowerCase()}@amazonses.com>` as MessageId;

/** The id in a 250 of SES, in the form that stands for all regions; null for any other reply. */
export function idOfSes(reply: string): MessageId | null {
  const [, left] = reply.length > 200 ? [] : (sesReply.exec(reply.trim()) ?? []);
  return left === undefined ? null : sesForm(left);
}

/** The ids; those of SES also in the form that stands for all regions. */
export const withSesForms = (ids: readonly string[]): string[] =>
  ids.flatMap(id => {
    const [, left] = sesId.exec(id) ?? [];
    return left === undefined ? [id] : [id, sesForm(left)];
  });
