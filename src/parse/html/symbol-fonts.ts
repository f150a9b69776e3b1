// Fonts whose letters are pictures: Word draws the boxes of its forms, and bullets, with them.

/** The meaning of characters by their code, low byte only: Word writes U+F0FE as well as `þ`. */
const fonts = {
  wingdings: {
    ...{ fe: '☑', fd: '☒', 78: '☒', '6f': '☐', 71: '☐', 72: '☐', a8: '☐', fc: '✔', fb: '✗' },
    ...{ '4a': '☺', '4b': '😐', '4c': '☹', a7: '▪', d8: '➢', 76: '❖', '6c': '●', '6e': '■', e0: '→', e8: '➔', df: '←' },
  },
  'wingdings 2': { 52: '☑', 53: '☒', 54: '☒', a3: '☐', '2a': '☐', 50: '✔', '4f': '✗' },
  webdings: { 61: '✔', 63: '☐', 72: '✗' },
} as const satisfies Record<string, Record<string, string>>;

export type SymbolFont = keyof typeof fonts;
const maxRun = 40;

/** The font that an element sets: a symbol font, or null. */
export function symbolFontOf({ face }: Record<string, string | undefined>, style: string): SymbolFont | null {
  const name = /font-family\s*:\s*['"]?([^;,'"]{1,40})/i.exec(style)?.[1] ?? face?.slice(0, 40) ?? '';
  const key = name.trim().toLowerCase();
  return key in fonts ? (key as SymbolFont) : null;
}

/** What a reader sees. Longer text is no picture: there a program forgot to set the font back. */
export function pictured(text: string, font: SymbolFont): string {
  if (text.length > maxRun) return text;
  const pictures: Readonly<Record<string, string>> = fonts[font];
  return [...text].map(each => pictures[((each.codePointAt(0) ?? 0) & 0xff).toString(16)] ?? each).join('');
}
