// Finds the signs of a machine or a person in a mail, each on its own; machine.ts weighs them.
import { localPartOf } from '../../mail/address.ts';
import { deliveryReportsInText } from '../../mail/dsn/text.ts';
import { fieldValue, fieldValues } from '../../mail/header.ts';
import type { Report } from '../../mail/report.ts';
import { peoplesPrograms, robotNames, robotTitles } from './machine-authors.ts';
import type { MachineClass, MailFacts, Sign } from './machine-class.ts';
import { type FieldRow, machineFields, massMailFields, sure } from './machine-fields.ts';
import { systemSigns, systemWordSigns } from './machine-systems.ts';
import {
  openingHits,
  opensAsReport,
  quotesSomething,
  readsAsAnswer,
  subjectHit,
  tellsOfAbsence,
} from './machine-text.ts';

export const signsOf = (facts: MailFacts): readonly Sign[] => [
  ...reportSigns(facts),
  ...fieldSigns(facts),
  ...envelopeSigns(facts),
  ...systemSigns(facts),
  ...authorSigns(facts),
  ...textSigns(facts),
  ...personSigns(facts),
];

const matches = (value: string, row: Readonly<{ value?: RegExp }>): boolean =>
  row.value ? row.value.test(value.slice(0, 200)) : !/^(?:no|false|0)$/i.test(value);

export const hasField = (facts: MailFacts, row: Readonly<{ name: string; value?: RegExp }>): boolean =>
  fieldValues(facts.header, row.name).some(value => matches(value, row));

const reportKinds: readonly (readonly [RegExp, MachineClass, string])[] = [
  [/disposition-notification/i, 'mdn', 'disposition-notification'],
  [/feedback-report/i, 'complaint', 'feedback-report'],
  [/tlsrpt/i, 'notification', 'tlsrpt'],
  [/^/, 'dsn', 'delivery-status'],
];

// RFC 6522: the whole mail is a report. A report deeper in the mail may have been forwarded by a person.
function reportSigns({ header, report }: MailFacts): Sign[] {
  const contentType = (fieldValue(header, 'content-type') ?? '').slice(0, 1000);
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'multipart/report' || type === 'message/delivery-status') {
    const stated = /report-type/i.test(contentType) ? contentType : (report?.kind ?? '');
    const [, machineClass, name] = reportKinds.find(([pattern]) => pattern.test(stated))!;
    return [{ kind: 'report', class: machineClass, weight: sure, words: `multipart/report: ${name}` }];
  }
  if (type === 'text/calendar' && /method="?(?:reply|counter|refresh)/i.test(contentType)) {
    return [{ kind: 'report', class: 'calendar', weight: sure, words: 'text/calendar; method=REPLY' }];
  }
  if (!report) return [];
  const [, machineClass] = reportKinds.find(([pattern]) => pattern.test(report.kind))!;
  return [{ kind: 'report', class: machineClass, weight: weightOf(report), words: `holds a ${report.kind} part` }];
}

/** People forward failures with the status part attached, but complaints they do not, and an attached mail says less. */
const weightOf = ({ kind, attached }: Report): number =>
  kind === 'feedback-report' && !attached ? sure : attached ? 3 : 1;

function fieldSigns(facts: MailFacts): Sign[] {
  const listed = hasField(facts, { name: 'list-post' }) || hasField(facts, { name: 'x-beenthere' });
  // Lists add Precedence: bulk to the mail of people, so on a list it says nothing about the author.
  const rows = machineFields.filter(row => !(listed && row.weight < sure) && hasField(facts, row));
  return [...rows.map(row => fieldSign(facts, row)), ...(listed ? [] : massMailSigns(facts))];
}

function fieldSign(facts: MailFacts, { name, class: machineClass, weight }: FieldRow): Sign {
  return { kind: 'field', class: machineClass, weight, words: fieldWords(facts, name) };
}

/** The field as an operator would search for it: `Precedence: bulk`. */
export const fieldWords = ({ header }: MailFacts, name: string): string =>
  `${titled(name)}: ${(fieldValue(header, name) ?? '').slice(0, 60)}`;

const titled = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, dash, letter) => dash + letter.toUpperCase());

// Some relays add the fields of mass mailings to all mail. Thread-Index shows mail of Outlook or Exchange.
function massMailSigns(facts: MailFacts): Sign[] {
  if (!hasField(facts, { name: 'list-unsubscribe' })) return [];
  const writtenByHand = ['in-reply-to', 'thread-index'].some(name => hasField(facts, { name }));
  if (writtenByHand || personSigns(facts).length > 0) return [];
  const marks = massMailFields.filter(row => hasField(facts, row)).map(({ name }) => titled(name));
  if (marks.length < 2) return [];
  return [{ kind: 'field', class: 'list', weight: sure, words: `mass mailing: List-Unsubscribe, ${marks.join(', ')}` }];
}

const systemPath = /^(?:mailer-daemon|mailer_daemon|postmaster)$/;

