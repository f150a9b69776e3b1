// Decides from header, author and words whether a machine or a person wrote a mail.
//
// `classify` weighs signs. Some decide alone: RFC 3834's Auto-Submitted, a multipart/report, a From of
// mailer-daemon. All others occur in people's mail, too ("I get 'Undeliverable: …' all day"), so they
// must be of several kinds and reach `enough` together. Words alone must be nearly certain, and never
// make a DSN. In doubt it is a person: a machine taken for a person costs one receipt, a person taken
// for a machine costs a ticket. Pure.
import type { MachineClass, MailFacts, Sign } from './machine-class.ts';
import { quietFields, sure } from './machine-fields.ts';
import { fieldWords, hasField, signsOf } from './machine-signs.ts';

export type Classification = Readonly<{
  class: 'person' | MachineClass;
  /** Short words for an operator, the strongest sign first. */
  evidence: readonly string[];
  /** No automatic mail may answer this one (RFC 3834 section 2). People's mail can ask for that, too. */
  suppressAnswer: boolean;
  /** Taken for a person, but with doubt: receipts to such mail have a budget. */
  doubtful: boolean;
}>;

const enough = 5;
const doubt = 3;
/** Needed where the signs are in words and fields only, which the author could have written. */
const enoughWords = 6;

export function classify(facts: MailFacts): Classification {
  const signs = [...signsOf(facts)].sort((a, b) => b.weight - a.weight);
  const machine = isMachine(signs);
  const quiet = silenceAsked(facts);
  // Signs of a person are listed only beside signs of a machine.
  const against = signs.filter(({ kind }) => kind !== 'person');
  const told = (machine || against.length === 0 ? against : signs).map(({ words }) => words);
  return {
    class: machine ? likeliestClass(signs) : 'person',
    evidence: [...new Set([...told, ...quiet])],
    doubtful: !machine && bestOf(signs, () => true).sum >= doubt,
    suppressAnswer: machine || facts.mailFrom === null || quiet.length > 0,
  };
}

function isMachine(signs: readonly Sign[]): boolean {
  if (signs.some(({ weight }) => weight >= sure)) return true;
  const told = signs.find(({ kind }) => kind === 'subject') ?? signs.find(({ kind }) => kind === 'opening');
  const { best, sum } = bestOf(signs, sign => supports(sign, told?.class ?? null));
  const has = (...kinds: Sign['kind'][]) => kinds.some(kind => best.has(kind));
  if (has('envelope', 'author', 'report')) return sum >= enough;
  if (has('subject') && has('field', 'shape')) return sum >= enough;
  return told?.class !== 'dsn' && sum >= enoughWords;
}

/** Of each kind only the strongest sign counts: two fields of one program are not independent. */
function bestOf(
  signs: readonly Sign[],
  counts: (sign: Sign) => boolean,
): { best: Map<Sign['kind'], Sign>; sum: number } {
  const best = new Map<Sign['kind'], Sign>();
  for (const sign of signs) if (!best.has(sign.kind) && counts(sign)) best.set(sign.kind, sign);
  return { best, sum: [...best.values()].reduce((total, { weight }) => total + weight, 0) };
}

/** Whether a sign agrees with the class that the words give: X-Auto-Response-Suppress does not support a DSN. */
function supports({ kind, class: machineClass }: Sign, told: MachineClass | null): boolean {
  if (told === null || (kind !== 'field' && kind !== 'shape' && kind !== 'opening')) return true;
  return machineClass === told || (machineClass === null && told === 'auto-reply');
}

const byNature: readonly MachineClass[] = [
  'complaint',
  'mdn',
  'dsn',
  'calendar',
  'challenge',
  'auto-reply',
  'list',
  'notification',
];

/** A report states its class. Else the class with the greatest weight counts, the more specific one first. */
function likeliestClass(signs: readonly Sign[]): MachineClass {
  const stated = signs.find(({ kind, weight }) => kind === 'report' && weight >= sure)?.class;
  if (stated) return stated;
  const weightOf = (machineClass: MachineClass) =>
    signs.filter(sign => sign.class === machineClass).reduce((total, { weight }) => total + weight, 0);
  const [likeliest] = [...byNature].sort((a, b) => weightOf(b) - weightOf(a));
  // A no-reply address says nothing about the class of its mail.
  const [particular] = byNature.filter(name => name !== 'notification' && weightOf(name) >= 3);
  if (likeliest === 'notification' && particular) return particular;
  return likeliest && weightOf(likeliest) > 0 ? likeliest : 'notification';
}

// Reverse-paths of lists and bulk mailers: VERP, owner-x, x-request, x-bounces. Microsoft 365 writes `bounces+SRS=…`
// on mail that people have forwarded.
const listPath = /^(?:bounces?|owner)[-+=](?!srs=)|[-+]bounces?(?:[-+]|@)|-(?:request|owner)@/;

function silenceAsked(facts: MailFacts): string[] {
  const fields = quietFields.filter(row => hasField(facts, row)).map(row => fieldWords(facts, row.name));
  const listed = facts.mailFrom !== null && listPath.test(facts.mailFrom);
  return listed ? [...fields, 'reverse-path of a list or bulk mailer'] : fields;
}
