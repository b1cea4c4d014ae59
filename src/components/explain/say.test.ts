import { describe, expect, it } from 'vitest'
import type { DroppedColumn } from '@/core/explain/dropColumns.ts'
import type { Explained, Importances } from '@/core/explain/jobs.ts'
import { type Output, sayCell, sayDependence, sayImportances, sayMethod } from './say.ts'
import { sayDrops } from './sayDrops.ts'

const binary: Output = { question: { target: 'bought', task: 'binary', classes: ['false', 'true'] }, index: 0 }
const importances = (columns: Importances['columns']): Importances => ({
  loss: 'log loss',
  rows: 100,
  of: 100,
  columns,
})
const needed = { column: 'price', rise: 0.061, low: 0.05, high: 0.072 }
const idle = { column: 'hour', rise: 0.001, low: -0.004, high: 0.006 }

describe('sentences of why', () => {
  it('name the column that is needed most, and how many are not', () => {
    expect(sayImportances(importances([needed, idle]))).toBe(
      'Permuting price raises the log loss by .061 (95% interval .050 to .072), more than any other column. 1 column makes no difference that chance does not explain.',
    )
    expect(sayImportances(importances([idle]))).toBe(
      'No column makes a difference that chance does not explain: 1 column permuted, 100 rows.',
    )
  })

  it('say where the answer is least and greatest', () => {
    const point = (value: number, mean: number) => ({ value, text: String(value), mean, low: mean, high: mean })
    const points = [point(1.2345678901, 0.2), point(2, 0.5)]
    expect(sayDependence({ column: 'price', isNumeric: true, points, lines: [] }, binary)).toBe(
      'The mean probability of bought true is least, .200, where price is 1.235, and greatest, .500, where it is 2.',
    )
    const flat = { column: 'price', isNumeric: true, points: [point(1, 0.3), point(2, 0.3)], lines: [] }
    expect(sayDependence(flat, binary)).toBe('The mean probability of bought true is .300 whatever price is.')
  })

  it('name method, scale, background and what was left out', () => {
    const explained = {
      method: 'permutation',
      scale: 'answer',
      background: { rows: 30, of: 'part' },
      rows: Uint32Array.of(1, 2),
      of: 5,
      reached: { done: 2, total: 5 },
    } as unknown as Explained
    expect(sayMethod(explained, binary, 'test')).toBe(
      'By Shapley values by permutation, in the probability of bought true, against 30 test rows. Columns are those of the data. 2 of 5 test rows are explained: the time was up.',
    )
  })

  it('round long numbers, and name what is missing or empty', () => {
    expect(sayCell('-0.9951053111006974', -0.9951053111006974)).toBe('−0.9951')
    expect(sayCell('2024-01-31', 1.7066592e12)).toBe('2024-01-31')
    expect(sayCell(null, Number.NaN)).toBe('missing')
    expect(sayCell('', Number.NaN)).toBe('(empty text)')
  })

  it('say what is missed most, of scores and of errors', () => {
    const dropped = (column: string, difference: number, metric: 'auc' | 'rmse', p: number): DroppedColumn => ({
      column,
      trainMs: 1,
      comparison: { metric, difference, low: difference - 0.01, high: difference + 0.01, p, test: 'DeLong' },
    })
    const done = [
      dropped('price', -0.12, 'auc', 1e-6),
      dropped('size', -0.05, 'auc', 1e-6),
      dropped('hour', 0, 'auc', 1),
    ]
    expect(sayDrops({ metric: 'auc', columns: ['price', 'size', 'hour'], done })).toBe(
      'Without price AUC is .120 worse (95% interval .110 to .130), more than without any other. Without the other it is not shown to be worse.',
    )
    const errors = [dropped('price', 3.5, 'rmse', 1e-6)]
    expect(sayDrops({ metric: 'rmse', columns: ['price'], done: errors })).toMatch(/^Without price RMSE is 3.5 worse/)
    expect(sayDrops({ metric: 'auc', columns: ['hour', 'size'], done: [dropped('hour', 0, 'auc', 1)] })).toBe(
      'No column tried so far is shown to be missed: without any one of them AUC is not shown to be worse.',
    )
  })
})
