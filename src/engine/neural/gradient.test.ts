// The whole of tfjs, for its table of gradients; the product computes its own.
import '@tensorflow/tfjs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '@/core/random.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { adamStep, startAdam } from './adam.ts'
import { openDevice } from './device.ts'
import { initialParameters } from './params.ts'
import { forward, gradient } from './pass.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'

/** Mean loss in double precision, written again from the definitions: what the gradient is held against. */
function lossOf(
  shape: NetworkShape,
  parameters: Float64Array,
  x: readonly number[][],
  y: readonly number[],
  masks: readonly number[][] = [],
) {
  let total = 0
  x.forEach((row, r) => {
    let a = row
    shape.layers.forEach(({ inputs, units, activation, kernelAt, biasAt }, layer) => {
      const z = Array.from({ length: units }, (_, u) => {
        let sum = parameters[biasAt + u]!
        for (let i = 0; i < inputs; i++) sum += a[i]! * parameters[kernelAt + i * units + u]!
        return sum
      })
      a = activation === 'relu' ? z.map((value, u) => Math.max(0, value) * (masks[layer]?.[r * units + u] ?? 1)) : z
    })
    const target = y[r]!
    if (shape.head === 'sigmoid') {
      const p = 1 / (1 + Math.exp(-a[0]!))
      total -= target === 1 ? Math.log(p) : Math.log(1 - p)
    } else if (shape.head === 'softmax')
      total -= a[target]! - Math.log(a.reduce((sum, value) => sum + Math.exp(value), 0))
    else total += (a[0]! - target) ** 2
  })
  return total / x.length
}

const random = seededRandom('gradient test')
const rows = 7
const x = Array.from({ length: rows }, () => Array.from({ length: 5 }, () => Math.fround(2 * random() - 1)))
const cases = [
  { name: 'logistic', shape: describeNetwork(5, [], 'binary', 2), y: [0, 1, 1, 0, 1, 0, 0] },
  { name: 'sigmoid network', shape: describeNetwork(5, [6, 4], 'binary', 2), y: [0, 1, 1, 0, 1, 0, 0] },
  { name: 'softmax network', shape: describeNetwork(5, [6], 'multiclass', 3), y: [0, 1, 2, 2, 1, 0, 1] },
  { name: 'regression network', shape: describeNetwork(5, [6, 4], 'regression', 0), y: [0.3, -1, 2, 0.1, 0, 1, -0.5] },
]

function targetsOf(shape: NetworkShape, y: readonly number[]): tf.Tensor2D {
  return shape.head === 'softmax'
    ? tf.tensor2d(y.map((label) => Array.from({ length: shape.outputs }, (_, j) => (j === label ? 1 : 0))))
    : tf.tensor2d([...y], [y.length, 1])
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, nodePlatform)
  })

  it.each(cases)('the gradient of a $name equals central differences in double precision', ({ shape, y }) => {
    // No zero bias: a row whose units are all switched off would sit on the kink of a ReLU.
    const parameters = initialParameters(shape, 3).map((value) => value || random() - 0.5)
    const masks = shape.layers
      .slice(0, -1)
      .map(({ units }) => Array.from({ length: rows * units }, () => (random() < 0.3 ? 0 : 1 / 0.7)))
    const got = tf.tidy(() => {
      const maskTensors = masks.map((mask) => tf.tensor2d(mask, [rows, mask.length / rows]))
      const pass = forward(shape, tf.tensor1d(parameters), tf.tensor2d(x), maskTensors)
      return gradient(shape, pass, targetsOf(shape, y), maskTensors).dataSync()
    })
    const h = 1e-5
    for (let i = 0; i < shape.size; i++) {
      const up = Float64Array.from(parameters)
      const down = Float64Array.from(parameters)
      up[i] = up[i]! + h
      down[i] = down[i]! - h
      const want = (lossOf(shape, up, x, y, masks) - lossOf(shape, down, x, y, masks)) / (2 * h)
      expect(got[i]).toBeCloseTo(want, 5)
    }
  })

  it.each(cases)(
    'a row of weight 2 is the row twice in the gradient of a $name, and one of weight 0 is none',
    ({ shape, y }) => {
      const parameters = tf.tensor1d(initialParameters(shape, 3).map((value) => value || random() - 0.5))
      const slope = (chosen: readonly number[], weights?: readonly number[]) =>
        tf.tidy(() => {
          const pass = forward(shape, parameters, tf.tensor2d(chosen.map((row) => x[row]!)))
          const targets = targetsOf(
            shape,
            chosen.map((row) => y[row]!),
          )
          const column = weights && tf.tensor2d([...weights], [weights.length, 1])
          return gradient(shape, pass, targets, [], column).dataSync()
        })
      const mean = 6 / 5
      const weighted = slope(
        [0, 1, 2, 3, 4],
        [1, 2, 0, 1, 2].map((weight) => weight / mean),
      )
      const repeated = slope([0, 1, 1, 3, 4, 4])
      expect(weighted).toHaveLength(shape.size)
      for (const [i, value] of weighted.entries()) expect(value).toBeCloseTo(repeated[i]!, 5)
      parameters.dispose()
    },
  )

  it('twenty steps follow tfjs’s own automatic differentiation and Adam', () => {
    const { shape, y } = cases[2]!
    const start = initialParameters(shape, 5)
    const [theirs, ours] = tf.tidy(() => {
      const batch = tf.tensor2d(x)
      const targets = targetsOf(shape, y)
      const variable = tf.variable(tf.tensor1d(start))
      const adam = tf.train.adam(0.05)
      let state = startAdam(start)
      for (let t = 1; t <= 20; t++) {
        adam.minimize(
          () => tf.losses.softmaxCrossEntropy(targets, forward(shape, variable, batch).logits) as tf.Scalar,
          false,
          [variable],
        )
        state = adamStep(state, gradient(shape, forward(shape, state.parameters, batch), targets), t, 0.05)
      }
      adam.dispose()
      return [variable.dataSync(), state.parameters.dataSync()]
    })
    for (let i = 0; i < shape.size; i++) expect(Math.abs(ours[i]! - theirs[i]!)).toBeLessThan(2e-5)
  })
})
