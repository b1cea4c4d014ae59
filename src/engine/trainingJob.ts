import { tablesOf } from '@/core/encoding/embedding.ts'
import { AssayError } from '@/core/errors.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import { type Candidate, chooseDevice } from './neural/chooseDevice.ts'
import { openDevice } from './neural/device.ts'
import { type PopulationInput, stepWork, type TrainingData } from './neural/population.ts'
import { timeSteps } from './neural/train.ts'
import type { Platform } from './platform.ts'
import type { DensePrepared } from './prepare.ts'

/**
 * What a prepared question gives to train on.
 * @throws AssayError `recipe.invalid` where no column is left.
 */
export function trainingData({ task, classes, metric }: RunQuestion, prepared: DensePrepared): TrainingData {
  const { encoding, x, y, weights, validation, validationX } = prepared
  if (encoding.width === 0)
    throw new AssayError(
      'recipe.invalid',
      'No column is left to learn from. Take a step out of the recipe, or add data.',
    )
  const tables = tablesOf(encoding)
  return {
    width: encoding.width,
    ...(tables.length > 0 && { tables }),
    train: { x, y },
    weights,
    validation: { x: validationX, y: validation.actual },
    task,
    classes,
    metric,
  }
}

/** Multiply-adds a step above which plain JavaScript is never the fastest. */
const HOPELESS_WORK = 1e6

/** Opens the device on which this very job is quickest. */
export function chooseFor(
  job: PopulationInput,
  platform: Platform,
  task: Pick<Task, 'signal'>,
): Promise<ResolvedDevice> {
  const candidates = (['wasm', 'webgpu', 'cpu'] as const).map(
    (backend): Candidate => ({
      backend,
      open: () => openDevice(backend, platform),
      time: (budgetMs) => timeSteps(job, budgetMs),
      isHopeless: backend === 'cpu' && stepWork(job) > HOPELESS_WORK,
    }),
  )
  const { epochs, batchSize } = job.members[0]!.learner.options
  return chooseDevice(candidates, epochs * Math.ceil(job.train.y.length / batchSize), task)
}
