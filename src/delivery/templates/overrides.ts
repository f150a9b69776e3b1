// Finds all problems of an operator's templates and words at the start, before a mail is rendered.
//
// Nothing is rendered: the names in a template are compared with those in our own templates, so a misspelt
// name is found in any branch.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { Liquid } from 'liquidjs';
import { BadSetting } from '../../config/load.ts';
import { engineOf, type Format, type Kind, ours } from './liquid.ts';
import { problemsInWords } from './override-words.ts';
import { loadWords, type Words } from './words.ts';

const kinds: readonly Kind[] = ['mail', 'pages'];
const formats: readonly Format[] = ['html', 'txt'];

/** One line a problem, with the file that it stands in. */
export function refuseBroken(folder: string): void {
  const problems = problemsIn(folder);
  if (problems.length > 0) throw new BadSetting(problems.map(problem => `TEMPLATES_DIR: ${problem}`).join('\n'));
}

function problemsIn(folder: string): string[] {
  if (!isFolder(folder)) return [`${folder} is no folder`];
  if (![...kinds, 'words'].some(name => isFolder(join(folder, name)))) {
    return [`${folder} has none of the folders mail, pages and words`];
  }
  const templates = kinds.flatMap(kind => filesIn(folder, kind).map(file => join(folder, kind, file)));
  const texts = templates
    .filter(path => path.endsWith('.liquid') && !isFolder(path))
    .map(path => readFileSync(path, 'utf8'));
  const words = filesIn(folder, 'words').flatMap(file => problemsInWords(join(folder, 'words', file), texts));
  // The names of words are only known once the word files can be read.
  return [...words, ...kinds.flatMap(kind => problemsInKind(folder, kind, { texts, wordsRead: words.length === 0 }))];
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
/** Without the files that editors and systems leave behind. */
const filesIn = (folder: string, name: string): string[] =>
  isFolder(join(folder, name))
    ? readdirSync(join(folder, name)).filter(file => !file.startsWith('.') && !file.endsWith('~'))
    : [];

type Read = Readonly<{ texts: readonly string[]; wordsRead: boolean }>;

function problemsInKind(folder: string, kind: Kind, { texts, wordsRead }: Read): string[] {
  const theirs = filesIn(folder, kind);
  const strays = theirs.flatMap(file => strayProblem(join(folder, kind, file), { kind, texts }) ?? []);
  if (theirs.length === 0 || strays.length > 0) return strays;
  const found = formats.flatMap(format => {
    const engine = engineOf([folder, ours], kind, format);
    const used = namesIn(engine, { kind, format, files: filesIn(ours, kind) });
    const known = namesIn(engineOf([ours], kind, format), { kind, format, files: filesIn(ours, kind) });
    const words = wordsRead ? loadWords([folder, ours], 'en') : null;
    return [
      ...used.problems,
      ...used.names.flatMap(name => unknownName(name, { folder, known: known.names, words }) ?? []),
    ];
  });
  return [...new Set(found)];
}

/** A problem with a file that would never be read, or that is empty. */
function strayProblem(path: string, { kind, texts }: { kind: Kind; texts: readonly string[] }): string | null {
  const file = basename(path);
  if (isFolder(path)) return `${path} is a folder, and should be a template`;
  if (!file.endsWith('.liquid')) return `${path} is no template: their names end in .liquid`;
  const isOurs = filesIn(ours, kind).includes(file);
  if (!isOurs && !texts.some(text => text.includes(`'${file}'`) || text.includes(`"${file}"`))) {
    return `${path} replaces none of ours, and none of yours includes it`;
  }
  return readFileSync(path, 'utf8').trim() === '' ? `${path} is empty` : null;
}

type Name = Readonly<{ segments: readonly string[]; file: string; line: number }>;
type Files = Readonly<{ kind: Kind; format: Format; files: readonly string[] }>;

/** The names that the templates of a format use, with those of all templates that they include. */
function namesIn(engine: Liquid, { kind, format, files }: Files): { names: Name[]; problems: string[] } {
  const names: Name[] = [];
  const problems: string[] = [];
  for (const file of files.filter(name => name.endsWith(`.${format}.liquid`))) {
    try {
      const { globals } = engine.analyzeSync(engine.parseFileSync(file));
      for (const variable of Object.values(globals).flat()) {
        const segments = (variable.segments as unknown[]).map(segment => (typeof segment === 'string' ? segment : '*'));
        names.push({ segments, file: variable.location.file ?? file, line: variable.location.row });
      }
    } catch (cause) {
      problems.push(saidOf(cause as Error, join(kind, file)));
    }
  }
  return { names, problems };
}

/** liquidjs names the file and the line where it can. */
function saidOf(cause: Error, file: string): string {
  if (cause instanceof RangeError) return `${file} includes itself`;
  const [, missing] = /Failed to lookup "([^"]*)"/.exec(cause.message) ?? [];
  return missing === undefined
    ? (cause.message.split('\n')[0] ?? file)
    : `${file} includes ${missing}, which is not there`;
}

function unknownName(
  { segments, file, line }: Name,
  { folder, known, words }: { folder: string; known: readonly Name[]; words: Words | null },
): string | null {
  const path = relative(folder, file);
  if (path.startsWith(`..${sep}`) || segments[0] === undefined) return null;
  const isKnown =
    segments[0] === 'words'
      ? words === null || isWord(segments.slice(1), words)
      : known.some(
          name =>
            name.segments[0] === segments[0] && (segments.length < 2 || ['*', name.segments[1]].includes(segments[1])),
        );
  return isKnown ? null : `${file}, line ${line}: there is no ${segments.join('.').replace('.*', '[…]')}`;
}

const isWord = ([first, ...rest]: readonly string[], words: Words | string): boolean => {
  if (first === undefined || first === '*') return true;
  const found = typeof words === 'string' ? undefined : words[first];
  return found !== undefined && isWord(rest, found);
};
