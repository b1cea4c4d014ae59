import { macrotask } from '@/core/task.ts'
import { ADAM, momentsAs } from '../adam.ts'
import { deviceTrouble } from '../deviceTrouble.ts'
import { startingParameters } from '../params.ts'
import type { EpochOutcome, EpochPlan, Member, Trainer, TrainerInput } from '../trainer.ts'
import { type BufferName, bytesOf, layOut, MOST_STEPS, packMembers, type Sizes, sizesOf } from './buffers.ts'
import { MOST_TABLES } from './embedding.ts'
import { bind, makeBuffers, read, TRAINING, USAGE, VALIDATION } from './gpuBuffers.ts'
import { LOSS_ROWS, type Tuning } from './kernel.ts'
import { type PaddedLayout, packParameters, padLayout, unpackParameters } from './layout.ts'
import { startPace } from './pace.ts'
import { type Chain, openPrograms } from './programs.ts'
import { canReside } from './resident.ts'
import { STEP_STRIDE } from './source.ts'

/** Storage that all buffers of a population may take together. */
const MOST_BYTES = 2 ** 31

/**
 * How many members from the first on can train at once on the device; 0 when not even one can, since a buffer would be
 * larger than the device binds, or there are more tables than kernels are written for.
 */
export function membersThatFit(
  device: GPUDevice,
  { members }: TrainerInput,
  batchSize: number,
  { validatedAtOnce }: Tuning,
): number {
  if (members[0]!.on.shape.tables.length > MOST_TABLES) return 0
  const largest = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize)
  const fits = (count: number) => {
    const input = { members: members.slice(0, count) }
    const bytes = Object.values(bytesOf(input, layoutOf(input), sizesOf(input, batchSize, validatedAtOnce)))
    return Math.max(...bytes) <= largest && bytes.reduce((sum, one) => sum + one, 0) <= MOST_BYTES
  }
  let count = members.length
  while (count > 0 && !fits(count)) count--
  return count
}

function layoutOf({ members }: TrainerInput): PaddedLayout {
  return padLayout([...new Set(members.map(({ on }) => on.shape))])
}

/** Members of one key train side by side: as many steps an epoch, as many tables, and by the same kernels as each would alone. */
export function keyOfMember({ on, options: { batchSize } }: Member): string {
  const { shape, train } = on
  return `${Math.ceil(train.y.length / batchSize)} ${shape.tables.length} ${canReside(padLayout([shape]))}`
}

/**
 * Trains on the GPU by kernels of our own (`kernels.ts`), on the device that tfjs holds: many steps a submit, one read-back
 * an epoch. All members share architecture, batch size and `keyOfMember`; `Tuning` is the device’s.
 */
