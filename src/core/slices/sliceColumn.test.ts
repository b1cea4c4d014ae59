import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FrameColumn } from '../dataset/column.ts'
import { numberTest, textTest } from '../dataset/view.ts'
import { sliceColumn } from './sliceColumn.ts'

const numbers = (values: readonly number[], type: FrameColumn['type'] = 'number'): FrameColumn => ({
  name: 'x',
  type,
  vector: { kind: 'numeric', values: Float64Array.from(values) },
})

const texts = (codes: readonly number[], dictionary: readonly string[]): FrameColumn => ({
  name: 'x',
  type: 'category',
  vector: { kind: 'coded', codes: Int32Array.from(codes), dictionary },
})

/** Which rows meet all conditions, as the grid tells them. */
function meets(
  { type, vector }: FrameColumn,
  conditions: ReturnType<typeof sliceColumn>['conditions'][number],
): number[] {
  const rows = vector.kind === 'numeric' ? vector.values.length : vector.codes.length
  return Array.from({ length: rows }, (_, row) => row).filter((row) =>
    conditions.every((condition) =>
      vector.kind === 'numeric'
        ? numberTest(condition, type)(vector.values[row]!)
        : textTest(condition)(vector.dictionary[vector.codes[row]!] ?? null),
    ),
  )
}

describe('sliceColumn', () => {
  it('asks by its conditions for the very rows at each level', () => {
    const cell = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -50, max: 50, noNaN: true }) },
      { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    )
    const column = fc.oneof(
      fc.array(cell, { minLength: 1, maxLength: 80 }).map((values) => numbers(values)),
      fc
        .array(
          fc.oneof(
            fc.constant(Number.NaN),
            fc.integer({ min: 0, max: 4e12 }),
            fc.integer({ min: 0, max: 20 }).map((day) => day * 86_400_000),
            fc.integer({ min: 0, max: 60 }).map((hours) => hours * 28_800_000),
          ),
          { minLength: 1, maxLength: 80 },
        )
        .map((values) => numbers(values, 'datetime')),
      fc
        .array(fc.constantFrom(0, 1, Number.NaN), { minLength: 1, maxLength: 30 })
        .map((values) => numbers(values, 'boolean')),
      fc
        .array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 30 })
        .map((codes) => texts(codes, ['a', 'b', 'c'])),
    )
    fc.assert(
      fc.property(column, fc.integer({ min: 1, max: 4 }), (made, support) => {
        const { codes, levels, conditions } = sliceColumn(made, support)
        expect(conditions).toHaveLength(levels)
        for (let level = 0; level < levels; level++) {
          const rows = [...codes.keys()].filter((row) => codes[row] === level)
          expect(rows.length).toBeGreaterThanOrEqual(support)
          expect(meets(made, conditions[level]!)).toEqual(rows)
        }
      }),
    )
  })

  it('cuts numbers at deciles', () => {
    const { conditions, levels } = sliceColumn(numbers(Array.from({ length: 101 }, (_, i) => i)), 10)
    expect(levels).toBe(10)
    expect(conditions[0]).toEqual([{ column: 'x', word: 'atMost', value: 10 }])
    expect(conditions[1]).toEqual([
      { column: 'x', word: 'more', value: 10 },
      { column: 'x', word: 'atMost', value: 20 },
    ])
    expect(conditions[9]).toEqual([{ column: 'x', word: 'more', value: 90 }])
  })

  it('looks at the fifty most common texts', () => {
    const dictionary = Array.from({ length: 60 }, (_, i) => `t${i}`)
    const codes = dictionary.flatMap((_, i) => new Array<number>(i < 10 ? 1 : 3).fill(i))
    const { conditions } = sliceColumn(texts(codes, dictionary), 1)
    expect(conditions).toHaveLength(50)
    expect(conditions[0]).toEqual([{ column: 'x', word: 'is', text: 't10' }])
  })
})
