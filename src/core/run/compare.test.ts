import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { compareSpecs } from './compare.ts'
import type { RunSpec } from './run.ts'

const linear: RunSpec = {
  schema: 1,
  question: {
    datasetId: 'd'.repeat(64),
    target: 'income',
    task: 'binary',
    classes: ['<=50K', '>50K'],
    metric: 'auc',
    split: { kind: 'stratified', validation: 0.16, test: 0.2 },
    recipe: { schema: 1, steps: [{ id: 'a', on: true, kind: 'drop', columns: ['fnlwgt'] }] },
  },
  learner: { kind: 'linear', options: LEARNERS.linear.defaults(1000) },
  seed: 7,
  device: 'auto',
}
const network: RunSpec = { ...linear, learner: { kind: 'network', options: LEARNERS.network.defaults(1000) } }

describe('compareSpecs', () => {
  it('finds nothing that differs between a spec and itself', () => {
    expect(compareSpecs([linear, linear]).filter(({ differs }) => differs)).toEqual([])
  })

  it('finds exactly what was changed', () => {
    const changed: RunSpec = { ...linear, seed: 8, question: { ...linear.question, recipe: { schema: 1, steps: [] } } }
    const differing = compareSpecs([linear, changed]).filter(({ differs }) => differs)
    expect(differing.map(({ label, values }) => [label, values])).toEqual([
      ['Step 1', [expect.stringContaining('fnlwgt'), undefined]],
      ['Seed', ['7', '8']],
    ])
  })

  it('lists what is fitted after training', () => {
    const after: RunSpec = { ...linear, postprocessing: { calibration: 'platt', conformal: { level: 0.9 } } }
    expect(
      compareSpecs([linear, after])
        .filter(({ differs }) => differs)
        .map(({ group, label, values }) => [group, label, values]),
    ).toEqual([
      ['Learner', 'Calibration', [undefined, 'Platt']],
      ['Learner', 'Prediction sets', [undefined, '90%, smallest sets (LAC)']],
    ])
  })

  it('leaves blank what a learner does not have', () => {
    const hidden = compareSpecs([linear, network]).find(({ label }) => label === 'Hidden layers')
    expect(hidden?.values[0]).toBeUndefined()
    expect(hidden?.differs).toBe(true)
  })
})
