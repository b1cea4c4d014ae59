import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { describeDevice, describeLearner } from './describe.ts'

const descent = { l2: 1e-5, learningRate: 0.003, batchSize: 256, epochs: 40, patience: 10 }

describe('the settings of a learner, shortly', () => {
  it('say layers, dropout where there is some, rate and epochs', () => {
    expect(describeLearner({ kind: 'network', options: { ...descent, hidden: [128, 64], dropout: 0.1 } })).toBe(
      '128, 64, dropout 0.10, rate 0.003, 40 epochs',
    )
    expect(describeLearner({ kind: 'network', options: { ...descent, hidden: [], dropout: 0, epochs: 1 } })).toBe(
      'no hidden layer, rate 0.003, 1 epoch',
    )
    expect(describeLearner({ kind: 'network', options: { ...descent, hidden: [8], dropout: 0, members: 5 } })).toBe(
      '5 networks, 8, rate 0.003, 40 epochs',
    )
    expect(describeLearner({ kind: 'linear', options: { ...descent, learningRate: 1e-5 } })).toBe(
      'rate 1e-5, 40 epochs',
    )
    expect(describeLearner({ kind: 'baseline', options: LEARNERS.baseline.defaults(100) })).toBe('')
  })
})

it('names a device once', () => {
  expect(describeDevice({ backend: 'webgpu', adapter: 'NVIDIA Ampere' })).toBe('WebGPU · NVIDIA Ampere')
  expect(describeDevice({ backend: 'wasm', adapter: 'WebAssembly SIMD' })).toBe('WebAssembly SIMD')
  expect(describeDevice({ backend: 'cpu', adapter: 'JavaScript' })).toBe('JavaScript')
})
