// Finds what the author's description of an incident lacks. In doubt it lacks nothing.
import { fold } from '../fold.ts';
import { caseNouns } from '../words/case-nouns.ts';
import { errors } from '../words/errors.ts';
import { examples } from '../words/examples.ts';
import { expectations } from '../words/expectations.ts';
import { wordStart } from '../words/phrases.ts';
import { steps } from '../words/steps.ts';
import { times } from '../words/times.ts';
import { labelledLines } from './form.ts';
import { plainLines } from './label.ts';

export type Lack = 'subject' | 'description' | 'steps' | 'error' | 'expected' | 'when' | 'example';

// Text beyond this is not read: an author has said enough by then.
const maxScan = 16 * 1024;

/** Lines of a signature: their numbers are telephone numbers and no example. */
const contactLine =
  /^(?:tel|phone|telefon|telephone|fon|mobile|mobil|cell|fax|t|m|p|ph|telefono|movil|telemovel|portable|handy)\s?[.:]?\s?[+(\d]/;

// Steps as Romance languages write them: `al moverla`, `ao gravar`, `en ouvrant`, `salvando`.
const doing = /(?<!\p{L})(?:al|ao) \p{L}{2,15}[aei]r(?:[a-z]{2,3})?(?!\p{L})|(?<!\p{L})en \p{L}{3,15}ant(?!\p{L})/u;

const month = `(?:jan|gen|ene|fe[bv]|mar|mrz|apr|abr|avr|ma[iyg]|jun|giu|juin|jul|lug|juil|aug|ago|aou|sep|set|o[ck]t|ott|out|nov|de[cz]|dic)`;
const patterns = {
  steps: [wordStart(steps), / (?:->|=>|→|»|>) \p{L}/u, /(?:^|\n) ?1[.)] [^\n]{1,400}\n{1,2} ?2[.)] /u, doing],
  error: [wordStart(errors), /(?<!\d)(?:4\d\d|5\d\d)(?!\d)/, /["“”„«»][^"“”„«»\n]{8,}["“”„«»]/],
  expected: [wordStart(expectations)],
  when: [
    wordStart(times),
    /(?<!\d)(?:[01]?\d|2[0-3])(?:[:.h]| h |uhr)[0-5]\d(?!\d)|(?<!\d)\d{1,2} ?(?:am|pm|uhr)(?!\p{L})/u,
    /(?<!\p{L})(?:vor|hace|ha|il y a) (?:ca\.? )?\d{1,3} \p{L}/u,
    // French and Portuguese: `9h`.
    /(?<![\d:.])(?:[01]?\d|2[0-3]) ?h(?![\p{L}\d])/u,
    /(?<!\d)\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?!\d)|(?<!\d)20\d\d-\d\d-\d\d/,
    new RegExp(
      `(?<!\\d)\\d{1,2}(?:st|nd|rd|th|º|°)?\\.? (?:de |di |of )?${month}|${month}\\p{L}{0,7}\\.? \\d{1,2}(?!\\d)`,
      'u',
    ),
  ],
  example: [
    wordStart(examples),
    /https?:\/\/\S/,
    /[\p{L}\p{N}]@[\p{L}\p{N}]/u,
    new RegExp(`${wordStart(caseNouns).source}[^\\n\\d]{0,30}\\d{2,}`, 'u'),
    /(?<![\p{L}\p{N}])(?:id|nr|no|n|num|code|cod|ref|uid|uuid|codice|codigo)[.:#°º ]{1,4}[a-z-]{0,5}\d{2,}/u,
    /(?<![\p{L}\p{N}])[a-z]{1,5}-?\d{3,}|(?<![\p{L}\p{N}+])#?\d{5,12}(?!\p{L})/u,
  ],
} as const;

// `patient Anna Rossi`, `der Patientin Weber`: a name shows only in its capitals, so this looks at the unfolded text.
const namedCase =
  /(?<!\p{L})(?:[Pp]atient(?:in|e)?|[Pp]a[cz]iente|[Pp]aziente|[Uu]tente|[Dd]r|[Dd]ra|[Dd]ott|[Dd]octor|[Dd]ott\.?ssa)\.?:? \p{Lu}\p{L}{2,}/u;

// `bei Frau Weber`, `ex : Mme Durand`. After a greeting such a name is the addressee's.
const namedPerson =
  /(?<!\p{L})(?:bei|von|für|di|del|della|per|de|do|da|of|for|pour|para|ex|es)[ .:(]{1,4}(?:Mme|Mlle|Mrs?|Ms|M|Sig|Sig\.?ra|Sra?|Fr|Frau|Hr|Herrn?)\.? \p{Lu}\p{L}{2,}/u;

export type Description = Readonly<{ subject: string; description: string; hasImages: boolean }>;

/** What is missing, in the order in which a receipt asks. The subject counts, too. */
export function missingFrom({ subject, description, hasImages }: Description): Lack[] {
  const told = answered(description.slice(0, maxScan).split('\n'));
  const own = [subject.slice(0, 300), ...told].join('\n');
  const text = own
    .split('\n')
    .map(fold)
    .filter(line => !contactLine.test(line))
    .join('\n')
    .slice(0, maxScan)
    .replace(/ +:/g, ':');
  const said = (lack: keyof typeof patterns): boolean => patterns[lack].some(pattern => pattern.test(text));
  const others = ['steps', 'when', 'example'] as const;
  const shown = {
    steps: false,
    // An author who says what should have happened, or two of the others, has described the error, too.
    error: hasImages || said('expected') || others.filter(said).length >= 2,
    expected: false,
    when: false,
    example: hasImages || namedCase.test(own) || namedPerson.test(own),
  };
  const lacks = (Object.keys(patterns) as (keyof typeof patterns)[]).filter(lack => !shown[lack] && !said(lack));
  return [
    ...(subject === '' ? ['subject' as const] : []),
    ...(isEmpty(told) ? ['description' as const] : []),
    ...lacks,
  ];
}

/** No text, or only filled-in fields. */
const isEmpty = (told: readonly string[]): boolean =>
  plainLines(told.join('\n')).every(line => !/[\p{L}\p{N}]/u.test(line) || labelledLines([line]).length > 0);

/** The lines without questions of a form that were left empty: `Steps:`, and then the next one. */
function answered(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let isAnswered = false;
  for (const line of lines.toReversed()) {
    const asks = /^.{1,150}:$/u.test(line.trim());
    if (!asks || isAnswered) kept.push(line);
    if (line.trim() !== '') isAnswered = !asks;
  }
  return kept.reverse();
}
