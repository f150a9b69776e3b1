// What others are told of a mail: its new words, with their tables and pictures, and its files.
import { travelling } from '../desk/attachment.ts';
import type { Told } from '../desk/notice.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import { foldDecoration } from '../triage/incident/decoration.ts';
import { type OwnHtml, ownHtml } from '../triage/quoted/own-html.ts';

/** The mail with its decoration marked. `seen`: the hashes of files that the ticket has already. */
export function withoutDecoration<T extends Pick<IncomingMessage, 'html' | 'attachments'>>(
  message: T,
  text: string,
  seen: ReadonlySet<string> = new Set(),
): T {
  const own = ownPart(message, text);
  return { ...message, attachments: foldDecoration(message.attachments, { seen, within: own?.pictures ?? null }) };
}

/** `told` are the words that go out, which `message` may say with more around them. */
export function toldOf(message: Pick<IncomingMessage, 'html' | 'attachments'>, told: string): Told {
  const files = travelling(message.attachments);
  const own = ownPart(message, told);
  return {
    ...(files.length > 0 ? { files } : {}),
    ...(own && /<(?:table|img)\b/.test(own.html) ? { html: own.html } : {}),
  };
}

const ownPart = ({ html }: Pick<IncomingMessage, 'html'>, text: string): OwnHtml | null =>
  html === null || !/<(?:table|img)\b/i.test(html) ? null : ownHtml(html, text);
