// HTML that is safe to show: an allow-list of elements that format text. No script, style, form or frame;
// images only from within the mail, so that nothing runs, is sent or is fetched.
import sanitizeHtml from 'sanitize-html';

const maxLength = 1024 * 1024;

const rel = 'noopener noreferrer nofollow';

/** No element that is allowed. */
const leftOut = { tagName: 'left-out', attribs: {} };

const options: sanitizeHtml.IOptions = {
  allowedTags: (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em ' +
    'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp section ' +
    'small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
  allowedAttributes: {
    '*': ['dir', 'lang', 'title', 'align', 'valign'],
    a: ['href', 'rel', 'target'],
    img: ['src', 'alt', 'width', 'height'],
    font: ['color', 'size'],
    table: ['border', 'cellpadding', 'cellspacing', 'width'],
    td: ['colspan', 'rowspan', 'width', 'height'],
    th: ['colspan', 'rowspan', 'width', 'height'],
    ol: ['start', 'type'],
    blockquote: ['type'],
  },
  allowedSchemes: ['https', 'mailto'],
  allowedSchemesByTag: { img: ['cid'] },
  allowProtocolRelative: false,
  nestingLimit: 100,
  nonTextTags: [
    'style',
    'script',
    'textarea',
    'option',
    'noscript',
    'title',
    'xmp',
    'template',
    'svg',
    'math',
    'iframe',
    'object',
  ],
  transformTags: {
    a: (tagName, { href = '' }) => ({
      tagName,
      attribs: /^(?:https|mailto):/i.test(href) ? { href, rel, target: '_blank' } : {},
    }),
    // A relative URL would load from the site that shows the mail. Not by `exclusiveFilter`, which copies all that was
    // written before each image that it takes out.
    img: (tagName, attribs) => (/^cid:/i.test(attribs.src ?? '') ? { tagName, attribs } : leftOut),
  },
};

/** Never throws; at most 1 MB of the source is read. */
export function safeHtml(html: string): string {
  return sanitizeHtml(html.slice(0, maxLength), options);
}

/** Plain text as HTML, for a mail of which only some parts are HTML. */
export const textAsHtml = (text: string): string =>
  `<pre>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</pre>`;
