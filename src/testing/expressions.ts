import fc from 'fast-check'
import type { Expression } from '@/core/expression/ast.ts'

type Arbitrary = fc.Arbitrary<Expression>
type OfTypes = Readonly<Record<'number' | 'boolean' | 'datetime' | 'text', Arbitrary>>

const at = { start: 0, end: 0 }
const column = (name: string): Expression => ({ kind: 'column', name, ...at })
const call = (name: string, ...args: readonly Expression[]): Expression => ({ kind: 'call', name, args, ...at })
const whole = (value: number): Expression =>
  value < 0
    ? { kind: 'unary', operator: '-', operand: { kind: 'number', value: -value, ...at }, ...at }
    : { kind: 'number', value, ...at }
const text = (value: string): Expression => ({ kind: 'text', value, ...at })

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const
const WORDS = ['', 'a', 'B', 'é', 'ß', ' 12 ', '-1.5e3', '1,5', '𝒳a', '', "it's", 'other', '__proto__']

function of(depth: number): OfTypes {
  const leaves: OfTypes = {
    number: fc.oneof(
      fc.constantFrom('amount', 'size').map(column),
      fc.constantFrom(0, 1, 2, 0.5, 3, 1e3, 0.1, 1e300).map(whole),
    ),
    boolean: fc.oneof(
      fc.constant(column('flag')),
      fc.boolean().map((value): Expression => ({ kind: 'boolean', value, ...at })),
    ),
    datetime: fc.oneof(
      fc.constant(column('when')),
      fc.constantFrom(0, 951_782_400_000, -1).map((value): Expression => ({ kind: 'instant', value, ...at })),
    ),
    text: fc.oneof(fc.constantFrom('kind', 'note').map(column), fc.constantFrom(...WORDS).map(text)),
  }
  if (depth === 0) return leaves
  const { number, boolean, datetime, text: texts } = of(depth - 1)
  const any = fc.oneof(number, boolean, datetime, texts)
  const ordered = [number, datetime, texts]
  const pairs = fc.oneof(...ordered.map((kind) => fc.tuple(kind, kind)))
  const negated = fc.boolean()
  const chosen = (kind: Arbitrary): Arbitrary =>
    fc.oneof(
      fc.tuple(boolean, kind, kind).map((args) => call('if', ...args)),
      fc.tuple(boolean, kind).map(([test, a]) => call('if', test, a, { kind: 'null', ...at })),
      fc.tuple(kind, kind).map((args) => call('coalesce', ...args)),
    )
  const extreme = (kind: Arbitrary): Arbitrary =>
    fc
      .tuple(fc.constantFrom('min', 'max'), fc.array(kind, { minLength: 1, maxLength: 3 }))
      .map(([name, args]) => call(name, ...args))
  return {
    number: fc.oneof(
      leaves.number,
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '%', '^'), number, number)
        .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, ...at })),
      number.map((operand): Expression => ({ kind: 'unary', operator: '-', operand, ...at })),
      fc
        .tuple(
          fc.constantFrom('abs', 'sign', 'floor', 'ceil', 'sqrt', 'exp', 'ln', 'log10', 'log1p', 'round', 'number'),
          number,
        )
        .map(([name, x]) => call(name, x)),
      fc.tuple(number, fc.integer({ min: -3, max: 6 })).map(([x, digits]) => call('round', x, whole(digits))),
      fc.tuple(number, number).map((args) => call('pow', ...args)),
      fc.tuple(number, number, number).map((args) => call('clamp', ...args)),
      texts.map((x) => call('length', x)),
      fc.oneof(texts, boolean).map((x) => call('number', x)),
      fc
        .tuple(fc.constantFrom('year', 'month', 'day', 'weekday', 'hour', 'minute'), datetime)
        .map(([name, x]) => call(name, x)),
      fc.tuple(datetime, datetime).map((args) => call('daysBetween', ...args)),
      chosen(number),
      extreme(number),
    ),
    boolean: fc.oneof(
      leaves.boolean,
      fc
        .tuple(fc.constantFrom(...COMPARISONS), pairs)
        .map(([operator, [left, right]]): Expression => ({ kind: 'binary', operator, left, right, ...at })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const, '=' as const, '!=' as const), boolean, boolean)
        .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, ...at })),
      boolean.map((operand): Expression => ({ kind: 'unary', operator: 'not', operand, ...at })),
      fc
        .tuple(
          fc.oneof(
            ...[...ordered, boolean].map((kind) => fc.tuple(kind, fc.array(kind, { minLength: 1, maxLength: 3 }))),
          ),
          negated,
        )
        .map(([[operand, options], not]): Expression => ({ kind: 'in', operand, options, negated: not, ...at })),
      fc
        .tuple(fc.oneof(...ordered.map((kind) => fc.tuple(kind, kind, kind))), negated)
        .map(
          ([[operand, low, high], not]): Expression => ({ kind: 'between', operand, low, high, negated: not, ...at }),
        ),
      fc.tuple(any, negated).map(([operand, not]): Expression => ({ kind: 'missing', operand, negated: not, ...at })),
      fc
        .tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), texts, texts)
        .map(([name, ...args]) => call(name, ...args)),
      chosen(boolean),
    ),
    datetime: fc.oneof(leaves.datetime, chosen(datetime), extreme(datetime)),
    text: fc.oneof(
      leaves.text,
      fc
        .tuple(texts, texts)
        .map(([left, right]): Expression => ({ kind: 'binary', operator: '||', left, right, ...at })),
      fc.tuple(texts, texts).map((args) => call('concat', ...args)),
      fc.tuple(fc.constantFrom('lower', 'upper', 'trim'), texts).map(([name, x]) => call(name, x)),
      fc
        .tuple(texts, fc.integer({ min: 1, max: 4 }), fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }))
        .map(([x, start, length]) => call('substr', x, whole(start), ...(length === undefined ? [] : [whole(length)]))),
      fc.tuple(texts, texts, texts).map((args) => call('replace', ...args)),
      fc.oneof(boolean, datetime, texts, leaves.number).map((x) => call('text', x)),
      chosen(texts),
      extreme(texts),
    ),
  }
}

/**
 * Sound expressions over the columns of `anyFrame`, of every operator and function but sine and cosine (whose last digits of
 * huge angles differ between libraries). Texts are made only of numbers that no reckoning may have changed in the last digit.
 */
export const anyExpression: Arbitrary = fc.integer({ min: 0, max: 3 }).chain((depth) => {
  const { number, boolean, datetime, text: texts } = of(depth)
  return fc.oneof(number, boolean, datetime, texts)
})
