import { AssayError, isAborted, toErrorData } from '@/core/errors.ts'
import type { SweepJobs } from '@/core/sweep/jobs.ts'
import type { Sweep, SweepId } from '@/core/sweep/sweep.ts'
import type { PreparedCache } from '@/engine/prepare.ts'
import { runSweep } from '@/engine/sweep/runSweep.ts'
import { openFrames } from './runFiles.ts'
import type { TrainSurroundings } from './train.jobs.ts'

/** The search of the train worker; its trials are kept round by round. */
export function makeSearch(surroundings: TrainSurroundings, cache: PreparedCache): SweepJobs['search'] {
  const { records, platform } = surroundings
  const keep = (sweepId: SweepId, change: Partial<Sweep>) =>
    records.update('sweep', sweepId, (sweep) => sweep && { ...sweep, ...change })

  return async ({ sweepId }, task) => {
    const sweep = await records.get('sweep', sweepId)
    if (!sweep)
      throw new AssayError('storage.missing', 'This sweep is not in this browser any more. Start a new one.', {
        sweepId,
      })
    try {
      await keep(sweepId, { status: 'running', startedAt: Date.now(), finishedAt: undefined, error: undefined })
      const trials = await runSweep(
        {
          sweep,
          platform,
          cache,
          openFrames: () => openFrames(surroundings, sweep.question, task),
          onDevice: async (device) => void (await keep(sweepId, { device })),
          keep: async (trials) => void (await keep(sweepId, { trials })),
        },
        task,
      )
      const status = task.signal.aborted ? 'stopped' : 'done'
      await keep(sweepId, { status, trials, finishedAt: Date.now() })
    } catch (cause) {
      const end = isAborted(cause)
        ? ({ status: 'stopped' } as const)
        : ({ status: 'failed', error: toErrorData(cause) } as const)
      await keep(sweepId, { ...end, finishedAt: Date.now() })
      if (!isAborted(cause)) throw cause
    }
    const ended = await records.get('sweep', sweepId)
    if (!ended)
      throw new AssayError('storage.missing', 'This sweep was removed while it searched, so nothing of it was kept.', {
        sweepId,
      })
    return ended
  }
}
