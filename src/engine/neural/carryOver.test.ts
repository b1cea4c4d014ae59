import { describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import { encodeDense, fitDense } from '@/core/encoding/dense.ts'
import { tablesOf } from '@/core/encoding/embedding.ts'
import type { DenseEncoding } from '@/core/encoding/encoding.ts'
import { seededRandom } from '@/core/random.ts'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { carryOver } from './carryOver.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'

const COLOURS = ['red', 'green', 'blue', 'grey']

/** Rows of a number that is sometimes missing, one that never is, a category, and streets of more values than are one-hot. */
function rowsOf(key: string, lean: number): Frame {
  const random = seededRandom(key)
  const each = Array.from({ length: 400 }, (_, row) => ({
    height: row % 9 === 0 ? null : lean + 5 * random(),
    weight: 10 * lean * random(),
    colour: row % 7 === 0 ? null : COLOURS[Math.floor(4 * random() ** lean)]!,
    street: `street ${row % 80 === 0 ? row / 80 : Math.floor(80 * random() ** lean)}`,
  }))
  const streets = each.map(({ street }, row) => (row < 80 ? `street ${row}` : street))
  return frameOf(
    numericColumn(
      'height',
      each.map(({ height }) => height),
    ),
    numericColumn(
      'weight',
      each.map(({ weight }) => weight),
    ),
    codedColumn(
      'colour',
      each.map(({ colour }) => colour),
    ),
    codedColumn('street', streets),
  )
}

/** Sums of the first layer, and so all that a network says. */
function firstSums(
  x: Float32Array,
  { width, plain, tables, layers }: NetworkShape,
  parameters: Float32Array,
): number[] {
  const { units, kernelAt, biasAt } = layers[0]!
  return Array.from({ length: x.length / width }, (_, row) => {
    const cells = x.subarray(row * width, (row + 1) * width)
    const inputs = [
      ...cells.subarray(0, plain),
      ...tables.flatMap(({ tableAt, dims }, t) => {
        const from = tableAt + cells[plain + t]! * dims
        return [...parameters.subarray(from, from + dims)]
      }),
    ]
    return Array.from({ length: units }, (_, k) =>
      inputs.reduce((sum, input, j) => sum + input * parameters[kernelAt + j * units + k]!, parameters[biasAt + k]!),
    )
  }).flat()
}

function drawn(encoding: DenseEncoding) {
  const shape = describeNetwork(encoding.width, [3], 'binary', 2, 'relu', tablesOf(encoding))
  const random = seededRandom('parameters')
  return { shape, parameters: Float32Array.from({ length: shape.size }, () => 2 * random() - 1) }
}

describe('parameters for features that are encoded anew', () => {
  const first = rowsOf('first', 1)
  const second = rowsOf('second', 2)

  it.each(['oneHot', 'embedded'] as const)('say of every row what they said before: %s', (wide) => {
    const [before, now] = [fitDense(first, wide), fitDense(second, wide)]
    expect(now).not.toEqual(before)
    const { shape, parameters } = drawn(before)
    const carried = carryOver(parameters, shape, before, now)!
    const [said, says] = [
      firstSums(encodeDense(before, first), shape, parameters),
      firstSums(encodeDense(now, first), shape, carried),
    ]
    expect(Math.max(...said.map((value, i) => Math.abs(value - says[i]!)))).toBeLessThan(1e-4)
    expect(carried).not.toEqual(parameters)
  })

  it('are the same bits where nothing changed', () => {
    const encoding = fitDense(first, 'embedded')
    const { shape, parameters } = drawn(encoding)
    expect(carryOver(parameters, shape, encoding, encoding)).toEqual(parameters)
  })

  it('are none for a value or a column more, or where a number begins to be missing', () => {
    const encoding = fitDense(first)
    const { shape, parameters } = drawn(encoding)
    const [height, weight, colour, street] = first.columns
    const none = (...columns: Frame['columns']) =>
      expect(carryOver(parameters, shape, encoding, fitDense(frameOf(...columns)))).toBeUndefined()
    none(height!, weight!, colour!)
    none({ ...height!, name: 'size' }, weight!, colour!, street!)
    none(height!, weight!, codedColumn('colour', Array(400).fill('red')), street!)
    none(height!, numericColumn('weight', [null, ...Array(399).fill(1)]), colour!, street!)
    none(height!, codedColumn('weight', Array(400).fill('heavy')), colour!, street!)
  })
})