function envelopeSigns({ mailFrom, header }: MailFacts): Sign[] {
  // RFC 5321 section 4.5.5 reserves it for notifications, but broken web forms and mail rules use it, too.
  if (mailFrom === null) return [{ kind: 'envelope', class: null, weight: 4, words: 'null reverse-path' }];
  const local = localPartOf(mailFrom);
  if (systemPath.test(local)) return [{ kind: 'envelope', class: 'dsn', weight: 2, words: `reverse-path ${local}` }];
  const recorded = fieldValues(header, 'return-path').some(path => /^<\s*>|^<?mailer-daemon\b/i.test(path));
  return recorded ? [{ kind: 'envelope', class: null, weight: 2, words: 'null Return-Path field' }] : [];
}

const absence: Sign = { kind: 'shape', class: 'auto-reply', weight: 3, words: 'says who answers meanwhile' };

const askingOrGreeting = /\?|^\s*(?:hello|hi|dear|good|buon|salve|ciao|hola|estimad|ol[aá]|bonjour|hallo|guten|sehr)/i;

const programsName = /mail|gateway|syst|server|deliver|admin|notif|servi|support|corr?e|post|courr|daemon/i;

const hasPersonsName = (header: MailFacts['header']): boolean => {
  const name = /^([^<]{3,200})</.exec((fieldValue(header, 'from') ?? '').slice(0, 300))?.[1]?.trim() ?? '';
  return name !== '' && !programsName.test(name);
};

/** Words of a failure, the address that failed on a line or after a label, and no trace of a person. */
function failureShape(facts: MailFacts): Sign[] {
  const { header, text } = facts;
  const head = text.slice(0, 700);
  const byHand = ['thread-index', 'in-reply-to', 'references'].some(name => fieldValue(header, name) !== null);
  if (byHand || askingOrGreeting.test(head) || personSigns(facts).length > 0) return [];
  // A person who asks about failures begins with words of their own, or has a name.
  const begins = (opensAsReport(text) && !hasPersonsName(header)) || authorSigns(facts).length > 0;
  if (!begins || deliveryReportsInText(text, false).length === 0) return [];
  return [{ kind: 'shape', class: 'dsn', weight: 3, words: 'names an address that failed' }];
}

function authorSigns({ author, header }: MailFacts): Sign[] {
  const from = (fieldValue(header, 'from') ?? '').slice(0, 500);
  const local = author ? localPartOf(author) : (/mailer-daemon|postmaster/i.exec(from)?.[0].toLowerCase() ?? '');
  const squeezed = local === 'post_master' ? local : local.replace(/[._-]/g, '');
  const name = robotNames.find(({ pattern }) => pattern.test(squeezed));
  const title = robotTitles.find(({ pattern }) => pattern.test(from.replace(/<[^<>]*>/g, '')));
  const named = [name, title].filter(row => row !== undefined);
  const signs = named.map(
    (row): Sign => ({ kind: 'author', class: row.class, weight: row.weight, words: `From is ${row.reads}` }),
  );
  // RFC 6854 section 1: only a program writes From without an address.
  const nobody: Sign = { kind: 'author', class: null, weight: 2, words: 'From names no author' };
  return /^(?:[^<]{0,200}<\s*>)?$/.test(from) && !author ? [...signs, nobody] : signs;
}

function textSigns(facts: MailFacts): Sign[] {
  const { subject, text, header, attachmentTypes = [] } = facts;
  const reads = subjectHit(subject);
  const signs: Sign[] = [...(personSigns(facts).length > 0 ? [] : systemWordSigns(facts))];
  if (reads) signs.push({ ...reads, kind: 'subject' });
  if (reads?.class === 'dsn') signs.push(...failureShape(facts));
  if (reads?.class === 'auto-reply' && tellsOfAbsence(text)) signs.push(absence);
  const openings = openingHits(text).filter(({ weight }) => !reads?.bare || weight > 2);
  signs.push(...openings.map((hit): Sign => ({ ...hit, kind: 'opening' })));
  // Mail programs of people begin the subject of an answer with `Re:` in some language; responders do not.
  const answers = fieldValue(header, 'in-reply-to') !== null || fieldValue(header, 'references') !== null;
  if (answers && !readsAsAnswer(subject)) {
    signs.push({ kind: 'shape', class: 'auto-reply', weight: 2, words: 'an answer without Re: in its subject' });
  }
  if (attachmentTypes.some(type => /^(?:text\/calendar|application\/ics)/i.test(type))) {
    signs.push({ kind: 'shape', class: 'calendar', weight: 2, words: 'holds a calendar part' });
  }
  return signs;
}

function personSigns({ header, text }: MailFacts): Sign[] {
  const program = fieldValue(header, 'user-agent') ?? fieldValue(header, 'x-mailer') ?? '';
  const signs: Sign[] = [];
  if (peoplesPrograms.test(program) || /@mail\.gmail\.com>/i.test(fieldValue(header, 'message-id') ?? '')) {
    signs.push({ kind: 'person', class: null, weight: -2, words: 'written with a mail program' });
  }
  if (quotesSomething(text)) signs.push({ kind: 'person', class: null, weight: -1, words: 'quotes another mail' });
  return signs;
}
