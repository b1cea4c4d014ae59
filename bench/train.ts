import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import type { DescentLearner } from '@/core/learner/learner.ts'
import { normalFrom, seededRandom, shuffle } from '@/core/random.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import type { TrainedNetwork } from '@/engine/neural/descend.ts'
import { openDevice } from '@/engine/neural/device.ts'
import { initialParameters } from '@/engine/neural/params.ts'
import type { PopulationInput } from '@/engine/neural/population.ts'
import { describeNetwork } from '@/engine/neural/shape.ts'
import { trainNetwork, trainPopulation } from '@/engine/neural/train.ts'
import { type Examples, rowsFrom } from '@/engine/neural/trainer.ts'
import type { Platform } from '@/engine/platform.ts'
import { chooseFor } from '@/engine/trainingJob.ts'
import { type BenchOutcome, type BenchRow, median, timeRow } from './row.ts'

const BATCH = 256
const HIDDEN = [128, 64]
/** Rows of a job whose device is chosen. */
const AUTO_ROWS = 8_192
const REPEATS = 3
/** Of ours for each of the peer's: an epoch of a regression is a tenth of a second, and its noise as large as itself. */
const OURS_IN_TURN = 3
const SEED = 1
/** Validation rows are an eighth of the training rows. */
const VALIDATION_SHARE = 8
/** A short round compiles shaders and warms caches for both: so many rows that what validates a full batch is compiled too. */
const WARM_ROWS = VALIDATION_SHARE * BATCH
/** Configurations that a population holds. */
const POPULATION = 32
/** As many as the goals are for: what a run takes once (buffers, upload, the last read-back) is shared by as many steps. */
const ROWS = 32_768
/** How far the losses of both may be apart, or what was timed was not the same work. */
const LOSS_TOLERANCE = 1e-3

interface Work {
  readonly hidden: readonly number[]
  readonly width: number
  readonly rows: number
  readonly isValidated: boolean
}

/** Rows with a target that depends on a bent combination of features. */
function makeExamples(rows: number, width: number, name: string): Examples {
  const normal = normalFrom(seededRandom('bench', name))
  const x = Float32Array.from({ length: rows * width }, normal)
  const y = Float64Array.from({ length: rows }, (_, row) =>
    x[row * width]! * x[row * width + 1]! + x[row * width + 2]! > 0 ? 1 : 0,
  )
  return { x, y }
}

function learnerOf(hidden: readonly number[], learningRate = 0.001): DescentLearner {
  const options = { l2: 0, learningRate, batchSize: BATCH, epochs: 1, patience: 0 }
  return hidden.length === 0
    ? { kind: 'linear', options }
    : { kind: 'network', options: { ...options, hidden, dropout: 0 } }
}

/** What both are given. Ours always validates: where the peer does not, one row. */
function dataOf({ rows, width, isValidated }: Work) {
  return {
    width,
    train: makeExamples(rows, width, 'train'),
    validation: makeExamples(isValidated ? rows / VALIDATION_SHARE : 1, width, 'validation'),
    task: 'binary',
    classes: ['0', '1'],
    metric: 'accuracy',
  } as const
}

interface Timed {
  readonly ms: number
  readonly trainLoss: number
  readonly validationLoss?: number | undefined
}

