// The author's new words as HTML, with the tables and pictures that the plain text cannot show.
//
// The text says what is new: quotes, signatures and commands are gone from it. The HTML is read along with it, letter
// by letter. What stands in both is kept, what stands only in the HTML is left out. Where a letter of the text is not
// found in the HTML, there is no result, and the text is shown. One pass, linear in both.

/** `pictures`: the Content-IDs within the new words, in their order. */
export type OwnHtml = Readonly<{ html: string; pictures: readonly string[] }>;

const maxLength = 300_000;
const kept = new Set(
  'p div br ul ol li table thead tbody tfoot tr td th caption b strong i em u s code pre'.split(' '),
);
const headings = /^h[1-6]$/;

/** `html` is safe HTML, balanced and escaped (parse/html/safe-html.ts). Null where the two do not agree. */
export function ownHtml(html: string, text: string): OwnHtml | null {
  if (html.length > maxLength || text.length > maxLength) return null;
  const reader = new OwnReader(charactersOf(withoutLinks(text)));
  for (const [token] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (token.startsWith('<')) reader.tag(token);
    else reader.words(token);
    if (reader.isOver) break;
  }
  return reader.result();
}

class OwnReader {
  isOver = false;
  readonly #wanted: string;
  #read = 0;
  #out = '';
  #open: string[] = [];
  /** Of each open list: the number of its items; null for one without numbers. */
  #lists: (number | null)[] = [];
  #number = '';
  #isDropping = false;
  #pictures: string[] = [];

  constructor(wanted: string) {
    this.#wanted = wanted;
  }

  words(token: string): void {
    const plain = decoded(token);
    const characters = charactersOf(plain);
    if (characters === '') {
      if (!this.#isDropping) this.#out += escaped(plain);
      return;
    }
    const number = this.#number;
    this.#number = '';
    if (this.#read === this.#wanted.length) this.isOver = true;
    else if (this.#take(characters)) this.#out += escaped(plain);
    else if (number !== '' && this.#take(number + characters)) this.#out += escaped(plain);
    else if (this.#endsWithin(characters)) this.#cut(plain);
    else this.#isDropping = true;
  }

  #take(characters: string): boolean {
    if (!this.#wanted.startsWith(characters, this.#read)) return false;
    this.#read += characters.length;
    this.#isDropping = false;
    return true;
  }

  /** The text ends within these words. */
  #endsWithin = (characters: string): boolean => characters.startsWith(this.#wanted.slice(this.#read));

  #cut(plain: string): void {
    let left = this.#wanted.length - this.#read;
    let end = 0;
    for (const character of plain) {
      if (left === 0 && !/[\p{P}]/u.test(character)) break;
      if (isWanted(character)) left -= 1;
      end += character.length;
    }
    this.#read = this.#wanted.length;
    this.#out += escaped(plain.slice(0, end));
    this.isOver = true;
  }

  tag(token: string): void {
    const [, slash = '', name = ''] = /^<(\/?)([a-z0-9]+)/i.exec(token) ?? [];
    if (name === 'img') this.#picture(token);
    else if (name === 'br') this.#out += this.#isDropping ? '' : '<br>';
    else if (slash === '') this.#enter(name, token);
    else this.#leave(name);
  }

  #enter(name: string, token: string): void {
    if (name === 'ol' || name === 'ul') this.#lists.push(name === 'ol' ? 0 : null);
    if (name === 'li') this.#countItem();
    const element = elementFor(name);
    this.#open.push(element);
    if (element !== '') this.#out += `<${element}${attributesOf(element, token)}>`;
  }

  #countItem(): void {
    const count = this.#lists.at(-1);
    if (typeof count !== 'number') return;
    this.#lists[this.#lists.length - 1] = count + 1;
    this.#number = String(count + 1);
  }

  #leave(name: string): void {
    if (name === 'ol' || name === 'ul') this.#lists.pop();
    const element = this.#open.pop() ?? '';
    if (element !== '') this.#out += `</${element}>`;
  }

  #picture(token: string): void {
    const cid = decoded(/\ssrc="cid:([^"]*)"/i.exec(token)?.[1] ?? '');
    const alt = decoded(/\salt="([^"]*)"/i.exec(token)?.[1] ?? '');
    const said = charactersOf(alt);
    // The plain text may have the alt text in the picture's place.
    if (said !== '') this.#take(said);
    if (cid === '') return;
    this.#pictures.push(cid);
    this.#out += `<img src="cid:${escaped(cid)}" alt="${escaped(alt)}">`;
  }

  result(): OwnHtml | null {
    if (this.#read < this.#wanted.length) return null;
    const ends = this.#open.toReversed().map(element => (element === '' ? '' : `</${element}>`));
    return { html: `${this.#out}${ends.join('')}`, pictures: this.#pictures };
  }
}

const elementFor = (name: string): string =>
  headings.test(name) ? 'p' : kept.has(name) || name === 'a' || name === 'blockquote' ? name : '';

function attributesOf(element: string, token: string): string {
  const wanted = element === 'a' ? ['href'] : element === 'td' || element === 'th' ? ['colspan', 'rowspan'] : [];
  return wanted
    .map(name => [name, new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(token)?.[1]] as const)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${value}"`))
    .join('');
}

/** The second form of a link, and the marks of pictures, that mail programs put into plain text. */
const withoutLinks = (text: string): string =>
  text
    .replace(/\[(?:cid|image|https?|mailto|tel):[^\]\n]{0,2000}\]/gi, ' ')
    .replace(/<(?:https?|mailto|tel):[^>\n]{0,2000}>/gi, ' ');

const charactersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
const isWanted = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };
const decoded = (text: string): string =>
  text.replace(/&(?:(amp|lt|gt|quot|nbsp)|#(\d{1,6}));/g, (_, name: string, code: string) =>
    name ? entities[name]! : String.fromCodePoint(Math.min(Number(code), 0x10_ffff)),
  );
const escaped = (text: string): string => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`);
