// The demo's output: headings, mails in boxes, SMTP lines. Colours only on a terminal.
import { styleText } from 'node:util';

const wide = 84;

type Style = Parameters<typeof styleText>[0];
const paint = (style: Style, text: string): string => styleText(style, text);
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);

export function scene(number: number, title: string): void {
  const head = `── ${number}. ${title} `;
  print(`${paint('bold', head)}${paint('dim', '─'.repeat(Math.max(0, wide + 4 - head.length)))}\n`);
}

export const tell = (text: string): void => print(`   ${text}\n`);

export const command = (text: string): void => print(`   ${paint('cyan', '$')} ${text}`);

export function smtp(lines: readonly { by: 'client' | 'server'; text: string }[]): void {
  for (const { by, text } of lines) {
    const colour = by === 'client' ? 'dim' : /^[45]/.test(text) ? 'red' : 'green';
    for (const [at, part] of wrapped(text, wide - 10).entries()) {
      const who = at > 0 ? '           ' : by === 'client' ? '   client  ' : '   Postern ';
      print(`${paint('dim', who)}${paint(colour, part)}`);
    }
  }
  print();
}

export type Shown = Readonly<{ fields: readonly (readonly [name: string, value: string])[]; text: string }>;

/** `in`: what a person wrote; `out`: what Postern sent. */
export function letter(way: 'in' | 'out', { fields, text }: Shown): void {
  const colour = way === 'in' ? 'blue' : 'green';
  const edge = paint(colour, '│');
  const line = '─'.repeat(wide);
  print(`   ${paint(colour, `┌${line}┐`)}`);
  for (const [name, value] of fields) {
    for (const [at, part] of wrapped(value, wide - 12).entries()) row(edge, at === 0 ? name : '', part);
  }
  print(`   ${paint(colour, `├${line}┤`)}`);
  for (const part of text
    .trim()
    .split('\n')
    .flatMap(each => wrapped(each, wide - 2))) {
    print(`   ${edge} ${part}${' '.repeat(Math.max(0, wide - 1 - part.length))}${edge}`);
  }
  print(`   ${paint(colour, `└${line}┘`)}\n`);
}

function row(edge: string, name: string, value: string): void {
  const space = ' '.repeat(Math.max(0, wide - 11 - value.length));
  print(`   ${edge} ${paint('dim', name.padEnd(9))} ${value}${space}${edge}`);
}

export const indented = (text: string): void => {
  for (const line of text.trimEnd().split('\n')) print(`     ${line}`);
  print();
};

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > 0 ? space : width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
