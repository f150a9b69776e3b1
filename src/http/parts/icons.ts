import { type Html, html, raw } from './html.ts';

const paths = {
  gate: 'M3 18V8.5C3 4.9 6 2 10 2s7 2.9 7 6.5V18M3 18h14M7 18V8.5a3 3 0 0 1 6 0V18',
  find: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0m-1 3.5 3.5 3.5',
  wrong: 'M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0M8 4.5v4M8 11.3v.1',
  warn: 'M8 2 1.5 13.5h13zM8 6.5v3M8 11.6v.1',
  done: 'm3.5 8.5 3 3 6-7',
  open: 'M12.5 8a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0',
  file: 'M4 1.5h5L12.5 5v9.5h-8.5zM9 1.5V5h3.5',
  back: 'm10 3-5 5 5 5',
  down: 'm4 6 4 4 4-4',
  people:
    'M8.5 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M1.5 13c.4-2.5 2.2-4 4.5-4s4.1 1.5 4.5 4M11 3.5a2.2 2.2 0 0 1 0 4.2M12.5 9.5c1.2.6 1.9 1.8 2.1 3.5',
  list: 'M2 4h12M2 8h12M2 12h8',
  add: 'M8 3v10M3 8h10',
  held: 'M5 2.5v11M11 2.5v11',
  mail: 'M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5',
  guide: 'M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13',
  person: 'M10.5 5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M3 13.5c.5-3 2.3-4.5 5-4.5s4.5 1.5 5 4.5',
} as const;
export type Icon = keyof typeof paths;

const pictures = Object.fromEntries(
  Object.entries(paths).map(([name, path]) => {
    const size = name === 'gate' ? 20 : 16;
    return [name, html`<svg viewBox="0 0 ${size} ${size}" aria-hidden="true"><path d="${raw(path)}"/></svg>`];
  }),
) as Record<Icon, Html>;

/** A picture beside words that say the same. */
export const icon = (name: Icon): Html => pictures[name];
