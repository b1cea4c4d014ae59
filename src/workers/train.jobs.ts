import { AssayError, isAborted, toErrorData } from '@/core/errors.ts'
import type { DropJobs } from '@/core/explain/dropJobs.ts'
import type { LearningCurveJobs } from '@/core/learningCurve/jobs.ts'
import type { TrainEvent, TrainJobs } from '@/core/run/jobs.ts'
import type { ResolvedDevice, Run, RunId, RunResult } from '@/core/run/run.ts'
import type { AgeingJobs } from '@/core/staleness/jobs.ts'
import type { SweepJobs } from '@/core/sweep/jobs.ts'
import type { Task } from '@/core/task.ts'
import { openDevice } from '@/engine/neural/device.ts'
import { CHECKPOINT_MS, epochsKept, type KeptCheckpoint } from '@/engine/neural/trainSafely.ts'
import type { Platform } from '@/engine/platform.ts'
import type { Prepared } from '@/engine/prepare.ts'
import { type TrainedRun, trainRun } from '@/engine/trainRun.ts'
import { createLruCache } from '@/storage/lru.ts'
import { makeDrawAgeing } from './ageing.jobs.ts'
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpointFile.ts'
import { makeDropColumns } from './dropColumns.jobs.ts'
import { openEarlier } from './earlierModel.ts'
import { makeFindLabels } from './labels.jobs.ts'
import { makeDrawCurve } from './learningCurve.jobs.ts'
import { oneAtATime } from './oneAtATime.ts'
import { openFrames, type Stores, weightsPath, writePart } from './runFiles.ts'
import { makeSearch } from './sweep.jobs.ts'

/** Prepared matrices kept for the next run on the same question and seed. */
const CACHE_BYTES = 512 * 2 ** 20

export interface TrainSurroundings extends Stores {
  readonly platform: Platform
  /** Least time between two checkpoints of a run. */
  readonly checkpointMs?: number
}

/** The jobs of the train worker. tfjs has one device for the whole worker, so they take turns. */
export function makeTrainJobs(
  surroundings: TrainSurroundings,
): TrainJobs & SweepJobs & LearningCurveJobs & AgeingJobs & DropJobs {
  const { platform, records, arrays, checkpointMs = CHECKPOINT_MS } = surroundings
  const inTurn = oneAtATime()
  const cache = createLruCache<Prepared>(CACHE_BYTES)
  let auto: ResolvedDevice | undefined

  const keepRun = (runId: RunId, change: Partial<Run>) =>
    records.update('run', runId, (run) => run && { ...run, ...change })

  /** A checkpoint that finds no room is no reason to end a run that goes well. */
  const keepSafe = async (runId: RunId, checkpoint: KeptCheckpoint) => {
    try {
      await writeCheckpoint(arrays, runId, checkpoint)
      await keepRun(runId, { checkpointEpoch: epochsKept(checkpoint) })
    } catch {
      // The one before is whole, or there is none: the run would go on from there.
    }
  }

  async function train(runId: RunId, task: Task<TrainEvent>): Promise<RunResult> {
    const run = await records.get('run', runId)
    if (!run)
      throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
    try {
      await keepRun(runId, { status: 'running', startedAt: Date.now(), error: undefined })
      const { spec } = run
      const from = run.checkpointEpoch === undefined ? undefined : await readCheckpoint(arrays, runId)
      const trained = await trainRun(
        {
          runId,
          spec,
          platform,
          cache,
          openFrames: () => openFrames(surroundings, spec.question, task),
          openEarlier: () => openEarlier(surroundings, spec),
          onDevice: async (device) => {
            if (spec.device === 'auto' && spec.learner.kind !== 'baseline') auto = device
            await keepRun(runId, { device })
          },
          safe: { from, everyMs: checkpointMs, keep: (checkpoint) => keepSafe(runId, checkpoint) },
        },
        task,
      )
      await commit(surroundings, trained)
      return trained.result
    } catch (cause) {
      const error = toErrorData(cause)
      if (error.code === 'device.lost') auto = undefined
      await keepRun(runId, { status: isAborted(cause) ? 'interrupted' : 'failed', error, finishedAt: Date.now() })
      throw cause
    }
  }

  const search = makeSearch(surroundings, cache)
  const drawCurve = makeDrawCurve(surroundings)
  const findLabels = makeFindLabels(surroundings)
  const drawAgeing = makeDrawAgeing(surroundings)
  const dropColumns = makeDropColumns(surroundings)

  return {
    train: ({ runId }, task) => inTurn(() => train(runId, task)),
    search: (input, task) => inTurn(() => search(input, task)),
    drawCurve: (input, task) => inTurn(() => drawCurve(input, task)),
    findLabels: (input, task) => inTurn(() => findLabels(input, task)),
    drawAgeing: (input, task) => inTurn(() => drawAgeing(input, task)),
    dropColumns: (input, task) => inTurn(() => dropColumns(input, task)),
    // Not asked again while a training has the device: it would wait for its end.
    probe: async () => auto ?? inTurn(async () => (auto ??= await openDevice('auto', platform))),
  }
}

/** Arrays first, then all records at once: a run that says it is done has everything that belongs to it. */
async function commit(
  { records, arrays }: Stores,
  { result, pipeline, weights, validation }: TrainedRun,
): Promise<void> {
  for (const [member, each] of weights.entries()) await arrays.write(weightsPath(result.id, member), [each])
  await writePart(arrays, validation)
  const run = await records.get('run', result.id)
  if (!run) {
    await arrays.remove(`runs/${result.id}`)
    throw new AssayError('storage.missing', 'This run was removed while it trained, so its model was not kept.', {
      runId: result.id,
    })
  }
  const { checkpointEpoch: _, ...ended } = run
  await records.putAll([
    { kind: 'result', record: result },
    { kind: 'pipeline', record: pipeline },
    { kind: 'evaluation', record: validation.evaluation },
    {
      kind: 'run',
      record: { ...ended, status: result.ended === 'stopped' ? 'stopped' : 'done', finishedAt: Date.now() },
    },
  ])
  await removeCheckpoint(arrays, result.id)
}
