import { seedOfDropout } from '../params.ts'
import { type Member, type MemberRows, scaleTargets, type TrainerInput } from '../trainer.ts'
import { BATCH_MULTIPLE, LOSS_ROWS } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'
import { MEMBER_WORDS, STEP_STRIDE } from './source.ts'

/** Steps recorded in one submit, at most. */
export const MOST_STEPS = 512

/** How large the pieces of a population are on the device, in rows and numbers: what the largest member wants. */
export interface Sizes {
  readonly rows: number
  readonly validationRows: number
  readonly batch: number
  readonly validationBatch: number
  readonly steps: number
  /** Sums of losses that an epoch leaves, a member. */
  readonly lossesEach: number
}

export function sizesOf({ members }: TrainerInput, batchSize: number, validatedAtOnce: number): Sizes {
  const rows = Math.max(...members.map(({ on }) => on.train.y.length))
  const validationRows = Math.max(...members.map(({ on }) => on.validation.y.length))
  const whole = (count: number) => Math.ceil(count / BATCH_MULTIPLE) * BATCH_MULTIPLE
  const batch = whole(Math.min(batchSize, rows))
  const steps = Math.ceil(rows / batchSize)
  return {
    rows,
    validationRows,
    batch,
    validationBatch: whole(Math.min(validatedAtOnce, validationRows)),
    steps,
    lossesEach: steps * Math.ceil(Math.min(batchSize, rows) / LOSS_ROWS),
  }
}

/** Bytes of each buffer: what a device must be able to bind. */
export function bytesOf(input: TrainerInput, layout: PaddedLayout, sizes: Sizes) {
  const members = input.members.length
  const matrices = matricesOf(input)
  const rowsOf = (part: 'train' | 'validation') => matrices.reduce((sum, on) => sum + on[part].y.length, 0)
  return {
    steps: MOST_STEPS * STEP_STRIDE,
    features: rowsOf('train') * layout.width * 4,
    validationFeatures: rowsOf('validation') * layout.width * 4,
    targets: weightingsOf(input).reduce((sum, { on }) => sum + on.train.y.length, 0) * 8,
    order: members * sizes.rows * 4,
    parameters: members * layout.size * 4,
    best: members * layout.size * 4,
    moments: 2 * members * layout.size * 4,
    activations: 2 * members * sizes.batch * layout.activations * 4,
    validationActivations: members * sizes.validationBatch * layout.activations * 4,
    losses: members * (sizes.lossesEach + sizes.batch) * 4,
    logits: members * sizes.validationRows * layout.outputs * 4,
    members: members * MEMBER_WORDS * 4,
  }
}

export type BufferName = keyof ReturnType<typeof bytesOf>

/** The different matrices among the members; most often one. */
function matricesOf({ members }: TrainerInput): readonly MemberRows[] {
  return [...new Set(members.map(({ on }) => on))]
}

/** A member for each different weighting of the same rows; most often one. */
function weightingsOf({ members }: TrainerInput): readonly Member[] {
  const known = new Map<MemberRows, Set<Member['weights']>>()
  return members.filter(({ on, weights }) => {
    const own = known.get(on) ?? new Set()
    known.set(on, own)
    const isNew = !own.has(weights)
    own.add(weights)
    return isNew
  })
}

/** What a member is told of where its rows lie: features in vec4s, targets in rows. */
export interface Place {
  readonly featuresAt: number
  readonly validationAt: number
  readonly targetAt: number
}

/** Writes matrices and targets one after the other, and tells where each member's own begin. */
export function layOut(
  input: TrainerInput,
  layout: PaddedLayout,
  write: (
    name: 'features' | 'validationFeatures' | 'targets',
    byteAt: number,
    values: Float32Array<ArrayBuffer>,
  ) => void,
): readonly Place[] {
  const { width } = layout
  const begins = new Map<MemberRows, Omit<Place, 'targetAt'>>()
  let [rows, validationRows, targets] = [0, 0, 0]
  for (const on of matricesOf(input)) {
    begins.set(on, { featuresAt: (rows * width) / 4, validationAt: (validationRows * width) / 4 })
    write('features', rows * width * 4, padRows(on, 'train', layout))
    write('validationFeatures', validationRows * width * 4, padRows(on, 'validation', layout))
    rows += on.train.y.length
    validationRows += on.validation.y.length
  }
  const weighted = new Map<Member, number>()
  const weightings = weightingsOf(input)
  for (const member of weightings) {
    weighted.set(member, targets)
    write('targets', targets * 8, packTargets(member))
    targets += member.on.train.y.length
  }
  return input.members.map(({ on, weights }) => {
    const alike = weightings.find((one) => one.on === on && one.weights === weights)!
    return { ...begins.get(on)!, targetAt: weighted.get(alike)! }
  })
}

/** Rows × padded width, the padding zero. */
function padRows({ shape, ...parts }: MemberRows, part: 'train' | 'validation', layout: PaddedLayout) {
  const { width, plain } = shape
  const { x, y } = parts[part]
  if (layout.width === width) return x as Float32Array<ArrayBuffer>
  const all = new Float32Array(y.length * layout.width)
  for (let row = 0; row < y.length; row++) {
    all.set(x.subarray(row * width, row * width + plain), row * layout.width)
    all.set(x.subarray(row * width + plain, (row + 1) * width), row * layout.width + layout.plain)
  }
  return all
}

/** Each training row's target and weight. */
function packTargets({ on, weights }: Member): Float32Array<ArrayBuffer> {
  const targets = scaleTargets(on.train.y, on.standard)
  const packed = new Float32Array(2 * targets.length)
  targets.forEach((target, row) => {
    packed[2 * row] = target
    packed[2 * row + 1] = weights ? weights[row]! : 1
  })
  return packed
}

/** The `Member` of each active member, in their order. */
export function packMembers(
  input: TrainerInput,
  places: readonly Place[],
  sizes: Sizes,
  active: readonly number[],
): ArrayBuffer {
  const buffer = new ArrayBuffer(active.length * MEMBER_WORDS * 4)
  const floats = new Float32Array(buffer)
  const words = new Uint32Array(buffer)
  active.forEach((slot, k) => {
    const { on, options, dropout, seed } = input.members[slot]!
    const { featuresAt, validationAt, targetAt } = places[slot]!
    const at = k * MEMBER_WORDS
    const isDecoupled = options.optimizer === 'adamw'
    floats[at] = options.learningRate
    floats[at + 1] = isDecoupled ? 0 : options.l2
    floats[at + 2] = isDecoupled ? options.l2 : 0
    floats[at + 3] = 1 / (1 - dropout)
    words[at + 4] = Math.round(dropout * 0x1_0000_0000)
    words[at + 5] = seedOfDropout(seed)
    words[at + 6] = slot
    words[at + 7] = k * sizes.rows
    words[at + 8] = targetAt
    words[at + 9] = on.train.y.length
    words[at + 10] = featuresAt
    words[at + 11] = on.validation.y.length
    words[at + 12] = validationAt
  })
  return buffer
}
