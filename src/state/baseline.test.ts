import { expect, it } from 'vitest'
import type { RunSpec } from '@/core/run/run.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { baselineOf } from './baseline.ts'
import type { State } from './store.ts'

const baseline = { kind: 'baseline', options: {} } as const

function shelvesOf(specs: Readonly<Record<string, RunSpec>>): Pick<State, 'shelves'> {
  const runs = Object.entries(specs).map(([id, spec], createdAt) => [
    id,
    { ...makeRun(id, spec), status: 'done', createdAt },
  ])
  return { shelves: { run: Object.fromEntries(runs), annotation: {} } as unknown as State['shelves'] }
}

it('a run is held against the baseline on its own rows, else against the oldest', () => {
  const seed = (of: number, spec = makeSpec(animalQuestion(), baseline)) => ({ ...spec, seed: of })
  const state = shelvesOf({
    older: seed(1),
    same: seed(2),
    run: seed(2, makeSpec(animalQuestion())),
    other: seed(3, makeSpec(animalQuestion())),
  })
  expect(baselineOf(state, state.shelves.run['run']!)?.id).toBe('same')
  expect(baselineOf(state, state.shelves.run['other']!)?.id).toBe('older')
  expect(baselineOf(state, state.shelves.run['same']!)?.id).toBe('older')
})
