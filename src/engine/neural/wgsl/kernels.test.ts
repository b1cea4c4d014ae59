import { describe, expect, it } from 'vitest'
import { describeNetwork } from '../shape.ts'
import { trainingKernels, validationKernels } from './kernels.ts'
import { packParameters, padLayout, unpackParameters } from './layout.ts'
import { canReside } from './resident.ts'

const shapes = [
  describeNetwork(3, [], 'binary', 2),
  describeNetwork(32, [128, 64], 'binary', 2),
  describeNetwork(7, [5, 4, 3], 'multiclass', 26),
  describeNetwork(1, [1], 'regression', 0),
  describeNetwork(7, [5], 'multiclass', 3, 'relu', [
    { entries: 9, dims: 3 },
    { entries: 70, dims: 17 },
  ]),
  describeNetwork(1, [], 'binary', 2, 'relu', [{ entries: 5, dims: 2 }]),
]

describe('a regression of one output', () => {
  it.each([
    [true, describeNetwork(128, [], 'binary', 2)],
    [true, describeNetwork(1, [], 'regression', 0)],
    [false, describeNetwork(129, [], 'binary', 2)],
    [false, describeNetwork(5, [], 'multiclass', 3)],
    [false, describeNetwork(5, [2], 'binary', 2)],
    [false, describeNetwork(5, [], 'binary', 2, 'relu', [{ entries: 9, dims: 3 }])],
  ])('has its weights in registers, or not (%s)', (can, shape) => {
    expect(canReside(padLayout([shape]))).toBe(can)
  })
})

describe.each(shapes)('a chain of $layers.length layers', (shape) => {
  const layout = padLayout([shape])

  it('takes at most two dispatches a layer and step', () => {
    const options = { batch: 64, rows: 4, dropout: true, slices: 1, workgroup: 64 }
    // All tables together are a layer.
    const layers = shape.layers.length + Math.min(1, shape.tables.length)
    expect(trainingKernels(layout, options).length).toBeLessThanOrEqual(2 * layers)
    expect(validationKernels(layout, options)).toHaveLength(layers)
  })

  it('comes back from its padding as it went in, and nothing of it lies in the padding', () => {
    const parameters = Float32Array.from({ length: shape.size }, (_, i) => i + 1)
    const packed = packParameters(layout, shape, parameters)
    expect(unpackParameters(layout, shape, packed)).toEqual(parameters)
    expect(packed.filter((value) => value !== 0)).toHaveLength(shape.size)
    for (const { inputs, units, kernelAt } of layout.layers)
      expect([inputs % 4, units % 4, kernelAt % 4]).toEqual([0, 0, 0])
  })
})
