// How mail programs mark in HTML what is a quote, what introduces one, what is a signature, and what is hidden.

/** An element with what it hands down to those within. */
export type Element = {
  name: string;
  attributes: Record<string, string | undefined>;
  hidden: boolean;
  preformatted: boolean;
  /** How many quotes it is in, itself included. */
  depth: number;
  quote: boolean;
  /** Of a list: how many it has had. */
  items: number;
};

const maxQuotes = 20;
const skipped = new Set(
  'style script head title template svg math noframes object iframe audio video select xml'.split(' '),
);
const quoteClass =
  /(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|cite|tutanota_quote|iwmsrquoted|moz-cite)(?:\s|$)/;
const leadClass =
  /(?:^|\s)(?:gmail_attr|moz-cite-prefix|yahoo_quoted_header|x_moz-cite-prefix|gmail_quote_attribution)(?:\s|$)/;
// Whatever the program: front-signature, gmail_signature, ydp1yahoo-signature, protonmail_signature_block.
const signatureName =
  /(?:^|[\s_-]|\d)(?:signature|applemailsignature|mail_signature)(?:$|[\s_-])|^messagesignaturesection$|\bydp\w{1,20}signature\b/i;
const referenceId =
  /^(?:x_)*(?:divrplyfwdmsg|olk_src_body_section|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|appendonsend_reply|stopspelling|zwchr|mailcontainerbody_reply)$/i;
// What Word puts above the header block: the only box with a line on top and that padding.
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
    hidden: parent?.hidden === true || skipped.has(name) || 'hidden' in attributes || unseen.test(style),
    preformatted: isPreformatted(name, style) ?? parent?.preformatted === true,
    depth: Math.min(maxQuotes, (parent?.depth ?? 0) + (quote ? 1 : 0)),
    quote: quote && (parent?.depth ?? 0) < maxQuotes,
    items: 0,
  };
}

/** Null where the element says nothing about it. */
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
  // An author who quotes a web page cites its URL; mail programs cite a mail (`mid:`, `cid:`) or nothing.
  if (/^https?:/i.test(attributes.cite ?? '') && attributes.type === undefined) return false;
  // Gmail and Outlook indent with a blockquote without a border: that is layout, and the author's own.
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

/** What stands above the mail answered: Outlook's and Zimbra's boxes. */
export const opensReference = ({ attributes }: Element): boolean =>
  referenceId.test(attributes.id ?? '') || outlookBox.test((attributes.style ?? '').slice(0, 300));

/** Word and Outlook set their paragraphs without space between; an empty line is a paragraph of its own there. */
export const isTight = ({ attributes }: Element): boolean =>
  /(?:^|\s)(?:x_)*(?:mso\w{1,30}|elementtoproof)(?:\s|$)/i.test((attributes.class ?? '').slice(0, 500)) ||
  /margin(?:-top|-bottom)?\s*:\s*0/i.test((attributes.style ?? '').slice(0, 300));
