import { AssayError } from '@/core/errors.ts'
import { formatCount } from '@/core/format/format.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import type { Backend, ResolvedDevice } from '@/core/run/run.ts'
import type { Task } from '@/core/task.ts'
import type { Platform } from '../platform.ts'
import type { Checkpoint, TrainedNetwork } from './descend.ts'
import { openDevice, openPredictionDevice } from './device.ts'
import { type NetworkInput, shapeOf, trainNetwork } from './train.ts'

/** A checkpoint with the kind of device that made it: on another of the kind, what follows has the same bits. */
export interface KeptCheckpoint extends Checkpoint {
  readonly backend: Backend
}

/** Where the checkpoints of one run are kept. */
export interface Safe {
  /** The one to go on from; from the beginning where absent. */
  readonly from?: KeptCheckpoint | undefined
  readonly keep: (checkpoint: KeptCheckpoint) => Promise<void>
  /** Least time between two, in milliseconds. */
  readonly everyMs: number
}

export interface Surroundings {
  readonly platform: Platform
  readonly device: ResolvedDevice
  /** Awaited whenever training goes on on another device. */
  readonly onDevice: (device: ResolvedDevice) => Promise<unknown>
}

/** Usual time between two checkpoints: what a loss costs at most, but for the epoch that is under way. */
export const CHECKPOINT_MS = 5_000

/** A device that fails this often is not asked again: the CPU goes on. */
const MOST_LOSSES = 1

/**
 * Does work on the device that is open, whatever becomes of it: where the GPU goes away or refuses, the work is asked for
 * again on a fresh one, and after a second loss on the CPU. The device that is returned says so.
 * @param epochsSafe Epochs from which the work would go on.
 */
export async function onAnyDevice<T>(
  { platform, device, onDevice }: Surroundings,
  { signal }: Pick<Task, 'signal'>,
  epochsSafe: () => number,
  work: (backend: Backend) => Promise<T>,
): Promise<{ readonly made: T; readonly device: ResolvedDevice }> {
  let now = device
  for (let losses = 0; ; losses++) {
    try {
      return { made: await work(now.backend), device: now }
    } catch (cause) {
      if (!(cause instanceof AssayError) || cause.code !== 'device.lost' || losses > MOST_LOSSES || signal.aborted)
        throw cause
      const fresh = losses < MOST_LOSSES ? await openDevice('auto', platform) : await openPredictionDevice(platform)
      now = { ...fresh, fallbackReason: reasonOf(cause, epochsSafe(), fresh.fallbackReason) }
      await onDevice(now)
    }
  }
}

/**
 * Trains on any device, going on from the last checkpoint where one is lost.
 * @throws AssayError as `trainNetwork`.
 */
export async function trainSafely(
  job: NetworkInput,
  { safe, ...surroundings }: Surroundings & { readonly safe: Safe },
  task: Task<TrainEvent>,
): Promise<{ readonly fitted: TrainedNetwork; readonly device: ResolvedDevice }> {
  // A checkpoint of before wide categories were embedded is of another network: the run then begins again.
  const { size } = shapeOf({ ...job, members: [job] })
  let from = safe.from?.snapshot.parameters.length === size ? safe.from : undefined
  const train = (backend: Backend) => {
    const keep = async (checkpoint: Checkpoint) => {
      from = { ...checkpoint, backend }
      await safe.keep(from)
    }
    return trainNetwork({ ...job, from, safekeeping: { everyMs: safe.everyMs, keep } }, task)
  }
  const { made, device } = await onAnyDevice(surroundings, task, () => from?.history.length ?? 0, train)
  return { fitted: made, device }
}

function reasonOf({ message }: AssayError, epochsSafe: number, also: string | undefined): string {
  // The rest of the message says how to start again, which has been done.
  const what = message.split('. ', 1)[0]!
  const where = epochsSafe > 0 ? `went on from epoch ${formatCount(epochsSafe)}` : 'began again'
  return [`${what}; ${where}`, ...(also ? [also] : [])].join('; ')
}
