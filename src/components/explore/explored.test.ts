import { expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { facetsOf } from '@/core/run/facets.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { exploreRuns } from './explored.ts'

const ranked = (learner: Learner, trainMs: number): Ranked => ({
  run: makeRun('r', makeSpec(animalQuestion(), learner)),
  name: '',
  metrics: { accuracy: trainMs / 10 },
  trainMs,
})
const network = (learningRate: number): Learner => ({
  kind: 'network',
  options: { ...LEARNERS.network.defaults(500), learningRate },
})
const acrossOf = (...runs: readonly Ranked[]) => exploreRuns(runs, facetsOf(runs, 'multiclass'), 'accuracy', {})?.x.key

it('lays points along a setting that all runs have, else along their training time', () => {
  expect(acrossOf(ranked(network(0.1), 1), ranked(network(0.01), 2))).toBe('learningRate')
  expect(acrossOf(ranked(network(0.1), 1), ranked({ kind: 'baseline', options: {} }, 2))).toBe('time')
})
