// Delivery reports as plain text: qmail, Exim, Sendmail 8, old Exchange, Notes, Yahoo, Japanese carriers.
//
// Their wording differs, their layout does not: recipients, each on a line of its own or after a label and
// followed by the other server's reply, then the returned mail. So the layout is read; words only show
// where the returned mail begins and whether the mail system is still trying.
import type { Address } from '../address.ts';
import { parseHeader } from '../header.ts';
import {
  actionOfStatus,
  addressesIn,
  type DeliveryAction,
  type DeliveryReport,
  oneLine,
  reportOfGroup,
  statusIn,
} from './fields.ts';

const maxText = 40_000;
const maxLines = 400;
const maxRecipients = 200;

/** `delayed`: the subject already says that the mail is delayed. */
export function deliveryReportsInText(text: string, delayed: boolean): DeliveryReport[] {
  const lines = reportedLines(text);
  const action: DeliveryAction = delayed || saysDelayed(lines) ? 'delayed' : 'failed';
  const written = writtenGroups(lines);
  if (written.length > 0) return written.map(report => ({ ...report, action: report.action ?? action }));
  const finders = [recipientOnOwnLine, ...forms.map(form => (line: string) => recipientAfter(form, line))];
  for (const find of finders) {
    const places = placesOf(find, lines);
    if (places.length > 0) return places.map(place => reportAt(place, places, lines, action));
  }
  return [];
}

// Where the returned mail begins: its own header must not be searched for recipients.
const returned =
  /^[\s>*|=+#-]{0,80}(?:original message|original mail|returned message|message headers? follow|message header follows|message text follows|included is a copy|copy of (?:the|your) (?:original )?message|this is a copy of (?:the|your) message|below this line is a copy|the header of the original message|the original message follows|original message follows|unsent message|message details|undelivered message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|returned mail follows|body of message|開始|以下は|原メール)|^(?:received|return-path|x-received|dkim-signature|arc-seal): ?\S/i;

function reportedLines(text: string): string[] {
  const lines = text
    .slice(0, maxText)
    .split('\n', maxLines)
    .map(line => line.slice(0, 1000).trimEnd());
  const end = lines.findIndex((line, n) => n > 1 && returned.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

const delayWords =
  /this is a warning|warning message only|warning only|has been delayed|is delayed|delayed \d|still being retried|will be retried|will retry|will keep trying|continue to try|not yet been delivered|need to resend|no action is required|for more than \d+ hours?|noch nicht zugestellt|wurde verzögert|a été retard|sigue intentando|se reintentar|verrà ritentat|opóźnion/i;
const failureWords =
  /permanent|failed permanently|given up|giving up|could not be delivered after|aborted|rejected|no further attempts/i;

const saysDelayed = (lines: readonly string[]): boolean =>
  lines.some(line => delayWords.test(line)) && !lines.some(line => failureWords.test(line));

/** Fields of RFC 3464 within text: a status part that lost its Content-Type on the way. */
function writtenGroups(lines: readonly string[]): DeliveryReport[] {
  const fields = lines.filter(line =>
    /^\s*(?:final-recipient|original-recipient|action|status|diagnostic-code):/i.test(line),
  );
  const groups: string[][] = [];
  for (const field of fields.map(line => line.trim())) {
    const name = field.slice(0, field.indexOf(':')).toLowerCase();
    const last = groups.at(-1);
    if (!last || last.some(line => line.toLowerCase().startsWith(`${name}:`))) groups.push([field]);
    else last.push(field);
  }
  const reports = groups.map(group => reportOfGroup(parseHeader(group.join('\n'))));
  return reports.filter(report => report?.recipient !== undefined && report?.recipient !== null) as DeliveryReport[];
}

type Place = Readonly<{ recipient: Address; line: number }>;

/** Patterns that find recipients, the most reliable first; the first one with a match is used. */
const forms: readonly RegExp[] = [
  // Old Exchange: c=US;a= ;p=Org;dda:SMTP=a@b; and IMail: Invalid final delivery userid: a@b
  /dda:smtp=|final delivery userid:?\s*|local mailbox\s+["'<]?/i,
  // Recipient: <a@b> · Unknown user: a@b · Addressed To: a@b · your mail to <a@b>
  /(?:recipient|addressed to|unknown user|undeliverable to|attempts?|adress\w{0,9}|destinat\w{1,9}|empfänger|geadresseerde|получател|delivered to|your mail to|deliver(?:y)? to|errors?)[^:<@]{0,40}[:<]\s*/i,
  /rcpt to:/i,
  /couldn't|could not|wasn't|cannot|can't|unable|failed|error|undeliverable|\bnot\b|konnte|impossi|\bno se\b|\bnon\b/i,
  /^(?=[^@]{0,200}<)/,
  // Your message to a@b could not be delivered · n'a pu être remis à : a@b
  /(?:message|e-?mail|mensaje|messaggio|mensagem|nachricht) (?:to|for|a|para|à|an) ["'<]?|n'a p(?:u|as)\b/i,
];
// <a@b>: reason · a@b · * a@b · "a@b": · a@b ... unknown host · a@b on 4/29 · 550 5.1.1 <a@b>... User unknown
const ownLine =
  /^\s*(?:[*•-]\s*)?(?:[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3} )?)?["']?<?([^\s<>"'(),;:]{1,64}@[^\s<>"'(),;:]{1,253}?)>?["']?(?:\s*:|\s*$|\s+\(|\s*\.\.\.|\s+\[|\s+on \S|\s{2,}|\s+-|\s+invalid|\s+was )/i;

const recipientOnOwnLine = (line: string): Address | null => addressesIn(ownLine.exec(line)?.[1] ?? '')[0] ?? null;

function recipientAfter(form: RegExp, line: string): Address | null {
  const found = form.exec(line);
  return found ? (addressesIn(line.slice(found.index + found[0].length))[0] ?? null) : null;
}

function placesOf(find: (line: string) => Address | null, lines: readonly string[]): Place[] {
  const places = new Map<Address, Place>();
  for (const [line, words] of lines.entries()) {
    if (places.size >= maxRecipients) break;
    if (!words.includes('@') || /^\s*(?:from|sender|mail from|reply-to|to|cc)\b/i.test(words)) continue;
    const recipient = find(words);
    if (recipient && !places.has(recipient)) places.set(recipient, { recipient, line });
  }
  return [...places.values()];
}

/** The text between this recipient and the next, or the whole text for a single recipient. */
function reportAt(
  place: Place,
  all: readonly Place[],
  lines: readonly string[],
  action: DeliveryAction,
): DeliveryReport {
  const next = all[all.indexOf(place) + 1]?.line ?? lines.length;
  const own = lines.slice(place.line, Math.min(Math.max(next, place.line + 1), place.line + 12));
  const whole = all.length === 1 ? lines : own;
  const said = whole.find(line => statusIn(line) !== null) ?? whole.find(line => /(?:^|\W)[45]\d\d[ -]\S/.test(line));
  const status = statusIn(said ?? '');
  const words =
    said ??
    own
      .map(line => line.trim())
      .filter(line => line !== '')
      .slice(0, 3)
      .join(' ');
  // A 4.x.x code in a report of failure: the server tried for days and gave up.
  const fate = action === 'failed' ? 'failed' : (actionOfStatus(status) ?? action);
  return {
    recipient: place.recipient,
    action: fate === 'delivered' ? action : fate,
    status,
    diagnostic: oneLine(words),
  };
}
