import { describe, expect, it } from 'vitest'
import { boosting } from '@/testing/boardRows.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { boardRows } from './board.ts'
import { bestRun, rankedRuns } from './run.ts'
import { createStore } from './store.ts'

const question = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'pinball' })
const plain = boosting(0.1)
const specAt = (quantile: number) =>
  makeSpec(question, { ...plain, options: { ...plain.options, loss: 'quantile', quantile } } as typeof plain)

/** Runs whose pinball losses are of two quantiles, the lowest of them of the rarer one. */
function shelvesOfQuantiles() {
  const { shelves } = createStore(fakePorts({})).getState()
  const runs = [
    { ...makeRun('a', specAt(0.9)), createdAt: 1 },
    { ...makeRun('b', specAt(0.1)), createdAt: 2 },
    { ...makeRun('c', specAt(0.9)), createdAt: 3 },
  ].map((run) => ({ ...run, status: 'done' as const }))
  const losses = { a: 5, b: 1, c: 4 } as Record<string, number>
  const evaluation = Object.fromEntries(
    runs.map(({ id }) => [
      `${id}/validation`,
      {
        schema: 1 as const,
        id: `${id}/validation`,
        runId: id,
        part: 'validation' as const,
        rows: 9,
        metrics: { pinball: losses[id]!, mae: 2 * losses[id]! },
        digest: '',
        createdAt: 0,
      },
    ]),
  )
  return { ...shelves, run: Object.fromEntries(runs.map((run) => [run.id, run])), evaluation }
}

describe('runs whose pinball losses are of several quantiles', () => {
  const shelves = shelvesOfQuantiles()

  it('are ranked by those of one: that of most, or the one that is asked for', () => {
    expect(bestRun({ shelves }, 'e', 'pinball')?.id).toBe('c')
    expect(bestRun({ shelves }, 'e', 'pinball', 0.1)?.id).toBe('b')
    expect(bestRun({ shelves }, 'e', 'mae')?.id).toBe('b')
    expect(boardRows({ shelves }, 'e').map(({ metrics }) => metrics)).toEqual([
      { pinball: 5, mae: 10 },
      { mae: 2 },
      { pinball: 4, mae: 8 },
    ])
    expect(boardRows({ shelves }, 'e', 0.1).map(({ metrics }) => metrics.pinball)).toEqual([undefined, 1, undefined])
    const ranked = rankedRuns(shelves, Object.values(shelves.run))
    expect(ranked.map(({ metrics }) => metrics.pinball)).toEqual([5, undefined, 4])
  })
})
