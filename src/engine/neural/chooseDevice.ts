import { formatDuration } from '@/core/format/format.ts'
import type { Backend, ResolvedDevice } from '@/core/run/run.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'

/** A device that a job may be given to. */
export interface Candidate {
  readonly backend: Backend
  /** Makes it the device that computes. Throws where there is none. */
  open(): Promise<ResolvedDevice>
  /** Milliseconds that a step of this job takes on it, found within about `budgetMs`. */
  time(budgetMs: number): Promise<number>
  /** Whether it cannot be the fastest, whatever a measurement would say. */
  readonly isHopeless?: boolean
}

/** Time that measuring may take in all, and as a share of what the job is expected to take. */
const MOST_MS = 2_000
const MOST_SHARE = 0.05
/** A job shorter than this is over before another device is opened. */
const WORTH_MS = 250

/**
 * Times this very job on one device after the other and opens the one on which a step was quickest. The first candidate
 * says how long the job will take; measuring takes at most 2 s and 5% of that, not counting the start of a device, which
 * later runs need too. A job of a quarter of a second stays where it was timed first.
 * @throws AssayError `device.unavailable` where none works; `aborted`.
 */
export async function chooseDevice(
  candidates: readonly Candidate[],
  steps: number,
  task: Pick<Task, 'signal'>,
): Promise<ResolvedDevice> {
  const measured: { candidate: Candidate; device: ResolvedDevice; stepMs: number }[] = []
  const reasons: string[] = []
  let failure: unknown
  for (const candidate of candidates) {
    throwIfAborted(task)
    const best = Math.min(...measured.map(({ stepMs }) => stepMs))
    if (measured.length > 0 && candidate.isHopeless) continue
    if (measured.length > 0 && best * steps < WORTH_MS) {
      reasons.push(`over in ${formatDuration(best * steps)}, so nothing else was tried`)
      break
    }
    const left = measured.length > 0 ? Math.min(MOST_MS, MOST_SHARE * best * steps) : MOST_MS
    try {
      const device = await candidate.open()
      measured.push({ candidate, device, stepMs: await candidate.time(left / candidates.length) })
    } catch (cause) {
      failure = cause
      reasons.push(cause instanceof Error ? cause.message : String(cause))
    }
  }
  if (measured.length === 0) throw failure
  const { candidate } = measured.reduce((best, one) => (one.stepMs < best.stepMs ? one : best))
  const device = await candidate.open()
  return {
    ...device,
    measured: measured.map(({ device: { backend, adapter }, stepMs }) => ({ backend, adapter, stepMs })),
    ...(reasons.length > 0 && { fallbackReason: reasons.join('; ') }),
  }
}
