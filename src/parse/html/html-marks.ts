// How mail programs mark quotes, their introductions, signatures and hidden text in HTML.

import { type SymbolFont, symbolFontOf } from './symbol-fonts.ts';

/** An element with what its descendants inherit. */
export type Element = {
  name: string;
  attributes: Record<string, string | undefined>;
  hidden: boolean;
  preformatted: boolean;
  /** Depth of quotes, itself included. */
  depth: number;
  quote: boolean;
  /** Of a list: its items so far. */
  items: number;
  /** The font whose letters are pictures, or null. */
  symbols: SymbolFont | null;
};

const maxQuotes = 20;
const skipped = new Set('style script head title template svg math noframes object iframe audio video xml'.split(' '));
const quoteClass =
  /(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|cite|tutanota_quote|iwmsrquoted|moz-cite)(?:\s|$)/;
const leadClass =
  /(?:^|\s)(?:gmail_attr|moz-cite-prefix|yahoo_quoted_header|x_moz-cite-prefix|gmail_quote_attribution)(?:\s|$)/;
// Such as front-signature, gmail_signature, ydp1yahoo-signature, protonmail_signature_block.
const signatureName =
  /(?:^|[\s_-]|\d)(?:signature|applemailsignature|mail_signature)(?:$|[\s_-])|^messagesignaturesection$|\bydp\w{1,20}signature\b/i;
const referenceId =
  /^(?:x_)*(?:divrplyfwdmsg|olk_src_body_section|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|appendonsend_reply|stopspelling|zwchr|mailcontainerbody_reply)$/i;
// Outlook's box (by Word) above the quoted header: the only one with a top border and that padding.
const outlookBox =
  /border:\s?none;\s?border-top:\s?solid\s(?:#[0-9a-f]{6}|windowtext)\s\d(?:\.\d)?pt;\s?padding:\s?3(?:\.0)?pt/i;
const unseen =
  /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)|max-height\s*:\s*0(?:px)?\s*(?:;|!|$))/i;

export function elementOf(
  name: string,
  attributes: Record<string, string | undefined>,
  parent: Element | undefined,
): Element {
  const style = (attributes.style ?? '').slice(0, 1000);
  const quote = isQuote(name, attributes, style);
  return {
    name,
    attributes,
    hidden:
      parent?.hidden === true ||
      skipped.has(name) ||
      'hidden' in attributes ||
      isOpenChoice(name, attributes) ||
      unseen.test(style),
    preformatted: isPreformatted(name, style) ?? parent?.preformatted === true,
    depth: Math.min(maxQuotes, (parent?.depth ?? 0) + (quote ? 1 : 0)),
    quote: quote && (parent?.depth ?? 0) < maxQuotes,
    items: 0,
    symbols: symbolFontOf(attributes, style) ?? parent?.symbols ?? null,
  };
}

/** An option of a list that was not chosen. */
const isOpenChoice = (name: string, attributes: Record<string, string | undefined>): boolean =>
  name === 'option' && !('selected' in attributes);

/** Null where the element does not set it. */
function isPreformatted(name: string, style: string): boolean | null {
  const said = /white-space(?:-collapse)?\s*:\s*(?<how>pre|break-spaces|preserve|normal|nowrap|collapse)/i.exec(style)
    ?.groups?.how;
  if (said !== undefined) return /^(?:pre|break|preserve)/i.test(said);
  return name === 'pre' || name === 'textarea' ? true : null;
}

export const isSkipped = (name: string): boolean => skipped.has(name);

function isQuote(name: string, attributes: Record<string, string | undefined>, style: string): boolean {
  const marks = `${attributes.class ?? ''} ${attributes.type ?? ''}`.toLowerCase().slice(0, 500);
  if (name !== 'blockquote')
    return (
      /(?:^|\s)(?:ydp\w{1,20})?yahoo_quoted(?:\s|$)/.test(marks) ||
      (name === 'div' && (attributes.name === 'quote' || (attributes.id ?? '').slice(0, 200).includes('yahoo_quoted')))
    );
  // An http(s) `cite` is a web page that the author quotes; mail programs cite `mid:`, `cid:` or nothing.
  if (/^https?:/i.test(attributes.cite ?? '') && attributes.type === undefined) return false;
  // Gmail and Outlook indent by a blockquote without a border: that is the author's own text.
  return (
    quoteClass.test(marks) ||
    !/border(?:-left)?\s*:\s*(?:none|0)|margin:\s?0(?:px)?\s0(?:px)?\s0(?:px)?\s40px/i.test(style)
  );
}

/** The line that introduces a quote, whatever its language. */
export const isQuoteLead = ({ attributes, name }: Element): boolean =>
  name !== 'blockquote' && leadClass.test((attributes.class ?? '').toLowerCase().slice(0, 500));

export const isSignature = ({ attributes }: Element): boolean =>
  [attributes.class, attributes.id, attributes.name].some(name => signatureName.test((name ?? '').slice(0, 500))) ||
  'data-signatureblock' in attributes;

/** Outlook's and Zimbra's boxes above the quoted mail. */
export const opensReference = ({ attributes }: Element): boolean =>
  referenceId.test(attributes.id ?? '') || outlookBox.test((attributes.style ?? '').slice(0, 300));

/** A paragraph of Word or Outlook: without space between, as an empty line is a paragraph of its own. */
export const isTight = ({ attributes }: Element): boolean =>
  /(?:^|\s)(?:x_)*(?:mso\w{1,30}|elementtoproof)(?:\s|$)/i.test((attributes.class ?? '').slice(0, 500)) ||
  /margin(?:-top|-bottom)?\s*:\s*0/i.test((attributes.style ?? '').slice(0, 300));
