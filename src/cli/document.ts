// Writes the parts of docs/ that are made from the code, and .env.example: `npm run generate`.
// test/structure/documents.test.ts fails where a document is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Argument, Command, Option } from 'commander';
import { envExample, settingsTable } from '../config/document.ts';
import { rfcTable } from '../config/rfcs.ts';
import { replyTable } from '../smtp/reply-table.ts';
import { wholeProgram } from './program.ts';

const start = '<!-- written by npm run generate -->';
const end = '<!-- end of what npm run generate writes -->';

/** Every generated file as it should be; what stands around the marks is kept as it is. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const tables = {
    'docs/settings.md': settingsTable(),
    'docs/smtp-replies.md': replyTable(),
    'docs/rfcs.md': rfcTable(),
    'docs/cli.md': commandPages(await wholeProgram({})),
  };
  const renewed = Object.entries(tables).map(([path, text]) => [path, between(path, text)] as const);
  return new Map([...renewed, ['.env.example', envExample()]]);
}

function between(path: string, text: string): string {
  const old = readFileSync(path, 'utf8');
  const [before, after] = [old.indexOf(start), old.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${path} has lost the marks around what is generated`);
  return `${old.slice(0, before + start.length)}\n${text}\n${old.slice(after)}`;
}

/** One section for each command, in the order of `postern --help`. */
function commandPages(program: Command): string {
  return program.commands
    .flatMap(group => (group.commands.length > 0 ? [...group.commands] : [group]))
    .map(page)
    .join('\n\n');
}

function page(command: Command): string {
  const usage = [nameOf(command), ...command.registeredArguments.map(argumentOf)].join(' ');
  const options = command.options.map(optionRow);
  const table = options.length > 0 ? ['', '| option | meaning |', '|---|---|', ...options] : [];
  const text = sentence(command.description());
  return [`### \`${usage}\``, ...(text ? ['', text] : []), ...table].join('\n');
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

const argumentOf = (argument: Argument): string =>
  argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;

function optionRow({ flags, description, mandatory, argChoices }: Option): string {
  const choices = argChoices ? `one of ${argChoices.join(', ')}` : '';
  const meaning = [mandatory ? 'required' : '', description, choices].filter(Boolean).join('; ');
  return `| \`${flags.replaceAll('|', '\\|')}\` | ${meaning.replaceAll('|', '\\|')} |`;
}

const sentence = (text: string): string => (text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`);

if (import.meta.main) for (const [path, text] of await documents()) writeFileSync(path, text);