async function timeFit(work: Work): Promise<Timed> {
  const { hidden, width, rows, isValidated } = work
  const { train, validation } = dataOf(work)
  const shape = describeNetwork(width, hidden, 'binary', 2)
  const model = layers.sequential()
  shape.layers.forEach(({ inputs, units, activation }, index) => {
    model.add(
      layers.layers.dense({
        units,
        activation: activation === 'linear' ? 'sigmoid' : activation,
        ...(index === 0 && { inputShape: [inputs] }),
      }),
    )
  })
  const start = initialParameters(shape, SEED)
  const weights = shape.layers.flatMap(({ inputs, units, kernelAt, biasAt }) => [
    tf.tensor2d(start.slice(kernelAt, biasAt), [inputs, units]),
    tf.tensor1d(start.slice(biasAt, biasAt + units)),
  ])
  model.setWeights(weights)
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' })
  // Our order of the rows, laid out beforehand.
  const order = shuffle(rowsFrom(0, rows), seededRandom(SEED, 'order', 1))
  const x = new Float32Array(rows * width)
  order.forEach((row, i) => {
    x.set(train.x.subarray(row * width, (row + 1) * width), i * width)
  })
  const count = validation.y.length
  const tensors = [
    tf.tensor2d(x, [rows, width]),
    tf.tensor2d(
      Float32Array.from(order, (row) => train.y[row]!),
      [rows, 1],
    ),
    tf.tensor2d(validation.x, [count, width]),
    tf.tensor2d(Float32Array.from(validation.y), [count, 1]),
  ] as const
  await settled()
  const from = performance.now()
  const { history } = await model.fit(tensors[0], tensors[1], {
    epochs: 1,
    batchSize: BATCH,
    shuffle: false,
    ...(isValidated && { validationData: [tensors[2], tensors[3]] }),
    verbose: 0,
    yieldEvery: 'never',
  })
  await settled()
  const ms = performance.now() - from
  tf.dispose([...tensors, ...weights])
  model.dispose()
  return { ms, trainLoss: Number(history.loss![0]), validationLoss: history.val_loss && Number(history.val_loss[0]) }
}

async function timeOurs(work: Work): Promise<Timed> {
  const data = dataOf(work)
  await settled()
  const from = performance.now()
  const { history } = await trainNetwork({ ...data, learner: learnerOf(work.hidden), seed: SEED }, unattended)
  await settled()
  const ms = performance.now() - from
  return { ms, ...history[0]! }
}

/** Waits until the device has done all that it was given. */
async function settled(): Promise<void> {
  const backend = tf.backend() as { readonly device?: GPUDevice }
  await backend.device?.queue.onSubmittedWorkDone()
}

/** Both train one epoch of the same steps, in turn; milliseconds a step. */
async function compare(device: ResolvedDevice, work: Work, goal: number): Promise<BenchRow> {
  const steps = Math.ceil(work.rows / BATCH)
  const ours: number[] = []
  const theirs: number[] = []
  const warm = { ...work, rows: WARM_ROWS }
  await timeOurs(warm)
  await timeFit(warm)
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const peer = await timeFit(work)
    theirs.push(peer.ms / steps)
    for (let turn = 0; turn < OURS_IN_TURN; turn++) {
      const mine = await timeOurs(work)
      for (const loss of ['trainLoss', 'validationLoss'] as const) {
        const apart = Math.abs(mine[loss]! - (peer[loss] ?? mine[loss]!))
        if (!(apart <= LOSS_TOLERANCE)) throw new Error(`${loss}: ours ${mine[loss]}, fit ${peer[loss]}`)
      }
      ours.push(mine.ms / steps)
    }
  }
  const name = `${work.hidden.length > 0 ? `network ${work.hidden.join('-')}` : 'logistic'}, ${work.rows} × ${work.width}, batch ${BATCH}`
  return said(
    timeRow(
      {
        work: `${name}, ${work.isValidated ? 'validated' : 'not validated'}, ${device.adapter}`,
        peer: 'tfjs Model.fit',
        unit: 'ms/step',
      },
      median(ours),
      median(theirs),
      goal,
    ),
  )
}

/** A population at once, against `Model.fit` as often as it has members. */
async function comparePopulation(device: ResolvedDevice, hidden: readonly number[], goal: number): Promise<BenchRow> {
  const work = { hidden, width: 32, rows: ROWS, isValidated: true }
  const steps = ROWS / BATCH
  const members = Array.from({ length: POPULATION }, (_, k) => ({
    learner: learnerOf(hidden, 0.001 * 1.1 ** k),
    seed: SEED + k,
  }))
  const data = dataOf(work)
  await trainPopulation({ ...dataOf({ ...work, rows: WARM_ROWS }), members }, unattended)
  await timeFit({ ...work, rows: WARM_ROWS })
  const ours: number[] = []
  const theirs: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    await settled()
    const from = performance.now()
    const outcomes = await trainPopulation({ ...data, members }, unattended)
    await settled()
    ours.push((performance.now() - from) / steps)
    const peer = await timeFit(work)
    const apart = Math.abs((outcomes[0] as TrainedNetwork).history[0]!.validationLoss - peer.validationLoss!)
    if (!(apart <= LOSS_TOLERANCE)) throw new Error(`the population's first member is ${apart} from fit`)
    theirs.push((POPULATION * peer.ms) / steps)
  }
  const name = hidden.length > 0 ? `networks ${hidden.join('-')}` : 'logistic regressions'
  return said(
    timeRow(
      {
        work: `${POPULATION} ${name}, ${ROWS} × 32, batch ${BATCH}, validated, ${device.adapter}`,
        peer: `${POPULATION} × tfjs Model.fit`,
        unit: 'ms/step',
      },
      median(ours),
      median(theirs),
      goal,
    ),
  )
}

