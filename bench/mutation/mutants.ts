// A mutant is one small change of one expression, which some test must detect.
import { type ESTree, parseSync } from 'vite';

export type Mutant = Readonly<{ at: number; end: number; by: string; line: number; was: string }>;
type Node = { type: string; start: number; end: number } & Record<string, unknown>;
/** The mutants of an expression: none, one or several. */
type Rule = (node: Node, text: (node: Node) => string, parent: Node | null) => readonly string[];

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
const tested = (node: Node, text: (node: Node) => string): string[] => {
  const test = node.test as Node | null;
  return test ? [replace(node, test, 'true', text), replace(node, test, 'false', text)] : [];
};

function replace(outer: Node, inner: Node, by: string, text: (node: Node) => string): string {
  const whole = text(outer);
  return whole.slice(0, inner.start - outer.start) + by + whole.slice(inner.end - outer.start);
}

function operator(node: Node, text: (node: Node) => string): string[] {
  const [left, right] = [node.left as Node, node.right as Node];
  const by = swapped[node.operator as string];
  // A sum of texts has no difference.
  const isText = [left, right].some(({ type, value }) => type === 'TemplateLiteral' || typeof value === 'string');
  return by && !(isText && node.operator === '+') ? [`(${text(left)} ${by} ${text(right)})`] : [];
}

function literal({ value }: Node): string[] {
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value === 'number') return [String(value + 1)];
  return typeof value === 'string' && value !== '' ? [`''`] : [];
}

const rules: Record<string, Rule> = {
  IfStatement: tested,
  ConditionalExpression: tested,
  LogicalExpression: (node, text) => (node.operator === '??' ? [text(node.left as Node)] : operator(node, text)),
  BinaryExpression: operator,
  UnaryExpression: (node, text) => (node.operator === '!' ? [text(node.argument as Node)] : []),
  Literal: literal,
  ArrayExpression: node => ((node.elements as unknown[]).length > 0 ? ['[]'] : []),
  ExpressionStatement: node => ('directive' in node && node.directive ? [] : [';']),
  TemplateLiteral: (_, __, parent) => (parent?.type === 'TaggedTemplateExpression' ? [] : ['``']),
};

/** Places without mutants: types, names of modules and fields, texts for people. */
const isSkipped = (node: Node, parent: Node | null, key: string): boolean =>
  (node.type.startsWith('TS') && node.type !== 'TSAsExpression' && node.type !== 'TSNonNullExpression') ||
  ['ImportDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type) ||
  key === 'typeAnnotation' ||
  key === 'typeArguments' ||
  (parent?.type === 'Property' && key === 'key' && parent.computed !== true);

export function mutantsOf(source: string): Mutant[] {
  const { program } = parseSync('source.ts', source, { lang: 'ts', sourceType: 'module' });
  const mutants: Mutant[] = [];
  const text = ({ start, end }: Node) => source.slice(start, end);
  const visit = (node: Node, parent: Node | null, key: string): void => {
    if (isSkipped(node, parent, key)) return;
    for (const by of rules[node.type]?.(node, text, parent) ?? []) {
      const line = source.slice(0, node.start).split('\n').length;
      mutants.push({ at: node.start, end: node.end, by, line, was: text(node) });
    }
    for (const [name, value] of Object.entries(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node, name);
  };
  visit(program as ESTree.Program as unknown as Node, null, '');
  return mutants.filter(({ by, was }) => by !== was);
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export const mutated = (source: string, { at, end, by }: Mutant): string =>
  source.slice(0, at) + by + source.slice(end);
