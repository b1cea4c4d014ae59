import type * as tf from '@tensorflow/tfjs-core'
import { AssayError } from '@/core/errors.ts'
import { formatNumber } from '@/core/format/format.ts'
import { evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { MetricName, TaskKind } from '@/core/metrics/metric.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { LearnerOf } from '@/core/run/learner.ts'
import type { EpochRecord, RunResult } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { deviceTrouble } from './deviceTrouble.ts'
import { scoresFrom } from './heads.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'
import { openStepper, rowsFrom } from './stepper.ts'
import { type Standard, standardise, unstandardise } from './target.ts'

/** Rows of a prepared matrix with their target: a class index, or a number in its own units. */
export interface Examples {
  /** rows × width, row by row. */
  readonly x: Float32Array
  readonly y: Float64Array
}

export interface NetworkInput {
  readonly width: number
  readonly train: Examples
  /** What each training row counts in the loss, more than 0; 1 where absent. Only their proportions matter. */
  readonly weights?: Float64Array | undefined
  readonly validation: Examples
  readonly task: TaskKind
  readonly classes: readonly string[]
  /** Watched on the validation rows; the weights kept are those of the lowest validation loss. */
  readonly metric: MetricName
  readonly learner: LearnerOf<'linear'> | LearnerOf<'network'>
  readonly seed: number
}

export interface TrainedNetwork {
  readonly shape: NetworkShape
  /** The best epoch's, in the order of the shape; for regression the answers are in the target's own units. */
  readonly parameters: Float32Array<ArrayBuffer>
  readonly history: readonly EpochRecord[]
  readonly stepsDone: number
  readonly bestEpoch: number
  readonly ended: Exclude<RunResult['ended'], 'closed-form'>
}

/** Step events a second, at most. */
const STEP_EVENTS_MS = 250

/**
 * Trains a chain of dense layers by Adam on the device that is open, and keeps the weights of the best validation loss.
 * Losses are cross-entropy in nats, or squared error of the target divided by its training deviation, without the weight
 * decay; an epoch's training loss is the mean over its rows as they were seen, dropout and all. With weights it is their
 * weighted mean, and each row's part in a gradient is multiplied by its weight over the mean weight; validation does not
 * look at weights. Same input, same device: same bits. A stop is heard at the next step: the best epoch so far is kept, or the weights as they stand within the first.
 * @throws AssayError `train.diverged`, `device.lost`, `split.empty`; `aborted` only before the first step.
 */
export async function trainNetwork(input: NetworkInput, task: Task<TrainEvent>): Promise<TrainedNetwork> {
  const { width, learner, seed } = input
  const { epochs, batchSize, patience } = learner.options
  const standard = standardise(input.task, input.train.y, input.weights)
  const hidden = learner.kind === 'network' ? learner.options.hidden : []
  const shape = describeNetwork(width, hidden, input.task, input.classes.length)
  const rows = input.train.y.length
  if (rows === 0 || input.validation.y.length === 0)
    throw new AssayError(
      'split.empty',
      'There are no rows to train on or to validate with. Change the split, then train again.',
    )
  throwIfAborted(task)

  const startedAt = performance.now()
  const weights = input.weights && relative(input.weights)
  const stepper = openStepper({ ...input, weights, shape, standard })
  let best: { readonly record: EpochRecord; readonly parameters: tf.Tensor1D } | undefined
  const history: EpochRecord[] = []
  let ended: TrainedNetwork['ended'] = 'epochs'
  let stepsDone = 0
  const tellStep = stepTeller(task)
  try {
    for (let epoch = 1; epoch <= epochs && ended === 'epochs'; epoch++) {
      const order = shuffle(rowsFrom(0, rows), seededRandom(seed, 'order', epoch))
      let seen = 0
      let weight = 0
      while (seen < rows && !task.signal.aborted) {
        const batch = order.subarray(seen, seen + batchSize)
        await stepper.step(batch)
        seen += batch.length
        weight += weights ? batch.reduce((sum, row) => sum + weights[row]!, 0) : batch.length
        stepsDone++
        tellStep(epoch, Math.ceil(seen / batchSize), stepsDone)
      }
      const losses = await stepper.settle()
      if (task.signal.aborted) ended = 'stopped'
      if (ended === 'stopped' && best) break
      if (seen === 0) throwIfAborted(task)
      const trainLoss = losses / weight
      if (!Number.isFinite(trainLoss)) throw diverged(epoch, learner.options.learningRate)

      const validation = await stepper.validate(() => task.signal.aborted && best !== undefined)
      if (!validation) {
        ended = 'stopped'
        break
      }
      if (!Number.isFinite(validation.loss)) throw diverged(epoch, learner.options.learningRate)
      const record: EpochRecord = {
        epoch,
        trainLoss,
        validationLoss: validation.loss,
        validationMetric: measure(input, shape, validation.logits, standard),
        elapsedMs: performance.now() - startedAt,
      }
      history.push(record)
      const isBest = !best || record.validationLoss < best.record.validationLoss
      if (isBest) {
        best?.parameters.dispose()
        best = { record, parameters: stepper.keepParameters() }
      }
      task.report({ kind: 'epoch', record, best: isBest })
      if (ended === 'epochs' && patience > 0 && best && epoch - best.record.epoch >= patience && epoch < epochs)
        ended = 'early'
    }
    // An epoch always ends before the loop does, so there is a best one.
    const { record, parameters } = best!
    const kept = Float32Array.from(await deviceTrouble.during(() => parameters.data()))
    return {
      shape,
      parameters: unstandardise(kept, shape, standard),
      history,
      stepsDone,
      bestEpoch: record.epoch,
      ended,
    }
  } finally {
    best?.parameters.dispose()
    await stepper.dispose()
  }
}

/** Weights in proportion to their mean. */
function relative(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight / mean)
}

function diverged(epoch: number, learningRate: number): AssayError {
  return new AssayError(
    'train.diverged',
    `The loss became infinite at epoch ${epoch}. Try a smaller learning rate (now ${formatNumber(learningRate)}).`,
  )
}

function measure(
  { task, classes, metric, validation }: NetworkInput,
  shape: NetworkShape,
  logits: Float32Array,
  { mean, scale }: Standard,
): number | null {
  const rows = validation.y.length
  const scores = scoresFrom(shape.head, logits, rows, mean, scale)
  const predictions = { rows, width: scores.length / rows, scores }
  return (
    evaluatePredictions({ task, classes, actual: validation.y, predictions, threshold: 0.5 }).metrics[metric] ?? null
  )
}

function stepTeller(task: Task<TrainEvent>): (epoch: number, step: number, stepsDone: number) => void {
  let toldAt = performance.now()
  let toldSteps = 0
  return (epoch, step, stepsDone) => {
    const now = performance.now()
    if (now - toldAt < STEP_EVENTS_MS) return
    task.report({ kind: 'step', epoch, step, stepsPerSecond: ((stepsDone - toldSteps) * 1_000) / (now - toldAt) })
    toldAt = now
    toldSteps = stepsDone
  }
}
