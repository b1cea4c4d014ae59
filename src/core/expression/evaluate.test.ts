import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyExpression } from '@/testing/expressions.ts'
import { anyFrame, codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { type Frame, takeRows } from '../dataset/column.ts'
import { runAtOnce } from '../work.ts'
import type { Expression } from './ast.ts'
import { evaluateExpression as evaluateExpressionWork } from './evaluate.ts'
import { parseExpression } from './parse.ts'

const evaluateExpression = (...given: Parameters<typeof evaluateExpressionWork>) =>
  runAtOnce(evaluateExpressionWork(...given))

function parse(source: string): Expression {
  const { ok, problem } = parseExpression(source)
  if (!ok) throw new Error(problem.message)
  return ok
}

function cells(expression: Expression, frame: Frame) {
  const { type, vector } = evaluateExpression(expression, frame)
  return readFrame({ rows: frame.rows, columns: [{ name: 'x', type, vector }] })['x']
}

const frame = frameOf(
  numericColumn('x', [4, null, -1]),
  numericColumn('zero', [0, 0, 0], 'integer'),
  numericColumn('yes', [1, 0, null], 'boolean'),
  numericColumn('day', [Date.UTC(2024, 1, 29, 23, 59), null, -1], 'datetime'),
  codedColumn('word', ['Ab', null, ' 1e2 ']),
  numericColumn('__proto__', [1, 2, 3]),
)

describe('the value of an expression', () => {
  it.each<[string, readonly (number | string | null)[]]>([
    ['x + 1', [5, null, 0]],
    ['-x ^ 2', [-16, null, -1]],
    ['x / zero', [null, null, null]],
    ['1 / (x / zero)', [null, null, null]],
    ['-7 % 3', [-1, -1, -1]],
    ['sqrt(x)', [2, null, null]],
    ['ln(zero)', [null, null, null]],
    ['exp(1000) is missing', [1, 1, 1]],
    ['x > 0', [1, null, 0]],
    ['x > 0 and yes', [1, 0, 0]],
    ['x > 0 or yes', [1, null, null]],
    ['not yes', [0, 1, null]],
    ['x in (4, 5)', [1, null, 0]],
    ['x not in (4, x + 1)', [0, null, 1]],
    ['4 in (x, 3)', [1, null, 0]],
    ['x between 0 and 9', [1, null, 0]],
    ['x is missing', [0, 1, 0]],
    ['if(x > 0, word, text(x))', ['Ab', null, '-1']],
    ['coalesce(x, 7)', [4, 7, -1]],
    ['min(x, 2)', [2, 2, -1]],
    ['max(x, zero)', [4, 0, 0]],
    ['clamp(x, 0, 3)', [3, null, 0]],
    ['round(x / 8, 2)', [0.5, null, -0.13]],
    ['round(2.5) + round(-2.5)', [0, 0, 0]],
    ['log1p(1e-15)', [9.999999999999995e-16, 9.999999999999995e-16, 9.999999999999995e-16]],
    ["lower(word) || '!'", ['ab!', null, ' 1e2 !']],
    ['number(word)', [null, null, 100]],
    ["number('0x10') is missing", [1, 1, 1]],
    ["upper('straße ﬁ')", ['STRAẞE ﬁ', 'STRAẞE ﬁ', 'STRAẞE ﬁ']],
    ["length('😀a')", [2, 2, 2]],
    ["substr('😀abc', 2, 2)", ['ab', 'ab', 'ab']],
    ["replace('a.b.c', '.', '$&')", ['a$&b$&c', 'a$&b$&c', 'a$&b$&c']],
    ["replace(word, '', 'x')", ['Ab', null, ' 1e2 ']],
    ["'Z' < 'a' and 'a' < 'é'", [1, 1, 1]],
    ['year(day) * 10000 + month(day) * 100 + day(day)', [20240229, null, 19691231]],
    ['weekday(day)', [4, null, 3]],
    ['hour(day) * 60 + minute(day)', [1439, null, 1439]],
    ["daysBetween(date('2024-02-28'), date('2024-03-01 12:00'))", [2.5, 2.5, 2.5]],
    ['text(day)', ['2024-02-29 23:59:00', null, '1969-12-31 23:59:59']],
    ['text(yes) || text(1e16) || text(0.00001)', ['true1e+161e-05', 'false1e+161e-05', null]],
    ['__proto__ * 2', [2, 4, 6]],
  ])('of %s is %j', (source, expected) => {
    expect(cells(parse(source), frame)).toEqual(expected)
  })

  it('is the same for a row alone as among others', () => {
    fc.assert(
      fc.property(anyFrame, anyExpression, (rows, expression) => {
        const together = cells(expression, rows)
        const alone = Array.from({ length: rows.rows }, (_, row) =>
          cells(expression, takeRows(rows, Uint32Array.of(row))),
        ).flat()
        expect(alone).toEqual(together)
      }),
      { numRuns: 300 },
    )
  })

  it('refuses columns that it does not fit', () => {
    expect(() => evaluateExpression(parse('word + 1'), frame)).toThrow(
      expect.objectContaining({ code: 'recipe.invalid', message: expect.stringContaining('this is a text') }),
    )
  })
})
