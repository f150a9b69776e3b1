import { type Address, domainOf, localPartOf } from '../../mail/address.ts';
import type { Words } from './words.ts';

/** RFC 6068 section 2; a plus needs no escape, line ends are CRLF (section 5). */
export function mailto(to: Address, subject: string, body = ''): string {
  const fields = [
    `subject=${encode(subject)}`,
    ...(body === '' ? [] : [`body=${encode(body.replaceAll('\n', '\r\n'))}`]),
  ];
  return `mailto:${encode(localPartOf(to)).replaceAll('%2B', '+')}@${domainOf(to)}?${fields.join('&')}`;
}

/** Prepared mails whose subject is the command, so that sending one is enough. */
export function lettingInLinks(replyTo: Address, mailId: string, words: Words) {
  const said = words.held as Words | undefined;
  const link = (name: string) => mailto(replyTo, `${said?.[name]} ${mailId}`, String(said?.[name]));
  return { letInUrl: link('letIn'), alwaysUrl: link('always'), keepOutUrl: link('keepOut') };
}

const encode = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');
