import * as tf from '@tensorflow/tfjs-core'
import { macrotask } from '@/core/task.ts'
import { type AdamState, adamStep, momentsAs, startAdam } from './adam.ts'
import { deviceTrouble } from './deviceTrouble.ts'
import { openFeatures } from './features.ts'
import { lossSum } from './heads.ts'
import { dropoutMask, kernelMask, startingParameters } from './params.ts'
import { forward, gradient } from './pass.ts'
import type { NetworkShape } from './shape.ts'
import { type Member, scaleTargets, type Trainer } from './trainer.ts'

/** Work handed to the device at once: short enough that a stop is heard and no driver's watchdog wakes. */
const CHUNK_MS = 40
const CHUNK_STEPS = 128
/** Numbers in the largest activation of a validation batch: 16 MB. */
const BATCH_NUMBERS = 4 * 2 ** 20

/**
 * Trains one member by tfjs's own kernels on whatever device tfjs has open: the road where there is no GPU, or none that
 * holds the data. The logits of every step are read back some steps later, and the loss computed from them here in double
 * precision: that read is also what keeps the device's queue short.
 */
export function openTfjsTrainer(member: Member): Trainer {
  const { on, options, dropout, seed, weights } = member
  const { shape, standard, train, validation } = on
  const { width } = shape
  const { l2, learningRate, batchSize } = options
  const features = openFeatures(train.x, train.y.length, width)
  const validationFeatures = openFeatures(validation.x, validation.y.length, width)
  const decay = l2 > 0 ? tf.tensor1d(kernelMask(shape).map((one) => one * l2)) : undefined
  const isDecoupled = options.optimizer === 'adamw'
  const targets = scaleTargets(train.y, standard)
  let state: AdamState = startAdam(startingParameters(member))
  let best: tf.Tensor1D | undefined
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
      .map(({ units }, layer) => tf.tensor2d(dropoutMask(seed, layer, step, rows, units, dropout), [rows, units]))
  }

  function enqueue(rows: Uint32Array, rate: number): tf.Tensor2D {
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
      const decayed = decay && !isDecoupled ? tf.add<tf.Tensor1D>(slope, tf.mul(old.parameters, decay)) : slope
      const next = adamStep(old, decayed, step, learningRate * rate, isDecoupled ? decay : undefined)
      return { ...next, logits: pass.logits }
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

  /** Waits for all steps; the sum of their rows' losses, each times its weight. */
  async function settle(): Promise<number> {
    await flush()
    await inFlight
    const sum = losses
    losses = 0
    return sum
  }

  /** Logits of the validation rows with the weights as they stand; undefined if `isUnwanted` said so. */
  async function validate(isUnwanted: () => boolean): Promise<Float32Array | undefined> {
    const rows = validation.y.length
    const widest = Math.max(width, ...shape.layers.flatMap(({ inputs, units }) => [inputs, units]))
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
    return logits
  }

  return {
    async epoch({ orders, rate, isStopped, wantsResult, onSteps }) {
      const order = orders[0]!
      const isUnwanted = () => isStopped() && !wantsResult
      let steps = 0
      for (let seen = 0; seen < order.length && !isStopped(); seen += batchSize) {
        const rows = order.subarray(seen, seen + batchSize)
        chunk.push({ logits: enqueue(rows, rate(steps)), rows })
        if (chunk.length >= chunkSteps) await flush()
        onSteps(++steps)
      }
      const lossSum = await settle()
      const logits = isUnwanted() ? undefined : await validate(isUnwanted)
      return logits ? { steps, results: [{ lossSum, logits }] } : { steps }
    },
    keep() {
      best?.dispose()
      best = tf.clone(state.parameters)
    },
    kept: () => values(best!),
    async snapshot() {
      const [parameters, first, second] = await Promise.all([state.parameters, state.first, state.second].map(values))
      return {
        steps: step,
        parameters: parameters!,
        best: await values(best!),
        first: first!,
        second: second!,
        isScaled: false,
      }
    },
    restore(_, snapshot) {
      const { first, second } = momentsAs(false, snapshot)
      tf.dispose([state.parameters, state.first, state.second])
      state = { parameters: tf.tensor1d(snapshot.parameters), first: tf.tensor1d(first), second: tf.tensor1d(second) }
      best?.dispose()
      best = tf.tensor1d(snapshot.best)
      step = snapshot.steps
    },
    settled: () => inFlight,
    async dispose() {
      tf.dispose(chunk.map(({ logits }) => logits))
      await inFlight.catch(() => {})
      tf.dispose([state.parameters, state.first, state.second])
      best?.dispose()
      decay?.dispose()
      features.dispose()
      validationFeatures.dispose()
    },
  }
}

async function values(tensor: tf.Tensor1D): Promise<Float32Array<ArrayBuffer>> {
  return Float32Array.from(await deviceTrouble.during(() => tensor.data()))
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
