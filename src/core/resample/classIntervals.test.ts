import { describe, expect, it } from 'vitest'
import { evaluatePredictions } from '../metrics/evaluate.ts'
import several from '../metrics/fixtures/severalClasses.json'
import { runAtOnce } from '../work.ts'
import { matrixReportIntervals, reportIntervals } from './classIntervals.ts'
import { metricIntervals } from './intervals.ts'

const { y, scores, aucs } = several.cases[1]!
const input = {
  task: 'multiclass',
  classes: ['a', 'b', 'c', 'd', 'e'],
  actual: Float64Array.from(y),
  predictions: { rows: y.length, width: 5, scores: Float32Array.from(scores.flat(), (count) => count / 64) },
  threshold: 0.5,
} as const
const drawing = { seed: 1, resamples: 300 }

describe('intervals of a report by class', () => {
  it('are Wilson’s of precision and recall, and DeLong’s of the AUC against all others', () => {
    const { classes } = runAtOnce(reportIntervals({ ...input, ...drawing }))!
    expect(classes.map(({ aucValue }) => aucValue)).toEqual(aucs.map((value) => expect.closeTo(value, 12)))
    for (const { aucValue, auc } of classes) {
      expect(auc?.method).toBe('DeLong')
      expect((auc!.low + auc!.high) / 2).toBeCloseTo(aucValue!, 1)
    }
    // Newcombe 1998, table I, method 3: 81 of 263.
    const matrix = [
      [81, 182],
      [10, 27],
    ]
    const known = runAtOnce(matrixReportIntervals(matrix, drawing)).classes[0]!
    expect(known.recall).toEqual({
      low: expect.closeTo(0.2553, 4),
      high: expect.closeTo(0.3662, 4),
      method: 'Wilson',
    })
    expect(known.auc).toBeUndefined()
  })

  it('of means are those of the metrics of the same name', () => {
    const { macro, weighted } = runAtOnce(reportIntervals({ ...input, ...drawing }))!
    const metrics = runAtOnce(metricIntervals({ ...input, ...drawing }))
    expect(macro).toEqual({ precision: metrics.precision, recall: metrics.recall, f1: metrics.f1 })
    expect([weighted.precision, weighted.f1]).toEqual([metrics.weightedPrecision, metrics.weightedF1])
    const { confusion } = evaluatePredictions(input)
    expect(runAtOnce(matrixReportIntervals(confusion!, drawing)).macro).toEqual(macro)
  })

  it('of groups are drawn with them, wider where rows of one are alike', () => {
    const times = 4
    const rows = y.flatMap((_, row) => new Array<number>(times).fill(row))
    const repeated = {
      ...input,
      actual: Float64Array.from(rows, (row) => y[row]!),
      predictions: {
        rows: rows.length,
        width: 5,
        scores: Float32Array.from(rows.flatMap((row) => scores[row]!.map((count) => count / 64))),
      },
    }
    const alone = runAtOnce(reportIntervals({ ...repeated, ...drawing }))!
    const grouped = runAtOnce(reportIntervals({ ...repeated, ...drawing, groups: Int32Array.from(rows) }))!
    const width = (interval: { low: number; high: number } | undefined) => interval!.high - interval!.low
    for (const name of ['recall', 'precision', 'f1', 'auc'] as const)
      for (const [j, of] of grouped.classes.entries()) {
        // Twice, and a third about it.
        expect(of[name]!.method).toBe('cluster bootstrap')
        expect(width(of[name]) / width(alone.classes[j]![name]), `${name} ${j}`).toBeGreaterThan(1.4)
        expect(width(of[name]) / width(alone.classes[j]![name]), `${name} ${j}`).toBeLessThan(2.7)
      }
    expect(width(grouped.macro.f1) / width(alone.macro.f1)).toBeGreaterThan(1.5)
  })

  it('are absent for numbers, and where a class does not occur', () => {
    const numbers = { task: 'regression', classes: [], actual: Float64Array.of(1, 2), threshold: 0 } as const
    const said = { rows: 2, width: 1, scores: Float32Array.of(1, 2) }
    expect(runAtOnce(reportIntervals({ ...numbers, predictions: said, ...drawing }))).toBeUndefined()
    const first = { ...input, actual: new Float64Array(y.length) }
    const { classes } = runAtOnce(reportIntervals({ ...first, ...drawing }))!
    expect(classes.map(({ aucValue, recall }) => [aucValue, recall])).toEqual([
      [undefined, expect.anything()],
      ...[1, 2, 3, 4].map(() => [undefined, undefined]),
    ])
  })
})
