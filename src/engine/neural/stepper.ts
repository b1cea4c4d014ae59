import * as tf from '@tensorflow/tfjs-core'
import type { LearnerOf } from '@/core/run/learner.ts'
import { macrotask } from '@/core/task.ts'
import { type AdamState, adamStep, startAdam } from './adam.ts'
import { deviceTrouble } from './deviceTrouble.ts'
import { openFeatures } from './features.ts'
import { lossSum } from './heads.ts'
import { dropoutMask, initialParameters, kernelMask } from './params.ts'
import { forward, gradient } from './pass.ts'
import type { NetworkShape } from './shape.ts'
import type { Standard } from './target.ts'
import type { Examples } from './train.ts'

/** Work handed to the device at once: short enough that a stop is heard and no driver's watchdog wakes. */
const CHUNK_MS = 40
const CHUNK_STEPS = 128
/** Numbers in the largest activation of a validation batch: 16 MB. */
const BATCH_NUMBERS = 4 * 2 ** 20

export interface StepperInput {
  readonly width: number
  readonly shape: NetworkShape
  readonly standard: Standard
  readonly train: Examples
  /** What each training row counts, 1 on average; 1 each where absent. */
  readonly weights?: Float64Array | undefined
  readonly validation: Examples
  readonly learner: LearnerOf<'linear'> | LearnerOf<'network'>
  readonly seed: number
}

export interface Stepper {
  /** One step of Adam on the given rows. Waits only when the device has enough to do. */
  step(rows: Uint32Array): Promise<void>
  /** Waits for all steps; the sum of their rows' losses, each times its weight, since the last time. */
  settle(): Promise<number>
  /** Mean loss and logits of the validation rows with the weights as they stand; undefined if `isUnwanted` said so. */
  validate(isUnwanted: () => boolean): Promise<{ readonly loss: number; readonly logits: Float32Array } | undefined>
  /** The weights as they stand, for the caller to read and dispose. */
  keepParameters(): tf.Tensor1D
  dispose(): Promise<void>
}

/**
 * Weights, moments and data of one training on the device. The logits of every step are read back some steps later, and
 * the loss computed from them here in double precision: that read is also what keeps the device's queue short.
 */
export function openStepper({
  width,
  shape,
  standard,
  train,
  weights,
  validation,
  learner,
  seed,
}: StepperInput): Stepper {
  const { l2, learningRate } = learner.options
  const dropout = learner.kind === 'network' ? learner.options.dropout : 0
  const features = openFeatures(train.x, train.y.length, width)
  const validationFeatures = openFeatures(validation.x, validation.y.length, width)
  const decay = l2 > 0 ? tf.tensor1d(kernelMask(shape).map((one) => one * l2)) : undefined
  const targets = scaled(train.y, standard)
  const validationTargets = scaled(validation.y, standard)
  let state: AdamState = startAdam(initialParameters(shape, seed))
  let step = 0

  let chunk: { readonly logits: tf.Tensor2D; readonly rows: Uint32Array }[] = []
  let chunkSteps = 1
  let settledAt = performance.now()
  let inFlight: Promise<void> = Promise.resolve()
  let losses = 0

  function masksFor(rows: number): tf.Tensor2D[] {
    if (dropout === 0) return []
    return shape.layers
      .slice(0, -1)
      .map(({ units }, layer) => tf.tensor2d(dropoutMask(seed, layer, step, rows * units, dropout), [rows, units]))
  }

  function enqueue(rows: Uint32Array): tf.Tensor2D {
    step++
    const old = state
    const { logits, ...next } = tf.tidy(() => {
      const masks = masksFor(rows.length)
      const pass = forward(shape, old.parameters, features.take(rows), masks)
      const shares =
        weights &&
        tf.tensor2d(
          Float32Array.from(rows, (row) => weights[row]!),
          [rows.length, 1],
        )
      const slope = gradient(shape, pass, targetTensor(shape, targets, rows), masks, shares)
      const decayed = decay ? tf.add<tf.Tensor1D>(slope, tf.mul(old.parameters, decay)) : slope
      return { ...adamStep(old, decayed, step, learningRate), logits: pass.logits }
    })
    tf.dispose([old.parameters, old.first, old.second])
    state = next
    return logits
  }

  /** Reads a chunk's logits, which also says that the device has done it. */
  async function read(steps: typeof chunk): Promise<void> {
    const all = tf.concat(steps.map(({ logits }) => logits))
    tf.dispose(steps.map(({ logits }) => logits))
    try {
      const values = (await deviceTrouble.during(() => all.data())) as Float32Array
      let at = 0
      for (const { rows } of steps) {
        losses += lossSum(shape.head, values.subarray(at, at + rows.length * shape.outputs), targets, rows, weights)
        at += rows.length * shape.outputs
      }
      const now = performance.now()
      chunkSteps = Math.min(CHUNK_STEPS, Math.max(1, Math.round((CHUNK_MS * steps.length) / (now - settledAt))))
      settledAt = now
    } finally {
      all.dispose()
    }
  }

  /** Hands over what is enqueued, and waits for the chunk before it, so that the device never starves. */
  async function flush(): Promise<void> {
    if (chunk.length === 0) return
    const before = inFlight
    inFlight = read(chunk)
    inFlight.catch(() => {})
    chunk = []
    await before
    await macrotask()
  }

  return {
    async step(rows) {
      chunk.push({ logits: enqueue(rows), rows })
      if (chunk.length >= chunkSteps) await flush()
    },
    async settle() {
      await flush()
      await inFlight
      const sum = losses
      losses = 0
      return sum
    },
    async validate(isUnwanted) {
      const rows = validation.y.length
      const widest = Math.max(width, ...shape.layers.map(({ units }) => units))
      const batch = Math.min(8_192, Math.max(64, Math.floor(BATCH_NUMBERS / widest)))
      const logits = new Float32Array(rows * shape.outputs)
      for (let start = 0; start < rows; start += batch) {
        if (isUnwanted()) return undefined
        const end = Math.min(rows, start + batch)
        const part = tf.tidy(() => forward(shape, state.parameters, validationFeatures.range(start, end)).logits)
        try {
          logits.set((await deviceTrouble.during(() => part.data())) as Float32Array, start * shape.outputs)
        } finally {
          part.dispose()
        }
        await macrotask()
      }
      settledAt = performance.now()
      return { loss: lossSum(shape.head, logits, validationTargets, rowsFrom(0, rows)) / rows, logits }
    },
    keepParameters: () => tf.clone(state.parameters),
    async dispose() {
      tf.dispose(chunk.map(({ logits }) => logits))
      await inFlight.catch(() => {})
      tf.dispose([state.parameters, state.first, state.second])
      decay?.dispose()
      features.dispose()
      validationFeatures.dispose()
    },
  }
}

/** Row numbers [start, end). */
export function rowsFrom(start: number, end: number): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(end - start)
  for (let i = 0; i < rows.length; i++) rows[i] = start + i
  return rows
}

function scaled(y: Float64Array, { mean, scale }: Standard): Float64Array {
  return y.map((value) => (value - mean) / scale)
}

/** Targets of a batch as the gradient wants them: rows × outputs. */
function targetTensor(shape: NetworkShape, targets: Float64Array, rows: Uint32Array): tf.Tensor2D {
  const values = new Float32Array(rows.length * shape.outputs)
  rows.forEach((row, i) => {
    if (shape.head === 'softmax') values[i * shape.outputs + targets[row]!] = 1
    else values[i] = targets[row]!
  })
  return tf.tensor2d(values, [rows.length, shape.outputs])
}
