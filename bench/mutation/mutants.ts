// A mutant is one small change of one expression, which some test must detect.
//
// Ignored is what no test can hold and nothing depends on: types, imports, directives, comments, all that is given to
// `log` or `console`, and the texts of errors that only operators read (of `new …Error`, `Unreadable`, `NotKnown`).
import { type ESTree, parseSync } from 'vite';

export type Mutant = Readonly<{ at: number; end: number; by: string; line: number; was: string }>;
type Node = { type: string; start: number; end: number } & Record<string, unknown>;
/** The mutants of an expression: none, one or several. */
type Rule = (node: Node, text: (node: Node) => string, parent: Node | null) => readonly string[];

/** What stands in a statement's place. */
export const nothing = ';';

const swapped: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
};
function operator(node: Node, text: (node: Node) => string): string[] {
  const [left, right] = [node.left as Node, node.right as Node];
  const by = swapped[node.operator as string];
  // A sum of texts has no difference.
  const isOfTexts = [left, right].some(isText);
  return by && !(isOfTexts && node.operator === '+') ? [`(${text(left)} ${by} ${text(right)})`] : [];
}

function literal({ value }: Node): string[] {
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value === 'number') return [String(value + 1)];
  return typeof value === 'string' && value !== '' ? [`''`] : [];
}

const rules: Record<string, Rule> = {
  LogicalExpression: (node, text) => (node.operator === '??' ? [text(node.left as Node)] : operator(node, text)),
  BinaryExpression: operator,
  UnaryExpression: (node, text) => (node.operator === '!' ? [text(node.argument as Node)] : []),
  Literal: literal,
  ArrayExpression: node => ((node.elements as unknown[]).length > 0 ? ['[]'] : []),
  ExpressionStatement: node => ('directive' in node && node.directive ? [] : [nothing]),
  TemplateLiteral: (_, __, parent) => (parent?.type === 'TaggedTemplateExpression' ? [] : ['``']),
};

/** Places without mutants: types, names of modules and fields, texts for operators. */
const isSkipped = (node: Node, parent: Node | null, key: string): boolean =>
  (node.type.startsWith('TS') &&
    !['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(node.type)) ||
  ['ImportDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type) ||
  ['typeAnnotation', 'typeArguments', 'source'].includes(key) ||
  (parent?.type === 'Property' && key === 'key' && parent.computed !== true) ||
  isLogged(node.type === 'ExpressionStatement' ? (node.expression as Node) : node);

/** `log.warn(…)`, `ports.log.info(…)`, `console.error(…)`. */
function isLogged({ type, callee }: Node): boolean {
  const { object } = (callee ?? {}) as { object?: Node & { name?: string; property?: { name?: string } } };
  return type === 'CallExpression' && ['log', 'console'].includes(object?.property?.name ?? object?.name ?? '');
}

const isError = ({ type, callee }: Node): boolean =>
  type === 'NewExpression' && /Error$|^Unreadable$|^NotKnown$/.test((callee as { name?: string }).name ?? '');

const isText = ({ type, value }: Node): boolean => type === 'TemplateLiteral' || typeof value === 'string';

export function mutantsOf(source: string): Mutant[] {
  const { program } = parseSync('source.ts', source, { lang: 'ts', sourceType: 'module' });
  const mutants: Mutant[] = [];
  const text = ({ start, end }: Node) => source.slice(start, end);
  const add = (node: Node, bys: readonly string[]): void => {
    const line = source.slice(0, node.start).split('\n').length;
    for (const by of bys) mutants.push({ at: node.start, end: node.end, by, line, was: text(node) });
  };
  const visit = (node: Node, parent: Node | null, key: string): void => {
    if (isSkipped(node, parent, key) || (parent && isError(parent) && isText(node))) return;
    const isTest = key === 'test' && ['IfStatement', 'ConditionalExpression'].includes(parent?.type ?? '');
    add(node, [...(isTest ? ['true', 'false'] : []), ...(rules[node.type]?.(node, text, parent) ?? [])]);
    for (const [name, value] of Object.entries(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node, name);
  };
  visit(program as ESTree.Program as unknown as Node, null, '');
  return mutants.filter(({ by, was }) => by !== was);
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export type Numbered = Mutant & Readonly<{ n: number }>;

/** The source with all these mutants in it. `__mutant(n)` says which one is awake, and hears which are reached. */
export function withMutants(source: string, mutants: readonly Numbered[]): string {
  // Outer ones first, and a statement before the expression that is all of it.
  const order = [...mutants].sort(
    (a, b) => a.at - b.at || b.end - a.end || Number(b.by === nothing) - Number(a.by === nothing),
  );
  const emit = (from: number, to: number): string => {
    let out = '';
    let at = from;
    for (let next = order[0]; next && next.end <= to && next.at >= at; next = order[0]) {
      const { at: start, end, by } = next;
      const isSame = (each: Numbered) =>
        each.at === start && each.end === end && (each.by === nothing) === (by === nothing);
      const same: Numbered[] = [];
      while (order[0] && isSame(order[0])) same.push(order.shift()!);
      const inner = emit(start, end);
      const choices = same.map(mutant => `__mutant(${mutant.n})?(${mutant.by}):`).join('');
      out +=
        source.slice(at, start) + (by === nothing ? `{if(!__mutant(${next.n})){${inner}}}` : `(${choices}(${inner}))`);
      at = end;
    }
    return out + source.slice(at, to);
  };
  return emit(0, source.length);
}
