import * as umbrella from '@tensorflow/tfjs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '@/core/random.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { fitBaseline } from './baseline.ts'
import { openPredictionDevice } from './device.ts'
import { scoresFrom } from './heads.ts'
import { openLayersModel, type SavedModel, saveLayersModel } from './layersModel.ts'
import { initialParameters } from './params.ts'
import { forward } from './pass.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'
import { standardise, unstandardise } from './target.ts'

beforeAll(async () => {
  await openPredictionDevice(nodePlatform)
})

const rows = 5
const random = seededRandom('layers model test')
const x = Float32Array.from({ length: rows * 4 }, () => 4 * random() - 2)

/** What the training road answers. */
function answers(shape: NetworkShape, parameters: Float32Array): Float32Array {
  const logits = tf.tidy(() =>
    forward(shape, tf.tensor1d(parameters), tf.tensor2d(x, [rows, 4])).logits.dataSync<'float32'>(),
  )
  return scoresFrom(shape.head, logits, rows, 0, 1)
}

/** model.json and weights.bin as anybody's tfjs reads them. */
async function loadAsAnybody({ spec, weights }: SavedModel): Promise<Float32Array> {
  const model = await umbrella.loadLayersModel(
    umbrella.io.fromMemory({
      modelTopology: JSON.parse(JSON.stringify(spec.modelTopology)),
      weightSpecs: JSON.parse(JSON.stringify(spec.weightSpecs)),
      weightData: weights,
    }),
  )
  const output = model.predict(umbrella.tensor2d(x, [rows, 4])) as umbrella.Tensor
  const values = (await output.data()) as Float32Array
  output.dispose()
  model.dispose()
  return values
}

