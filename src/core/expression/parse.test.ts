import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyExpression } from '@/testing/expressions.ts'
import { columnsUsed, type Expression, partsOf, renameColumn } from './ast.ts'
import { formatExpression } from './format.ts'
import { MAX_DEPTH, MAX_LENGTH, parseExpression } from './parse.ts'

function parse(source: string): Expression {
  const { ok, problem } = parseExpression(source)
  if (!ok) throw new Error(`${source}: ${problem.message}`)
  return ok
}

/** The same tree with every position 0. */
function unplaced(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unplaced)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'start' || key === 'end' ? 0 : unplaced(inner)]),
  )
}

describe('reading an expression', () => {
  it.each([
    ['1+2*3', '1 + 2 * 3'],
    ['(1+2)*3', '(1 + 2) * 3'],
    ['a-b-c', 'a - b - c'],
    ['a-(b-c)', 'a - (b - c)'],
    ['-2^2', '-2 ^ 2'],
    ['(-2)^2', '(-2) ^ 2'],
    ['2^-1', '2 ^ -1'],
    ['2^3^2', '2 ^ 3 ^ 2'],
    ['(2^3)^2', '(2 ^ 3) ^ 2'],
    ['+a', 'a'],
    ['a == 1 AND b <> 2 Or c', 'a = 1 and b != 2 or c'],
    ['not a = 1', 'not a = 1'],
    ['(not a) = true', '(not a) = true'],
    ['a and (b or c)', 'a and (b or c)'],
    ['x IS NOT MISSING', 'x is not missing'],
    ['x is null', 'x is missing'],
    ['kind not in (\'a\', "b")', "kind not in ('a', 'b')"],
    ['x between 1 and 2 and y', 'x between 1 and 2 and y'],
    ['x not between 1 + 1 and 2', 'x not between 1 + 1 and 2'],
    ["a || 'x' || b", "a || 'x' || b"],
    ['LOG(x)', 'ln(x)'],
    ['StartsWith(a, b)', 'startsWith(a, b)'],
    ['Greatest(a, 1)', 'max(a, 1)'],
    ['`Hours per week` + [capital gain]', '`Hours per week` + `capital gain`'],
    ['`a``b` + [a]]b]', '`a``b` + `a]b`'],
    ['`and` + [age]', '`and` + age'],
    ['sepal.length * größe_2', 'sepal.length * größe_2'],
    ['missing is missing', 'missing is missing'],
    ['min + max(min, 1)', 'min + max(min, 1)'],
    ["'it''s'", "'it''s'"],
    ['"say ""x"""', '\'say "x"\''],
    ['.5 + 1. + 1E3 + 2e-3', '0.5 + 1 + 1000 + 0.002'],
    ["date('2020-01-31')", "date('2020-01-31')"],
    ["DATE('2020-01-31T18:30')", "date('2020-01-31 18:30:00')"],
    ["date('0099-12-31 23:59:59.250')", "date('0099-12-31 23:59:59.250')"],
    ['__proto__ + constructor + toString', '__proto__ + constructor + toString'],
  ])('reads %s as %s', (source, written) => {
    expect(formatExpression(parse(source))).toBe(written)
  })

  it('says where each part stands', () => {
    const places = (node: Expression, source: string): string[] => [
      source.slice(node.start, node.end),
      ...partsOf(node).flatMap((part) => places(part, source)),
    ]
    const source = ' if( a > 1,  -b, round(`c d`, 2))'
    expect(places(parse(source), source)).toEqual([
      'if( a > 1,  -b, round(`c d`, 2))',
      'a > 1',
      'a',
      '1',
      '-b',
      'b',
      'round(`c d`, 2)',
      '`c d`',
      '2',
    ])
  })

  it.each([
    ['', 'There is nothing here yet', 0, 0],
    ['   ', 'There is nothing here yet', 3, 3],
    ['1 +', 'a value is missing', 3, 3],
    ['1 + * 2', 'Found “*” where a value', 4, 5],
    ['(1 + 2', ') to close the parenthesis is missing', 6, 6],
    ['1 + 2)', 'Found “)” where an operator', 5, 6],
    ['a b', 'Found “b” where an operator', 2, 3],
    ["a 'b'", 'Found a text', 2, 5],
    ["'abc", 'This text does not end', 0, 4],
    ['1 + `abc', 'This column name does not end', 4, 8],
    ['``', 'A column name stands between', 0, 2],
    ['[]', 'A column name stands between', 0, 2],
    ['a < b < c', 'Comparisons do not follow each other', 6, 7],
    ['a && b', 'Write and instead of &&', 2, 4],
    ['2 ** 3', 'Write ^ instead of **', 2, 4],
    ['!a', 'Write not instead', 0, 1],
    ['a | b', 'Write or, or || to join', 2, 3],
    ['a # b', '“#” means nothing here', 2, 3],
    ['a + 😀', '“😀” means nothing here', 4, 6],
    ['2x', 'A number runs into a word', 0, 1],
    ['1e999', 'This number is too large', 0, 5],
    ['rond(x)', 'There is no function rond; did you mean round?', 0, 4],
    ['constructor(x)', 'There is no function constructor.', 0, 11],
    ['eval(x)', 'There is no function eval', 0, 4],
    ['x is 1', 'where missing should stand', 5, 6],
    ['x in 1', 'where ( before the list', 5, 6],
    ['x in ()', 'where a value should stand', 6, 7],
    ['x between 1', 'and with the upper limit is missing', 11, 11],
    ['min(1, )', 'where a value should stand', 7, 8],
    ['min(1 2)', ') or a comma', 6, 7],
    ['and', 'Found “and” where a value', 0, 3],
    ["date('2020-02-30')", 'This is no date', 5, 17],
    ['date(x)', 'A date is written out', 0, 7],
    ["'\0'", 'half a character', 1, 2],
    ["a = '\ud83d'", 'half a character', 5, 6],
  ])('says what is wrong with %j', (source, message, start, end) => {
    const { problem } = parseExpression(source)
    expect(problem?.message).toContain(message)
    expect(problem).toMatchObject({ start, end })
  })

  it('refuses what is too long or too deep, and nothing less', () => {
    expect(parseExpression(`1${' '.repeat(MAX_LENGTH - 1)}`).ok).toBeDefined()
    expect(parseExpression(' '.repeat(MAX_LENGTH + 1)).problem?.message).toContain('10,000 characters')
    for (const [before, after] of [
      ['(', ')'],
      ['-', ''],
      ['not ', ''],
      ['2^', ''],
      ['abs(', ')'],
      ['1+', ''],
      ['1 in (', ')'],
    ] as const) {
      const deep = (levels: number) => parseExpression(`${before.repeat(levels)}1${after.repeat(levels)}`)
      expect(deep(MAX_DEPTH - 1).ok, before).toBeDefined()
      expect(deep(MAX_DEPTH + 1).problem?.message, before).toContain('steps deep')
    }
  })

  it('finds a problem in any garbage and never throws', () => {
    const pieces = '( ) , + - * ^ || < <> = and or not in is missing between if date [ ] ` \' " 1 2.5 x age min . '
    const garbage = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom(...pieces.split(' '), '\0', '\ud800', '😀', '\n'), { maxLength: 40 })
        .map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(garbage, (source) => {
        const { ok, problem } = parseExpression(source)
        if (ok) expect(unplaced(parse(formatExpression(ok)))).toEqual(unplaced(ok))
        else {
          expect(problem.start).toBeGreaterThanOrEqual(0)
          expect(problem.end).toBeGreaterThanOrEqual(problem.start)
          expect(problem.end).toBeLessThanOrEqual(source.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('writing an expression', () => {
  it('is undone by reading it', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(unplaced(parse(formatExpression(expression)))).toEqual(unplaced(expression))
      }),
      { numRuns: 500 },
    )
  })

  it('quotes any name so that it is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        fc.pre(!/[\0\p{Cs}]/u.test(name))
        const column = { kind: 'column', name, start: 0, end: 0 } as const
        expect(unplaced(parse(formatExpression(column)))).toEqual(column)
      }),
    )
  })
})

describe('the columns of an expression', () => {
  it('are named once, in reading order', () => {
    expect(columnsUsed(parse('if(b in (a, 2), __proto__, -b) + c between a and d'))).toEqual([
      'b',
      'a',
      '__proto__',
      'c',
      'd',
    ])
  })

  it('are renamed wherever they stand', () => {
    const renamed = renameColumn(parse('if(a in (a, 2), min(a, b), -a) between a and b or a is missing'), 'a', 'x y')
    expect(formatExpression(renamed)).toBe(
      'if(`x y` in (`x y`, 2), min(`x y`, b), -`x y`) between `x y` and b or `x y` is missing',
    )
  })
})
