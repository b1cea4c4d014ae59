import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardRow } from '@/testing/boardRows.ts'
import type { BoardRow } from './board.ts'
import { boardColumns } from './boardColumns.ts'
import { groupRows, summarise } from './boardGroups.ts'

const columnOf = (rows: readonly BoardRow[], key: string) =>
  boardColumns(rows, 'multiclass', 'accuracy').columns.find((column) => column.key === key)!

describe('what the values of a group come to', () => {
  // statistics.mean and statistics.stdev of Python 3.11.
  const rows = [0.81, 0.84, 0.79, 0.9].map((accuracy, i) =>
    boardRow(`run ${i}`, i, { metrics: { accuracy, logLoss: 1 - accuracy } }),
  )

  it('is mean and deviation over runs, best, least, most and last', () => {
    expect(summarise(rows, columnOf(rows, 'accuracy'))).toEqual({
      count: 4,
      mean: expect.closeTo(0.835, 12),
      std: expect.closeTo(0.04795831523312718, 12),
      min: 0.79,
      max: 0.9,
      best: 0.9,
      last: 0.9,
    })
    expect(summarise(rows, columnOf(rows, 'logLoss'))?.best).toBeCloseTo(0.1, 12)
  })

  it('over folds takes every fold of every run', () => {
    const folded = [
      [0.7, 0.9],
      [0.8, 0.6],
    ].map((values, i) =>
      boardRow(`run ${i}`, i, {
        metrics: { accuracy: 0.5 },
        folds: values.map((accuracy) => ({ train: 8, validation: 2, metrics: { accuracy } })),
      }),
    )
    const summary = summarise(folded, columnOf(folded, 'folds'))!
    expect(summary.count).toBe(4)
    expect(summary.mean).toBeCloseTo(0.75, 12)
    // statistics.stdev([.7, .9, .8, .6])
    expect(summary.std).toBeCloseTo(0.12909944487358058, 12)
  })

  it('is nothing where no run has a value, and has no deviation of one', () => {
    expect(summarise([boardRow('A', 1)], columnOf(rows, 'accuracy'))).toBeUndefined()
    expect(summarise(rows.slice(0, 1), columnOf(rows, 'accuracy'))?.std).toBeUndefined()
    expect(summarise(rows, columnOf(rows, 'name'))).toBeUndefined()
  })

  it('lies between least and most, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const its = values.map((accuracy, i) => boardRow(`${i}`, i, { metrics: { accuracy } }))
        const { mean, min, max, last, count } = summarise(its, columnOf(its, 'accuracy'))!
        expect(count).toBe(values.length)
        expect(mean).toBeGreaterThanOrEqual(min - 1e-12)
        expect(mean).toBeLessThanOrEqual(max + 1e-12)
        expect(last).toBe(values.at(-1))
      }),
    )
  })
})

describe('groups of runs', () => {
  it('by learner and by spec have each run once, by tag once for each of its tags', () => {
    const tags = fc.uniqueArray(fc.constantFrom('new', 'old', 'no tag'))
    fc.assert(
      fc.property(fc.array(fc.record({ tags, seed: fc.integer({ min: 0, max: 3 }) })), (about) => {
        const rows = about.map(({ tags: its, seed }, i) => boardRow(`${i}`, i, { tags: its, spec: { seed } }))
        for (const by of ['learner', 'spec', 'recipe'] as const) {
          const grouped = groupRows(rows, by)
          // They differ in the seed alone.
          expect(grouped.length).toBe(Math.min(1, rows.length))
          expect(grouped.flatMap((group) => group.rows)).toEqual(rows)
        }
        const places = groupRows(rows, 'tag').reduce((count, group) => count + group.rows.length, 0)
        expect(places).toBe(rows.reduce((count, row) => count + Math.max(1, row.tags.length), 0))
      }),
    )
  })
})