describe('a saved model', () => {
  it.each([
    ['binary', 2, [6, 3]],
    ['multiclass', 4, [6]],
    ['multiclass', 3, []],
    ['regression', 0, [5]],
  ] as const)('of a %s question opens in the whole of tfjs and predicts the same', async (task, classes, hidden) => {
    const shape = describeNetwork(4, hidden, task, classes)
    const parameters = initialParameters(shape, 7).map((value) => value + 0.1)
    const saved = await saveLayersModel(shape, parameters)
    const theirs = await loadAsAnybody(saved)
    const ours = answers(shape, parameters)
    for (let i = 0; i < theirs.length; i++) {
      const want = task === 'binary' ? ours[2 * i + 1]! : ours[i]!
      expect(Math.abs(theirs[i]! - want)).toBeLessThan(1e-5)
    }
    expect(saved.spec.weightSpecs.map(({ name }) => name)).toEqual([
      ...hidden.flatMap((_, index) => [`hidden_${index + 1}/kernel`, `hidden_${index + 1}/bias`]),
      'output/kernel',
      'output/bias',
    ])
  })

  const tables = Array.from({ length: 11 }, (_, t) => ({ entries: 5 + t, dims: 2 + (t % 3) }))
  it.each([
    ['eleven tables', 4, tables],
    ['a table and plain columns', 2, tables.slice(0, 1)],
    ['a table alone', 0, tables.slice(0, 1)],
    ['two tables alone', 0, tables.slice(4, 6)],
  ])('with %s opens in the whole of tfjs and predicts the same', async (_, plain, sizes) => {
    const width = plain + sizes.length
    const shape = describeNetwork(width, [6], 'multiclass', 3, 'relu', sizes)
    const parameters = initialParameters(shape, 7).map((value) => value + random() - 0.5)
    const matrix = Float32Array.from({ length: rows * width }, (_, i) => {
      const column = i % width
      return column < plain ? 4 * random() - 2 : Math.floor(random() * sizes[column - plain]!.entries)
    })
    const { spec, weights } = await saveLayersModel(shape, parameters)
    const model = await umbrella.loadLayersModel(
      umbrella.io.fromMemory({
        modelTopology: JSON.parse(JSON.stringify(spec.modelTopology)),
        weightSpecs: JSON.parse(JSON.stringify(spec.weightSpecs)),
        weightData: weights,
      }),
    )
    const inputs = umbrella.split(
      umbrella.tensor2d(matrix, [rows, width]),
      [...(plain > 0 ? [plain] : []), ...sizes.map(() => 1)],
      1,
    )
    const theirs = (model.predict(inputs) as umbrella.Tensor).dataSync()
    const logits = tf.tidy(() =>
      forward(shape, tf.tensor1d(parameters), tf.tensor2d(matrix, [rows, width])).logits.dataSync<'float32'>(),
    )
    const ours = scoresFrom(shape.head, logits, rows, 0, 1)
    theirs.forEach((value, i) => {
      expect(Math.abs(value - ours[i]!)).toBeLessThan(1e-5)
    })
    expect(new Set(ours).size).toBeGreaterThan(rows)
    model.dispose()
    umbrella.dispose(inputs)
  })

  it('has the same bits each time, and leaves no tensor behind', async () => {
    const shape = describeNetwork(4, [3], 'binary', 2)
    const before = tf.memory().numTensors
    const first = await saveLayersModel(shape, initialParameters(shape, 1))
    const second = await saveLayersModel(shape, initialParameters(shape, 1))
    expect(second.spec).toEqual(first.spec)
    ;(await openLayersModel(first.spec, first.weights)).dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  it('is not opened with weights that were changed', async () => {
    const shape = describeNetwork(4, [], 'binary', 2)
    const { spec, weights } = await saveLayersModel(shape, initialParameters(shape, 1))
    new Uint8Array(weights)[0]! ^= 1
    await expect(openLayersModel(spec, weights)).rejects.toMatchObject({ code: 'bundle.damaged' })
  })
})

describe('a baseline', () => {
  it('always says how common each class is', async () => {
    const binary = fitBaseline(4, 'binary', 2, Float64Array.of(0, 0, 0, 1))
    for (const p of await loadAsAnybody(await saveLayersModel(binary.shape, binary.parameters)))
      expect(p).toBeCloseTo(0.25, 6)
    const several = fitBaseline(4, 'multiclass', 3, Float64Array.of(0, 2, 2, 2, 0, 1, 2, 0, 0, 2))
    const values = await loadAsAnybody(await saveLayersModel(several.shape, several.parameters))
    expect(values[0]).toBeCloseTo(0.4, 6)
    expect(values[1]).toBeCloseTo(0.1, 6)
    expect(values[2]).toBeCloseTo(0.5, 6)
  })

  it('is finite for a class that no training row has', () => {
    const { parameters } = fitBaseline(2, 'binary', 2, Float64Array.of(0, 0))
    expect(parameters.every(Number.isFinite)).toBe(true)
  })

  it('always says the mean', async () => {
    const { shape, parameters } = fitBaseline(4, 'regression', 0, Float64Array.of(1, 2, 6))
    expect([...(await loadAsAnybody(await saveLayersModel(shape, parameters)))]).toEqual([3, 3, 3, 3, 3])
  })
})

describe('a standardised target', () => {
  it('is folded back, so that the network answers in the target’s own units', () => {
    const y = Float64Array.of(100, 300, 500)
    const standard = standardise('regression', y)
    expect(standard.mean).toBe(300)
    const shape = describeNetwork(4, [3], 'regression', 0)
    const parameters = initialParameters(shape, 2)
    const before = answers(shape, parameters)
    const after = answers(shape, unstandardise(parameters.slice(), shape, standard))
    after.forEach((value, i) => {
      expect(value).toBeCloseTo(before[i]! * standard.scale + 300, 2)
    })
  })

  it('of equal values keeps its scale', () => {
    expect(standardise('regression', Float64Array.of(5, 5))).toEqual({ mean: 5, scale: 1 })
  })
})
