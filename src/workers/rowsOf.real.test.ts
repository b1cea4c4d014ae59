import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset, ReadOptions } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { listClasses } from '@/core/experiment/target.ts'
import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { asked, boosting, countsOf, glm, listed, openBench, type RowsBench } from '@/testing/rowsBench.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { readPart } from './runFiles.ts'

if (!sharedDataDir()) console.info('Skipped: there are no shared data on this machine, so no real rows are counted.')

/** A question of a real file, two runs of which are trained. */
async function trainBoth(bench: RowsBench, fileName: string, target: string | number, options: ReadOptions = {}) {
  const { table } = await readCsv(new Blob([new Uint8Array(readSharedCsv(fileName)!)]), options, unattended)
  const frame = toFrame(table)
  const name = typeof target === 'number' ? table.columns[target]!.name : target
  const { vector, type } = frame.columns.find((column) => column.name === name)!
  const dataset: Dataset = await storeFrame(bench.stores.records, bench.stores.arrays, fileName, frame)
  const question: Question = {
    datasetId: dataset.id,
    target: name,
    task: 'binary',
    classes: listClasses(vector, type),
    metric: 'accuracy',
    split: { kind: 'stratified', validation: 0.25, test: 0.25 },
    recipe: {
      schema: 1,
      steps: frame.columns.some((column) => column.name === 'customerID')
        ? [{ kind: 'drop', id: 'a', on: true, columns: ['customerID'], reason: 'Every value is different.' }]
        : [],
    },
  }
  await bench.train(`${fileName} glm`, 'A', question, glm)
  await bench.train(`${fileName} boosting`, 'B', question, boosting)
}

describe.skipIf(!sharedDataDir())('rows of real data, counted by hand', () => {
  it.each([
    ['telco_churn', 'Churn'],
    ['adult.data', 14],
  ] as const)('%s', { timeout: 120_000 }, async (file, target) => {
    const bench = openBench()
    await trainBoth(bench, file, target)
    const { read, model, stores } = bench
    const [base, other] = [`${file} glm`, `${file} boosting`]
    for (const part of ['validation', 'test'] as const) {
      for (const runId of [base, other]) await model.evaluate({ runId, part }, unattended)
      const a = await readPart(stores.arrays, base, part)
      const b = await readPart(stores.arrays, other, part)
      const threshold = async (runId: string) => (await stores.records.get('pipeline', runId))!.threshold
      const [cutA, cutB] = [await threshold(base), await threshold(other)]
      const hand = { both: 0, onlyA: 0, onlyB: 0, neither: 0 }
      const fixed: number[] = []
      for (let row = 0; row < a.rows.length; row++) {
        const isRightA = (a.scores[2 * row + 1]! >= cutA ? 1 : 0) === a.actual[row]
        const isRightB = (b.scores[2 * row + 1]! >= cutB ? 1 : 0) === b.actual[row]
        if (isRightA && isRightB) hand.both++
        else if (isRightA) hand.onlyA++
        else if (isRightB) {
          hand.onlyB++
          fixed.push(a.rows[row]!)
        } else hand.neither++
      }
      expect(hand.onlyA).toBeGreaterThan(0)
      expect(hand.onlyB).toBeGreaterThan(0)

      const diff = countsOf((await read.diffRows({ base, others: [other], part, tolerance: 0 }, unattended))[0])
      expect(diff.paired).toEqual(hand)
      const [compared] = await model.compareRuns({ base, others: [other], part, metric: 'accuracy' }, unattended)
      expect(compared).toMatchObject({
        comparison: {
          p: diff.p,
          difference: (hand.onlyB - hand.onlyA) / a.rows.length,
          test: diff.isExact ? 'McNemar, exact' : 'McNemar',
        },
      })

      const input = asked(other, { base, part, outcomes: ['fixed'] })
      const window = await listed(read, input, ['was'])
      expect([...window.rows!].toSorted((x, y) => x - y)).toEqual(fixed)
      const wrong = await read.findSaidRows(asked(base, { part, outcomes: ['wrong'] }), unattended)
      expect(wrong).toEqual({ rows: hand.onlyB + hand.neither, of: a.rows.length })
      for (const { groups } of await read.spreadRows({ ...input, base }, unattended)) {
        expect(groups.reduce((sum, { gained }) => sum + gained, 0)).toBe(hand.onlyB)
        expect(groups.reduce((sum, { lost }) => sum + lost, 0)).toBe(hand.onlyA)
      }
    }
  })
})
