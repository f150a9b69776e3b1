// HTML parsers search their stack of open elements at every tag: markup nested a hundred thousand deep takes
// them minutes. So deep markup is flattened before any of them reads it.

const maxDepth = 200;
const tag = /<(\/?)([a-z][a-z0-9:_-]{0,60})/gi;
// Elements that never nest: the parser closes them when the next one opens.
const uncounted = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead tbody tfoot rt rp'.split(
    ' ',
  ),
);

/** The same markup without the tags that are nested more than 200 deep. One pass. */
export function flatter(html: string): string {
  const kept: string[] = [];
  const open: string[] = [];
  /** Tags that were dropped and are still open. */
  let dropped = 0;
  let start = 0;
  for (const match of html.matchAll(tag)) {
    const [, slash, written = ''] = match;
    const name = written.toLowerCase();
    if (uncounted.has(name)) continue;
    const isDeep = dropped > 0 || (slash === '' && open.length === maxDepth);
    if (slash === '' && isDeep) dropped++;
    else if (slash === '') open.push(name);
    else if (dropped > 0) dropped--;
    else {
      // As a parser does: it closes what was opened within, and an end tag of nothing that is open ends nothing.
      const at = open.lastIndexOf(name);
      if (at >= 0) open.length = at;
    }
    if (isDeep && match.index >= start) {
      kept.push(html.slice(start, match.index));
      const end = html.indexOf('>', match.index);
      start = end < 0 ? html.length : end + 1;
    }
  }
  return kept.length === 0 ? html : kept.join('') + html.slice(start);
}
