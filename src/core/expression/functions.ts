import type { ExpressionType } from './ast.ts'

/**
 * What a function takes at a place: a type; `whole`, a whole number written out; `any`; or `same`, the type of the other
 * arguments of that kind.
 */
export type Parameter = ExpressionType | 'whole' | 'any' | 'same'

export interface Signature {
  readonly parameters: readonly Parameter[]
  /** How many of the last parameters may be left out. */
  readonly optional?: number
  /** Whether the last parameter may come again. */
  readonly many?: true
  readonly gives: ExpressionType | 'same'
  /** How it is written, for messages. */
  readonly usage: string
}

const number = (usage: string, ...parameters: readonly Parameter[]): Signature => ({
  parameters,
  gives: 'number',
  usage,
})
const ofNumber = (name: string) => number(`${name}(x)`, 'number')
const ofDate = (name: string) => number(`${name}(date)`, 'datetime')
const text = (usage: string, ...parameters: readonly Parameter[]): Signature => ({ parameters, gives: 'text', usage })
const test = (name: string): Signature => ({
  parameters: ['text', 'text'],
  gives: 'boolean',
  usage: `${name}(text, part)`,
})

/** Every function by its name as it is written back. A map, so that `constructor` is no function. */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ...['abs', 'sign', 'floor', 'ceil', 'sqrt', 'exp', 'ln', 'log10', 'log1p', 'sin', 'cos'].map(
    (name) => [name, ofNumber(name)] as const,
  ),
  ['round', { parameters: ['number', 'whole'], optional: 1, gives: 'number', usage: 'round(x, digits)' }],
  ['pow', number('pow(x, power)', 'number', 'number')],
  ['clamp', number('clamp(x, low, high)', 'number', 'number', 'number')],
  ['min', { parameters: ['same'], many: true, gives: 'same', usage: 'min(a, b, …)' }],
  ['max', { parameters: ['same'], many: true, gives: 'same', usage: 'max(a, b, …)' }],
  ['coalesce', { parameters: ['same'], many: true, gives: 'same', usage: 'coalesce(a, b, …)' }],
  ['if', { parameters: ['boolean', 'same', 'same'], gives: 'same', usage: 'if(condition, then, else)' }],
  ['length', number('length(text)', 'text')],
  ['lower', text('lower(text)', 'text')],
  ['upper', text('upper(text)', 'text')],
  ['trim', text('trim(text)', 'text')],
  ['contains', test('contains')],
  ['startsWith', test('startsWith')],
  ['endsWith', test('endsWith')],
  [
    'substr',
    { parameters: ['text', 'whole', 'whole'], optional: 1, gives: 'text', usage: 'substr(text, start, length)' },
  ],
  ['replace', text('replace(text, part, by)', 'text', 'text', 'text')],
  ['concat', { parameters: ['text'], many: true, gives: 'text', usage: 'concat(a, b, …)' }],
  ...['year', 'month', 'day', 'weekday', 'hour', 'minute'].map((name) => [name, ofDate(name)] as const),
  ['daysBetween', number('daysBetween(from, to)', 'datetime', 'datetime')],
  ['number', number('number(text)', 'any')],
  ['text', text('text(x)', 'any')],
])

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['log', 'ln'],
  ['power', 'pow'],
  ['ceiling', 'ceil'],
  ['least', 'min'],
  ['greatest', 'max'],
])

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map([
  ...[...FUNCTIONS.keys()].map((name) => [name.toLowerCase(), name] as const),
  ...ALIASES,
])

/** The function that a person calls, whatever the case: `LOG` is `ln`. */
export function functionNamed(word: string): string | undefined {
  return BY_LOWER_CASE.get(word.toLowerCase())
}
