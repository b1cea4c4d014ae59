import { describe, expect, it } from 'vitest'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import type { Learner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import { facetsOf, layFacet, proposedAxes } from './facets.ts'
import type { Ranked } from './leaderboard.ts'

const ranked = (learner: Learner, accuracy: number | undefined, trainMs: number): Ranked => ({
  run: makeRun('r', makeSpec(animalQuestion(), learner)),
  name: '',
  metrics: accuracy === undefined ? {} : { accuracy },
  trainMs,
})
const network = (learningRate: number): Learner => ({
  kind: 'network',
  options: { ...LEARNERS.network.defaults(500), learningRate },
})
const boosting: Learner = { kind: 'boosting', options: LEARNERS.boosting.defaults(500) }
const glm = (strength?: number): Learner => ({ kind: 'glm', options: strength === undefined ? {} : { strength } })
const keysOf = (runs: readonly Ranked[]) => facetsOf(runs, 'multiclass').map(({ key }) => key)

describe('facetsOf', () => {
  it('has the settings that differ and what was measured, nothing else', () => {
    expect(keysOf([ranked(network(0.1), 0.8, 10), ranked(network(0.01), undefined, 20)])).toEqual([
      'learningRate',
      'time',
      'accuracy',
    ])
  })

  it('asks each learner for its own settings and leaves out those that only one value has', () => {
    const facets = facetsOf([ranked(network(0.1), 0.8, 10), ranked(boosting, 0.9, 1_000)], 'multiclass')
    expect(facets.map(({ key }) => key)).toEqual(['learner', 'learningRate', 'l2', 'patience', 'time', 'accuracy'])
    const rate = facets.find(({ key }) => key === 'learningRate')!
    expect(rate.values).toEqual([0.1, 0.05])
    expect(rate.isLog).toBe(true)
    expect(facets.find(({ key }) => key === 'time')!.isLog).toBe(true)
  })

  it('makes words of all where one run has a word', () => {
    const strength = facetsOf([ranked(glm(), 0.8, 1), ranked(glm(0.5), 0.8, 1)], 'multiclass')[0]!
    expect(strength).toMatchObject({ key: 'strength', isNumeric: false, isLog: false, values: ['auto', '0.50'] })
    expect(layFacet(strength, 'log')).toMatchObject({ isLog: false, places: [0.75, 0.25] })
  })
})

describe('layFacet', () => {
  it('begins as the setting does and follows what is asked', () => {
    const [rate] = facetsOf([ranked(network(0.1), 0.8, 1), ranked(network(0.001), 0.8, 1)], 'multiclass')
    expect(layFacet(rate!, undefined)).toMatchObject({ isLog: true, places: [1, 0] })
    expect(layFacet(rate!, 'linear').isLog).toBe(false)
  })
})

describe('proposedAxes', () => {
  it('ends with the time and the metric of the question', () => {
    const facets = facetsOf([ranked(network(0.1), 0.8, 10), ranked(boosting, 0.9, 1_000)], 'multiclass')
    expect(proposedAxes(facets, 'accuracy')).toEqual(['learner', 'learningRate', 'l2', 'patience', 'time', 'accuracy'])
  })
})
