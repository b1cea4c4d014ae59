import { seedOfDropout } from '../params.ts'
import { scaleTargets, type TrainerInput } from '../trainer.ts'
import { LOSS_ROWS } from './kernel.ts'
import { type PaddedLayout, ROWS } from './layout.ts'
import { MEMBER_WORDS, STEP_STRIDE } from './source.ts'

/** Steps recorded in one submit, at most. */
export const MOST_STEPS = 512
/** Rows that are validated at once, at most. */
const VALIDATION_ROWS = 4_096

/** How large the pieces of a population are on the device, in rows and numbers. */
export interface Sizes {
  readonly batch: number
  readonly validationBatch: number
  readonly steps: number
  /** Sums of losses that an epoch leaves, a member. */
  readonly lossesEach: number
}

export function sizesOf(input: TrainerInput, batchSize: number): Sizes {
  const rows = input.train.y.length
  const whole = (count: number) => Math.ceil(count / ROWS) * ROWS
  const batch = whole(Math.min(batchSize, rows))
  const steps = Math.ceil(rows / batchSize)
  return {
    batch,
    validationBatch: whole(Math.min(VALIDATION_ROWS, input.validation.y.length)),
    steps,
    lossesEach: steps * Math.ceil(Math.min(batchSize, rows) / LOSS_ROWS),
  }
}

/** Bytes of each buffer for `members` members: what a device must be able to bind. */
export function bytesOf(input: TrainerInput, layout: PaddedLayout, sizes: Sizes, members: number) {
  const rows = input.train.y.length
  const validationRows = input.validation.y.length
  const { width } = layout
  return {
    steps: MOST_STEPS * STEP_STRIDE,
    features: rows * width * 4,
    validationFeatures: validationRows * width * 4,
    // Members of the same weights share their targets: none has more than its own.
    targets: weightings(input).length * rows * 8,
    order: members * rows * 4,
    parameters: members * layout.size * 4,
    best: members * layout.size * 4,
    moments: 2 * members * layout.size * 4,
    activations: 2 * members * sizes.batch * layout.activations * 4,
    validationActivations: members * sizes.validationBatch * layout.activations * 4,
    losses: members * (sizes.lossesEach + sizes.batch) * 4,
    logits: members * validationRows * layout.shape.outputs * 4,
    members: members * MEMBER_WORDS * 4,
  }
}

export type BufferName = keyof ReturnType<typeof bytesOf>

/** The different weightings of the training rows among the members; most often one. */
function weightings({ members }: Pick<TrainerInput, 'members'>): readonly (Float64Array | undefined)[] {
  return [...new Set(members.map(({ weights }) => weights))]
}

/** Rows × padded width, the padding zero. */
export function padRows(x: Float32Array, rows: number, layout: PaddedLayout): Float32Array<ArrayBuffer> {
  const { width, plain } = layout.shape
  if (layout.width === width) return x as Float32Array<ArrayBuffer>
  const all = new Float32Array(rows * layout.width)
  for (let row = 0; row < rows; row++) {
    all.set(x.subarray(row * width, row * width + plain), row * layout.width)
    all.set(x.subarray(row * width + plain, (row + 1) * width), row * layout.width + layout.plain)
  }
  return all
}

/** For every weighting, each training row's target and weight. */
export function packTargets(input: TrainerInput): Float32Array<ArrayBuffer> {
  const targets = scaleTargets(input.train.y, input.standard)
  const all = weightings(input)
  const packed = new Float32Array(2 * targets.length * all.length)
  all.forEach((weights, part) => {
    const from = part * targets.length
    targets.forEach((target, row) => {
      packed[2 * (from + row)] = target
      packed[2 * (from + row) + 1] = weights ? weights[row]! : 1
    })
  })
  return packed
}

/** The `Member` of each active member, in their order. */
export function packMembers(input: TrainerInput, active: readonly number[]): ArrayBuffer {
  const rows = input.train.y.length
  const parts = weightings(input)
  const buffer = new ArrayBuffer(active.length * MEMBER_WORDS * 4)
  const floats = new Float32Array(buffer)
  const words = new Uint32Array(buffer)
  active.forEach((slot, k) => {
    const { options, dropout, seed, weights } = input.members[slot]!
    const at = k * MEMBER_WORDS
    const isDecoupled = options.optimizer === 'adamw'
    floats[at] = options.learningRate
    floats[at + 1] = isDecoupled ? 0 : options.l2
    floats[at + 2] = isDecoupled ? options.l2 : 0
    floats[at + 3] = 1 / (1 - dropout)
    words[at + 4] = Math.round(dropout * 0x1_0000_0000)
    words[at + 5] = seedOfDropout(seed)
    words[at + 6] = slot
    words[at + 7] = k * rows
    words[at + 8] = parts.indexOf(weights) * rows
  })
  return buffer
}
