import wasmUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url'
import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { normalFrom, seededRandom } from '@/core/random.ts'
import type { LearnerOf } from '@/core/run/learner.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { openDevice } from '@/engine/neural/device.ts'
import { type NetworkInput, trainNetwork } from '@/engine/neural/train.ts'
import { type BenchOutcome, type BenchRow, median, timeRow } from './row.ts'

const WIDTH = 32
const BATCH = 256
const HIDDEN = [128, 64]
const REPEATS = 3

/** Rows with a target that depends on a bent combination of features. */
function makeExamples(rows: number, name: string) {
  const normal = normalFrom(seededRandom('bench', name))
  const x = Float32Array.from({ length: rows * WIDTH }, normal)
  const y = Float64Array.from({ length: rows }, (_, row) =>
    x[row * WIDTH]! * x[row * WIDTH + 1]! + x[row * WIDTH + 2]! > 0 ? 1 : 0,
  )
  return { x, y }
}

function ourInput(rows: number, learner: NetworkInput['learner']): NetworkInput {
  return {
    width: WIDTH,
    train: makeExamples(rows, 'train'),
    validation: makeExamples(BATCH, 'validation'),
    task: 'binary',
    classes: ['0', '1'],
    metric: 'auc',
    learner,
    seed: 1,
  }
}

async function fitPeer(rows: number, hidden: readonly number[]): Promise<number> {
  const model = layers.sequential()
  hidden.forEach((units, index) => {
    model.add(layers.layers.dense({ units, activation: 'relu', ...(index === 0 && { inputShape: [WIDTH] }) }))
  })
  model.add(
    layers.layers.dense({ units: 1, activation: 'sigmoid', ...(hidden.length === 0 && { inputShape: [WIDTH] }) }),
  )
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' })
  const { x, y } = makeExamples(rows, 'train')
  const validation = makeExamples(BATCH, 'validation')
  const tensors = [
    tf.tensor2d(x, [rows, WIDTH]),
    tf.tensor2d(Float32Array.from(y), [rows, 1]),
    tf.tensor2d(validation.x, [BATCH, WIDTH]),
    tf.tensor2d(Float32Array.from(validation.y), [BATCH, 1]),
  ] as const
  const start = performance.now()
  await model.fit(tensors[0], tensors[1], {
    epochs: 1,
    batchSize: BATCH,
    shuffle: true,
    validationData: [tensors[2], tensors[3]],
    verbose: 0,
    yieldEvery: 'never',
  })
  const ms = performance.now() - start
  tf.dispose([...tensors])
  model.dispose()
  return ms
}

async function trainOurs(rows: number, hidden: readonly number[]): Promise<number> {
  const options = { l2: 0, learningRate: 0.001, batchSize: BATCH, epochs: 1, patience: 0 }
  const learner: LearnerOf<'linear'> | LearnerOf<'network'> =
    hidden.length === 0 ? { kind: 'linear', options } : { kind: 'network', options: { ...options, hidden, dropout: 0 } }
  const input = ourInput(rows, learner)
  const start = performance.now()
  await trainNetwork(input, unattended)
  return performance.now() - start
}

/** Both train one epoch of the same steps, in turn; milliseconds a step. */
async function compare(
  device: ResolvedDevice,
  rows: number,
  hidden: readonly number[],
  work: string,
): Promise<BenchRow> {
  const steps = Math.ceil(rows / BATCH)
  const ours: number[] = []
  const theirs: number[] = []
  for (let repeat = -1; repeat < REPEATS; repeat++) {
    const mine = (await trainOurs(rows, hidden)) / steps
    const peer = (await fitPeer(rows, hidden)) / steps
    // The first round compiles shaders and warms caches for both.
    if (repeat < 0) continue
    ours.push(mine)
    theirs.push(peer)
  }
  console.log(`${work} on ${device.backend}: ours ${median(ours).toFixed(2)}, fit ${median(theirs).toFixed(2)} ms/step`)
  return timeRow(
    { work: `${work}, ${device.backend}`, peer: 'tfjs Model.fit', unit: 'ms/step' },
    median(ours),
    median(theirs),
    1,
  )
}

/** Our loop against Model.fit on each device. */
export async function benchTrain(): Promise<BenchOutcome> {
  const rows: BenchRow[] = []
  const gpu = await openDevice('webgpu', { gpu: navigator.gpu, wasmUrl })
  rows.push(await compare(gpu, 8 * BATCH, HIDDEN, 'network 128-64, 32 features, batch 256'))
  rows.push(await compare(gpu, 8 * BATCH, [], 'logistic, 32 features, batch 256'))
  const wasm = await openDevice('wasm', { gpu: navigator.gpu, wasmUrl })
  rows.push(await compare(wasm, 64 * BATCH, HIDDEN, 'network 128-64, 32 features, batch 256'))
  rows.push(await compare(wasm, 64 * BATCH, [], 'logistic, 32 features, batch 256'))
  return { device: `${gpu.adapter}; ${navigator.hardwareConcurrency} cores`, rows }
}
