import { describe, expect, it } from 'vitest'
import { codedColumn, numericColumn } from '@/testing/frames.ts'
import { contrast, MISSING, OTHERS } from './contrast.ts'

describe('a feature against the target', () => {
  it('counts classes by value, the most common first', () => {
    const feature = codedColumn('port', ['S', 'S', 'C', null, 'S', 'C'])
    const target = numericColumn('survived', [1, 0, 1, 1, null, 1], 'boolean')
    expect(contrast(feature, target)).toEqual({
      feature: 'port',
      target: 'survived',
      classes: ['true', 'false'],
      groups: [
        { label: 'S', rows: 2, counts: [1, 1] },
        { label: 'C', rows: 2, counts: [2, 0] },
        { label: MISSING, rows: 1, counts: [1, 0] },
      ],
      unlabelled: 1,
    })
  })
  it('takes quartiles of numbers by ranges of as many rows', () => {
    const n = 1_000
    const values = Array.from({ length: n }, (_, i) => (i * 7_919) % n)
    const { groups } = contrast(
      numericColumn('x', values),
      numericColumn(
        'y',
        values.map((x) => 2 * x),
      ),
    )
    expect(groups).toHaveLength(10)
    expect(groups.map(({ rows }) => rows)).toEqual(Array(10).fill(100))
    expect(groups[0]).toMatchObject({ label: '0 to 99.9', amounts: { mean: 99, median: 99, low: 49.5, high: 148.5 } })
    expect(groups[9]!.amounts!.mean).toBe(2 * 949.5)
  })
  it('gives few numbers a group each, and many values one for the rest', () => {
    const few = contrast(numericColumn('n', [3, 1, 3, null]), numericColumn('y', [1, 2, 5, 9]))
    expect(few.groups.map(({ label, rows }) => [label, rows])).toEqual([
      ['1', 1],
      ['3', 2],
      [MISSING, 1],
    ])
    const texts = Array.from({ length: 60 }, (_, i) => `v${i % 20}`)
    const many = contrast(codedColumn('c', texts), codedColumn('t', texts))
    expect(many.groups).toHaveLength(12)
    expect(many.groups.at(-1)!.label).toBe(OTHERS)
    expect(many.classes!.at(-1)).toBe(OTHERS)
    expect(many.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(60)
  })
})
