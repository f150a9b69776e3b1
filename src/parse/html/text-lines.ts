// Builds plain text: takes words, returns lines with their quote marks.

type TextLine = { text: string; depth: number };

const maxIndent = 8;
const maxTabs = 6;

export class TextLines {
  depth = 0;
  readonly #lines: TextLine[] = [];
  #parts: string[] = [];
  #length = 0;
  #depthOfLine = 0;
  #space = false;
  /** Line ends to write before the next word. */
  #owed = 0;
  #prefix = '';
  /** Of a table row: its cells so far, the line of its first words, and the tabs that come next. */
  #cells = 0;
  #rowLine = -1;
  #tabs = 0;

  /** Words; their white space is one space unless preformatted. */
  write(text: string, preformatted: boolean): void {
    if (preformatted) {
      this.#writeLines(text);
      return;
    }
    // Not \s: no-break spaces are kept.
    const words = text.replace(/[ \t\r\n\f]+/g, ' ');
    const trimmed = words.startsWith(' ') ? words.slice(1) : words;
    if (words.startsWith(' ')) this.#space = true;
    const ends = trimmed.endsWith(' ');
    const inked = ends ? trimmed.slice(0, -1) : trimmed;
    if (inked !== '') this.#put(inked);
    if (ends) this.#space = true;
  }

  #writeLines(text: string): void {
    for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
      if (at > 0) this.lineBreak();
      if (line !== '') this.#put(line);
    }
  }

  #put(text: string): void {
    this.#settle();
    if (this.#rowLine < 0) this.#rowLine = this.#lines.length;
    if (this.#space && this.#length > 0) this.#append(' ');
    if (this.#prefix !== '') this.#append(this.#prefix);
    this.#space = false;
    this.#prefix = '';
    this.#append(text.replaceAll('\u00a0', ' '));
  }

  #append(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  #settle(): void {
    if (this.#tabs > 0) {
      this.#append('\t'.repeat(this.#tabs));
      this.#tabs = 0;
      this.#owed = 0;
    }
    if (this.#owed === 0) return;
    this.#flush();
    // No line ends at the beginning of the text.
    for (let blank = 1; blank < this.#owed && this.#lines.length > 0; blank += 1) {
      const above = this.#lines.at(-1)!;
      if (above.text !== '' || blank > 1) this.#lines.push({ text: '', depth: Math.min(this.depth, above.depth) });
    }
    this.#owed = 0;
  }

  #flush(): void {
    if (this.#length > 0) this.#lines.push({ text: this.#parts.join(''), depth: this.#depthOfLine });
    this.#parts = [];
    this.#length = 0;
    this.#depthOfLine = this.depth;
  }

  /** A block begins or ends: ends the line and adds `lines - 1` blank ones. */
  block(lines: number): void {
    this.#space = false;
    if (this.#tabs > 0) return;
    this.#owed = Math.max(this.#owed, lines);
    if (this.#length > 0) return;
    this.#depthOfLine = this.depth;
  }

  lineBreak(): void {
    this.#space = false;
    if (this.#tabs > 0) return;
    // A break right after a block adds no second line end; two breaks make a blank line.
    if (this.#owed > 0 || this.#length === 0) this.#breakEmpty();
    else this.#owed = 1;
  }

  #breakEmpty(): void {
    this.#owed = Math.min(3, this.#owed + 1);
  }

  /** A horizontal rule. Of two in a row the one of underscores is kept. */
  rule(text: string): void {
    this.#end();
    const above = this.#lines.at(-1);
    if (above !== undefined && /^[-_]{30,}$/.test(above.text)) {
      if (text.startsWith('_')) above.text = text;
      return;
    }
    this.block(1);
    this.#put(text);
    this.block(1);
  }

  item(bullet: string, level: number): void {
    this.#prefix = `${'  '.repeat(Math.min(maxIndent, Math.max(0, level - 1)))}${bullet}`;
  }

  row(): void {
    this.#tabs = 0;
    this.#cells = 0;
    this.#rowLine = -1;
    this.block(1);
  }

  /** A cell after a cell of one line is put on the same line. An empty one keeps its column, up to a few. */
  cell(): void {
    this.#space = false;
    const isBeside = this.#cells > 0 && this.#length > 0 && this.#lines.length === this.#rowLine;
    this.#tabs = isBeside ? Math.min(maxTabs, this.#tabs + 1) : 0;
    if (this.#cells > 0 && !isBeside) this.block(1);
  }

  /** What a list says of a term stands beside the term. */
  beside(): void {
    if (this.#length === 0) this.block(1);
    else this.#tabs = 1;
    this.#space = false;
  }

  cellEnd(): void {
    this.#cells += 1;
    this.#space = false;
  }

  /** The position of the next word in the line, for `link`. */
  position(): number {
    return this.#owed > 0 ? 0 : this.#parts.length;
  }

  /** Adds the URL of a link, unless its words contain it. */
  link(from: number, href: string): void {
    const url = href.replace(/^mailto:([^?]*).*$/is, '$1').trim();
    const words = this.#parts.slice(from).join('').trim();
    if (
      words === '' ||
      url === '' ||
      url.length > 2000 ||
      /^(?:#|javascript:|cid:|data:|file:|about:|x-apple)/i.test(url)
    )
      return;
    const [said, leads] = [bare(words), bare(url)];
    if (said.includes(leads) || (said.length > 4 && leads.startsWith(said))) return;
    this.#space = false;
    if (this.#owed === 0) this.#append(` [${url}]`);
  }

  /** The number of lines so far: for `signature` and `quoteLead`. */
  mark(): number {
    return this.#lines.length + (this.#length > 0 ? 1 : 0);
  }

  /** Marks the text since `from` as a signature: adds `-- ` above it (RFC 3676 section 4.3), unless it is there. */
  signature(from: number): void {
    this.#end();
    if (from >= this.#lines.length || from === 0) return;
    const first = this.#lines.findIndex((line, at) => at >= from && line.text.trim() !== '');
    if (
      first < 0 ||
      isDelimiter(this.#lines[first]) ||
      this.#lines.slice(Math.max(0, first - 4), first).some(isDelimiter)
    )
      return;
    this.#lines.splice(first, 0, { text: '-- ', depth: this.#lines[first]!.depth });
  }

  /** Marks the text since `from`, which introduces a quote, as part of it; but not a divider above forwarded mail. */
  quoteLead(from: number): void {
    this.#end();
    const lead = this.#lines.slice(from);
    if (lead.some(line => /^\s*-{3,}/.test(line.text)) || lead.length > 8) return;
    for (const line of lead) if (line.text !== '') line.depth += 1;
  }

  #end(): void {
    if (this.#length > 0) this.#flush();
  }

  toString(): string {
    this.#end();
    return this.#lines
      .map(({ text, depth }) => (depth > 0 ? `${'> '.repeat(depth)}${text}`.trimEnd() : trimLine(text)))
      .join('\n')
      .trimEnd();
  }
}

const isDelimiter = (line: TextLine | undefined): boolean => line !== undefined && /^(?:--|__)\s?$/.test(line.text);
const trimLine = (text: string): string => (text === '-- ' ? text : text.trimEnd());
const bare = (url: string): string =>
  url
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^(?:www\.|tel:|mailto:)/, '')
    .replace(/[/\s]+$/, '');
