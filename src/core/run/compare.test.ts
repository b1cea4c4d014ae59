import { describe, expect, it } from 'vitest'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { LEARNERS } from '../learner/table.ts'
import type { Step } from '../recipe/recipe.ts'
import { compareSettings } from './compare.ts'
import { differencesOf } from './differences.ts'
import type { RunSpec } from './run.ts'

const drop: Step = { id: 'a', on: true, kind: 'drop', columns: ['fnlwgt'] }
const log: Step = { id: 'b', on: true, kind: 'log', columns: ['capital-gain'] }

const linear: RunSpec = {
  schema: 1,
  question: {
    datasetId: 'd'.repeat(64),
    target: 'income',
    task: 'binary',
    classes: ['<=50K', '>50K'],
    metric: 'auc',
    split: { kind: 'stratified', validation: 0.16, test: 0.2 },
    recipe: { schema: 1, steps: [drop] },
  },
  learner: { kind: 'linear', options: LEARNERS.linear.defaults(1000) },
  seed: 7,
  device: 'auto',
}
const networkOptions = LEARNERS.network.defaults(1000)
const network: RunSpec = { ...linear, learner: { kind: 'network', options: networkOptions } }
const withSteps = (...steps: Step[]): RunSpec => ({
  ...linear,
  question: { ...linear.question, recipe: { schema: 1, steps } },
})
const faster: RunSpec = { ...network, learner: { kind: 'network', options: { ...networkOptions, learningRate: 0.3 } } }
const compared = (...specs: readonly RunSpec[]) => specs.map((spec) => ({ spec }))
const textsOf = (rows: ReturnType<typeof compareSettings>) =>
  rows.filter(({ differs }) => differs).map(({ label, values }) => [label, values.map((value) => value?.text)])

describe('compareSettings', () => {
  it('finds nothing that differs between a run and itself', () => {
    expect(textsOf(compareSettings(compared(linear, linear)))).toEqual([])
  })

  it('finds exactly what was changed', () => {
    expect(textsOf(compareSettings(compared(linear, { ...withSteps(), seed: 8 })))).toEqual([
      ['Drop columns', [expect.stringContaining('fnlwgt'), undefined]],
      ['Seed', ['7', '8']],
    ])
  })

  it('shows an inserted step as one difference, whatever comes after it', () => {
    const rows = compareSettings(compared(withSteps(drop), withSteps(log, { ...drop, id: 'z' })))
    expect(rows.filter(({ group }) => group === 'Preparation').map(({ differs }) => differs)).toEqual([true, false])
  })

  it('lists what is fitted after training', () => {
    const after: RunSpec = { ...linear, postprocessing: { calibration: 'platt', conformal: { level: 0.9 } } }
    expect(
      compareSettings(compared(linear, after))
        .filter(({ differs }) => differs)
        .map(({ group, label, values }) => [group, label, values.map((value) => value?.text)]),
    ).toEqual([
      ['Learner', 'Calibration', [undefined, 'Platt']],
      ['Learner', 'Prediction sets', [undefined, '90%, smallest sets (LAC)']],
    ])
  })

  it('leaves blank what a learner does not have', () => {
    const hidden = compareSettings(compared(linear, network)).find(({ label }) => label === 'Hidden layers')
    expect(hidden?.values[0]).toBeUndefined()
    expect(hidden?.differs).toBe(true)
  })

  it('tells datasets and devices apart by the whole of what names them', () => {
    const other = { ...linear, question: { ...linear.question, datasetId: `${'d'.repeat(63)}e` } }
    const dataset = { name: 'adult', version: 0, rows: 32_561 }
    const device = { backend: 'webgpu', adapter: 'NVIDIA Ampere', software: false } as const
    const rows = compareSettings([
      { spec: linear, dataset, device },
      { spec: other, dataset: { ...dataset, version: 1 }, device: { ...device, adapter: 'Intel' } },
    ])
    expect(textsOf(rows)).toEqual([
      ['Version', ['v0', 'v1']],
      ['Content', ['dddddddddd', 'dddddddddd']],
      ['Adapter', ['NVIDIA Ampere', 'Intel']],
    ])
    expect(rows.find(({ label }) => label === 'Content')!.values[1]!.full).toBe(other.question.datasetId)
  })
})

describe('differencesOf', () => {
  it('names the one setting that differs and nothing else', () => {
    expect(differencesOf(compared(network, faster))).toEqual(['rate 0.003', 'rate 0.30'])
  })

  it('names other learners, and settings only among runs of one', () => {
    expect(differencesOf(compared(linear, network, faster))).toEqual([
      'logistic by descent',
      'neural network, rate 0.003',
      'neural network, rate 0.30',
    ])
  })

  it('names first what fewest share, where there is more than fits', () => {
    const boosted = (learningRate: number, quantile?: number) =>
      makeSpec(animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' }), {
        kind: 'boosting',
        options: {
          ...LEARNERS.boosting.defaults(300),
          learningRate,
          ...(quantile !== undefined && { loss: 'quantile', quantile }),
        },
      })
    const other = makeSpec(boosted(0.1).question, { kind: 'baseline', options: {} })
    expect(
      differencesOf(compared(boosted(0.1, 0.9), boosted(0.1, 0.1), boosted(0.1), boosted(0.2, 0.9), other)),
    ).toEqual([
      'rate 0.10, loss quantile, quantile 0.90, 1 more',
      'rate 0.10, loss quantile, quantile 0.10, 1 more',
      'rate 0.10, loss squared error, quantile 0.50, 1 more',
      'rate 0.20, loss quantile, quantile 0.90, 1 more',
      'baseline',
    ])
  })

  it('says of a step what few do', () => {
    expect(differencesOf(compared(linear, withSteps(drop, log)))).toEqual(['', '+ logarithm'])
    expect(differencesOf(compared(linear, withSteps(), linear))).toEqual(['', '− drop columns', ''])
  })

  it('is empty where a spec is repeated, and else tells seed and device', () => {
    expect(differencesOf(compared(linear, linear))).toEqual(['', ''])
    const on = (backend: 'wasm' | 'webgpu') => ({ backend, adapter: 'x', software: false })
    expect(
      differencesOf([
        { spec: linear, device: on('wasm') },
        { spec: { ...linear, seed: 8 }, device: on('webgpu') },
      ]),
    ).toEqual(['seed 7, on WebAssembly', 'seed 8, on WebGPU'])
  })
})