export async function openWgslTrainer(
  device: GPUDevice,
  input: TrainerInput,
  batchSize: number,
  { isQuad, validatedAtOnce, ...cut }: Tuning,
): Promise<Trainer> {
  const layout = layoutOf(input)
  const sizes = sizesOf(input, batchSize, validatedAtOnce)
  const { rows, validationRows } = sizes
  const { outputs } = layout
  const programs = await openPrograms(
    device,
    layout,
    { batch: sizes.batch, dropout: input.members.some(({ dropout }) => dropout > 0), ...cut },
    { batch: sizes.validationBatch, dropout: false, ...cut },
    isQuad,
  )
  const buffers = makeBuffers(device, bytesOf(input, layout, sizes))
  const staging = device.createBuffer({
    size: buffers.losses.size + buffers.logits.size,
    usage: USAGE.copyTarget | USAGE.mapRead,
  })
  const queue = device.queue
  const bytesEach = layout.size * 4
  const shapeOf = (member: number) => input.members[member]!.on.shape
  const places = layOut(input, layout, (name, byteAt, values) => queue.writeBuffer(buffers[name], byteAt, values))
  input.members.forEach((member, slot) => {
    writeNumbers('parameters', slot, slot, startingParameters(member))
  })
  const training = bind(device, programs.training, buffers, TRAINING)
  const validation = bind(device, programs.validation, buffers, VALIDATION)

  const uniforms = new ArrayBuffer(MOST_STEPS * STEP_STRIDE)
  const pace = startPace(3 * layout.size * sizes.batch * input.members.length)
  let stepsDone = 0
  let activeNow: readonly number[] = []

  /** Records `count` steps, written into the uniforms by `write`, and hands them over in one submit, which tells the pace of `paced` of them. */
  async function submit(
    bound: GPUBindGroup,
    { programs, steps }: Chain,
    count: number,
    paced: number,
    write: (index: number) => void,
  ) {
    for (let i = 0; i < count; i++) write(i)
    for (let i = 0; i < count; i += steps) words[(i * STEP_STRIDE) / 4 + 10] = Math.min(steps, count - i)
    queue.writeBuffer(buffers.steps, 0, uniforms, 0, count * STEP_STRIDE)
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    for (let i = 0; i < count; i += steps) {
      pass.setBindGroup(0, bound, [i * STEP_STRIDE])
      for (const { pipeline, x, y } of programs) {
        pass.setPipeline(pipeline)
        pass.dispatchWorkgroups(x, y, activeNow.length)
      }
    }
    pass.end()
    queue.submit([encoder.finish()])
    await pace.handedOver(
      paced,
      deviceTrouble.during(() => queue.onSubmittedWorkDone()),
    )
    await macrotask()
  }

  const words = new Uint32Array(uniforms)
  const floats = new Float32Array(uniforms)
  function writeStep(
    index: number,
    step: { first: number; rows: number; number: number; lossAt: number; rate: number },
  ) {
    const at = (index * STEP_STRIDE) / 4
    words[at] = step.first
    words[at + 1] = step.rows
    words[at + 2] = step.number
    words[at + 3] = step.lossAt
    floats[at + 4] = 1 / (1 - ADAM.beta1 ** step.number)
    floats[at + 5] = 1 / (1 - ADAM.beta2 ** step.number)
    floats[at + 6] = step.rate
    words[at + 7] = activeNow.length * sizes.lossesEach
    words[at + 8] = sizes.lossesEach
    words[at + 9] = sizes.batch
  }

  async function train({ rate, isStopped, onSteps }: EpochPlan): Promise<number> {
    const lossesAStep = Math.ceil(Math.min(batchSize, rows) / LOSS_ROWS)
    let done = 0
    while (done < sizes.steps && !isStopped()) {
      const count = Math.min(pace.next(), sizes.steps - done)
      const from = done
      await submit(training, programs.training, count, count, (i) => {
        const first = (from + i) * batchSize
        writeStep(i, {
          first,
          rows: Math.min(batchSize, rows - first),
          number: stepsDone + i + 1,
          lossAt: (from + i) * lossesAStep,
          rate: rate(from + i),
        })
      })
      done += count
      stepsDone += count
      onSteps(done)
    }
    return done
  }

  /** False when it was stopped midway. */
  async function validate(isUnwanted: () => boolean): Promise<boolean> {
    const batch = sizes.validationBatch
    const batches = Math.ceil(validationRows / batch)
    // In steps of training by its arithmetic, whose way back is twice the way there; how long it takes tells nothing of those.
    const workEach = batch / (3 * sizes.batch)
    for (let from = 0; from < batches; ) {
      if (isUnwanted()) return false
      const count = Math.min(Math.ceil(pace.next() / workEach), MOST_STEPS, batches - from)
      await submit(validation, programs.validation, count, 0, (i) => {
        const first = (from + i) * batch
        writeStep(i, { first, rows: Math.min(batch, validationRows - first), number: 1, lossAt: 0, rate: 0 })
        // Where the logits of the next member begin.
        words[(i * STEP_STRIDE) / 4 + 8] = validationRows
      })
      from += count
    }
    return true
  }

  async function readResults(steps: number): Promise<NonNullable<EpochOutcome['results']>> {
    const count = activeNow.length
    const lossBytes = count * sizes.lossesEach * 4
    // A member of fewer rows than the largest leaves the end of its place as it was.
    const logitsEach = validationRows * outputs
    const bytes = lossBytes + count * logitsEach * 4
    const encoder = device.createCommandEncoder()
    encoder.copyBufferToBuffer(buffers.losses, 0, staging, 0, lossBytes)
    encoder.copyBufferToBuffer(buffers.logits, 0, staging, lossBytes, count * logitsEach * 4)
    queue.submit([encoder.finish()])
    const all = await read(staging, bytes)
    const used = steps * Math.ceil(Math.min(batchSize, rows) / LOSS_ROWS)
    return activeNow.map((member, k) => {
      const { train, validation } = input.members[member]!.on
      // A ragged last batch has fewer sums than its place has room for.
      const unused = steps === sizes.steps ? raggedSpare(sizes, train.y.length, batchSize) : 0
      const losses = all.subarray(k * sizes.lossesEach, k * sizes.lossesEach + used - unused)
      const from = lossBytes / 4 + k * logitsEach
      const logits = all.slice(from, from + validation.y.length * outputs)
      return { lossSum: losses.reduce((sum, loss) => sum + loss, 0), logits }
    })
  }

  /** The piece number `at` of a buffer whose pieces are each as large as the parameters, in the order of the member's shape. */
  async function readNumbers(name: BufferName, at: number, member: number): Promise<Float32Array<ArrayBuffer>> {
    const copy = device.createBuffer({ size: bytesEach, usage: USAGE.copyTarget | USAGE.mapRead })
    try {
      const encoder = device.createCommandEncoder()
      encoder.copyBufferToBuffer(buffers[name], at * bytesEach, copy, 0, bytesEach)
      queue.submit([encoder.finish()])
      return unpackParameters(layout, shapeOf(member), await read(copy, bytesEach))
    } finally {
      copy.destroy()
    }
  }

  function writeNumbers(name: BufferName, at: number, member: number, numbers: Float32Array): void {
    queue.writeBuffer(buffers[name], at * bytesEach, packParameters(layout, shapeOf(member), numbers))
  }

  return {
    async epoch(plan) {
      activeNow = plan.active
      queue.writeBuffer(buffers.members, 0, packMembers(input, places, sizes, activeNow))
      plan.orders.forEach((order, k) => {
        queue.writeBuffer(buffers.order, k * rows * 4, order as Uint32Array<ArrayBuffer>)
      })
      const steps = await train(plan)
      if (plan.isStopped() && !plan.wantsResult) return { steps }
      if (!(await validate(() => plan.isStopped() && !plan.wantsResult))) return { steps }
      return { steps, results: await readResults(steps) }
    },
    keep(member) {
      const encoder = device.createCommandEncoder()
      const from = member * bytesEach
      encoder.copyBufferToBuffer(buffers.parameters, from, buffers.best, from, bytesEach)
      queue.submit([encoder.finish()])
    },
    kept: (member) => readNumbers('best', member, member),
    async snapshot(member) {
      return {
        steps: stepsDone,
        parameters: await readNumbers('parameters', member, member),
        best: await readNumbers('best', member, member),
        first: await readNumbers('moments', 2 * member, member),
        second: await readNumbers('moments', 2 * member + 1, member),
        isScaled: true,
      }
    },
    restore(member, snapshot) {
      const { first, second } = momentsAs(true, snapshot)
      writeNumbers('parameters', member, member, snapshot.parameters)
      writeNumbers('best', member, member, snapshot.best)
      writeNumbers('moments', 2 * member, member, first)
      writeNumbers('moments', 2 * member + 1, member, second)
      stepsDone = snapshot.steps
    },
    settled: pace.settled,
    async dispose() {
      await pace.settled()
      for (const buffer of [...Object.values(buffers), staging]) buffer.destroy()
    },
  }
}

function raggedSpare({ steps, lossesEach }: Sizes, rows: number, batchSize: number): number {
  const last = rows - (steps - 1) * batchSize
  return lossesEach / steps - Math.ceil(last / LOSS_ROWS)
}
