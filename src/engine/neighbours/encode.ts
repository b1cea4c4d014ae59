import { AssayError } from '@/core/errors.ts'
import { NEIGHBOUR_WEIGHTS } from '@/core/learner/learner.ts'
import { isAnswer, MOST_NEIGHBOURS, type NeighboursModel } from './model.ts'

/** Seven 32-bit words: mark, version, k, weights, classes, rows, width; then the points, then the answers. Little-endian. */
const MARK = 0x4e4e4b41
const VERSION = 1
const WORDS = 7

/** A model as bytes: 28 of a head, then (width + 1) × rows numbers in single precision. */
export function encodeNeighbours({ k, weights, classCount, points, answers }: NeighboursModel): ArrayBuffer {
  const { rows, width, values } = points
  const buffer = new ArrayBuffer(4 * (WORDS + rows * (width + 1)))
  const head = new DataView(buffer)
  const words = [MARK, VERSION, k, NEIGHBOUR_WEIGHTS.indexOf(weights), classCount, rows, width]
  for (const [i, word] of words.entries()) head.setUint32(4 * i, word, true)
  // Every machine with a browser lays numbers out little-endian.
  new Float32Array(buffer, 4 * WORDS, rows * width).set(values)
  new Float32Array(buffer, 4 * (WORDS + rows * width), rows).set(answers)
  return buffer
}

/**
 * The model in bytes, which may come from anybody. The points are read where they lie.
 * @throws AssayError `bundle.damaged` for bytes that are no such model.
 */
export function decodeNeighbours(buffer: ArrayBuffer): NeighboursModel {
  if (buffer.byteLength < 4 * WORDS || buffer.byteLength % 4 !== 0) throw damaged('they end too early')
  const head = new DataView(buffer)
  const [mark, version, k, weighing, classCount, rows, width] = Array.from({ length: WORDS }, (_, i) =>
    head.getUint32(4 * i, true),
  ) as [number, number, number, number, number, number, number]
  if (mark !== MARK || version !== VERSION) throw damaged('they are of another kind or version')
  const weights = NEIGHBOUR_WEIGHTS[weighing]
  if (!weights || k < 1 || k > MOST_NEIGHBOURS) throw damaged('their options are none')
  if (rows < 1 || rows * (width + 1) !== buffer.byteLength / 4 - WORDS) throw damaged('their size is not what they say')
  const values = new Float32Array(buffer, 4 * WORDS, rows * width)
  const answers = new Float32Array(buffer, 4 * (WORDS + rows * width), rows)
  if (!values.every(Number.isFinite)) throw damaged('a feature is no number')
  if (!answers.every((answer) => isAnswer(answer, classCount))) throw damaged('an answer is none')
  return { k, weights, classCount, points: { values, rows, width }, answers }
}

function damaged(how: string): AssayError {
  return new AssayError(
    'bundle.damaged',
    `The bytes of this model of neighbours are damaged: ${how}. Ask for them again, or train the model once more.`,
  )
}