/** Fit on each of tfjs's backends, the best of them against ours on the device that `auto` chooses for the job. */
async function compareAuto(platform: Platform, hidden: readonly number[]): Promise<BenchRow> {
  const work = { hidden, width: 32, rows: AUTO_ROWS, isValidated: true }
  const steps = Math.ceil(work.rows / BATCH)
  const backends = ['wasm', 'webgpu'] as const
  // As long as a run of the page, so that the choice is made by the same measurement.
  const learner = learnerOf(hidden)
  const job = {
    ...dataOf(work),
    members: [{ seed: SEED, learner: { ...learner, options: { ...learner.options, epochs: 40 } } }],
  }
  const chosen = await chooseFor(job as PopulationInput, platform, unattended)
  const fits: Record<(typeof backends)[number], number[]> = { wasm: [], webgpu: [] }
  const ours: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const backend of backends) {
      await openDevice(backend, platform)
      if (repeat === 0) await timeFit({ ...work, rows: WARM_ROWS })
      fits[backend].push((await timeFit(work)).ms / steps)
    }
    await openDevice(chosen.backend, platform)
    if (repeat === 0) await timeOurs({ ...work, rows: WARM_ROWS })
    ours.push((await timeOurs(work)).ms / steps)
  }
  const [best] = backends.toSorted((a, b) => median(fits[a]) - median(fits[b]))
  const name = hidden.length > 0 ? `network ${hidden.join('-')}` : 'logistic'
  return said(
    timeRow(
      {
        work: `${name}, ${work.rows} × 32, batch ${BATCH}, validated, auto chose ${chosen.adapter}`,
        peer: `the best of tfjs's backends with fit: ${best}, one thread`,
        unit: 'ms/step',
      },
      median(ours),
      median(fits[best!]),
      1.2,
    ),
  )
}

function said(row: BenchRow): BenchRow {
  console.log(
    `${row.work}: ours ${row.ours}, ${row.peer} ${row.theirs} ${row.unit}: ${row.ratio} times (goal ${row.goal})`,
  )
  return row
}

export const PARTS = ['network', 'logistic', 'population', 'wasm', 'auto'] as const

/**
 * Our kernels against Model.fit on the GPU of `platform`, or its software; then our loop on WebAssembly. `keep` is given
 * what there is after every row: a machine may be taken away.
 */
export async function benchTrain(
  platform: Platform,
  parts: readonly string[] = PARTS,
  keep: (outcome: BenchOutcome) => void = () => {},
): Promise<BenchOutcome> {
  const rows: BenchRow[] = []
  const add = (row: BenchRow) => {
    rows.push(row)
    keep({ device, rows })
  }
  const gpu = await openDevice('webgpu', platform)
  const device = `${gpu.adapter}; ${navigator.hardwareConcurrency} cores`
  const goals = { network: [HIDDEN, 15, 20], logistic: [[], 80, 200] } as const
  for (const part of ['network', 'logistic'] as const) {
    const [hidden, goal, together] = goals[part]
    if (parts.includes(part))
      for (const width of [32, 100])
        for (const isValidated of [true, false])
          add(await compare(gpu, { hidden, width, rows: ROWS, isValidated }, goal))
    if (parts.includes('population')) add(await comparePopulation(gpu, hidden, together))
  }
  if (platform.wasmUrl && parts.includes('wasm')) {
    const wasm = await openDevice('wasm', platform)
    for (const hidden of [HIDDEN, []])
      add(await compare(wasm, { hidden, width: 32, rows: 16_384, isValidated: true }, 1))
  }
  if (platform.wasmUrl && parts.includes('auto'))
    for (const hidden of [HIDDEN, []]) add(await compareAuto(platform, hidden))
  return { device, rows }
}
