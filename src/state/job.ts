import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import type { Slice } from './store.ts'

type JobId = string
type JobKind = 'load' | 'retype' | 'edit' | 'train' | 'evaluate' | 'score' | 'export' | 'import'

/** How far a job is, in the units it counts. */
interface JobProgress {
  readonly done: number
  readonly total: number
  /** Units and whatever else is worth telling, such as "12,000 rows". */
  readonly text: string
}

/** One piece of running or finished work, as the page shows it. */
export interface JobState {
  readonly id: JobId
  readonly kind: JobKind
  /** The id of what it is about (run, dataset), or the file's name. */
  readonly subject: string
  /** What it does, for a person: "Reading adult.csv". */
  readonly label: string
  readonly status: 'running' | 'done' | 'failed' | 'stopped'
  readonly progress?: JobProgress | undefined
  /** Since when this progress counts: a job may begin to count anew, as when a file is read a second time. */
  readonly countsSince?: number | undefined
  readonly error?: ErrorData | undefined
  readonly startedAt: number
}

export interface JobControl {
  readonly signal: AbortSignal
  progress(progress: JobProgress): void
}

export interface JobSlice {
  readonly jobs: Readonly<Record<JobId, JobState>>
  /** Runs work under a job record. Resolves to undefined when it was stopped or failed; the job record tells which. */
  runJob<T>(
    about: Pick<JobState, 'kind' | 'subject' | 'label'>,
    work: (control: JobControl) => Promise<T>,
  ): Promise<T | undefined>
  stopJob(id: JobId): void
  /** Forgets a finished job, as when its error strip is closed. */
  dismissJob(id: JobId): void
}

export const createJobSlice: Slice<JobSlice> = (set, get) => {
  const controllers = new Map<JobId, AbortController>()
  const change = (id: JobId, patch: Partial<JobState>) =>
    set(({ jobs }) => {
      const job = jobs[id]
      return job ? { jobs: { ...jobs, [id]: { ...job, ...patch } } } : {}
    })
  return {
    jobs: {},
    async runJob(about, work) {
      const id = crypto.randomUUID()
      const controller = new AbortController()
      controllers.set(id, controller)
      set(({ jobs }) => ({ jobs: { ...jobs, [id]: { ...about, id, status: 'running', startedAt: Date.now() } } }))
      try {
        const output = await work({
          signal: controller.signal,
          progress: (progress) => {
            const before = get().jobs[id]?.progress
            const isAnew = !before || before.total !== progress.total || before.done > progress.done
            change(id, { progress, ...(isAnew && { countsSince: Date.now() }) })
          },
        })
        change(id, { status: 'done' })
        return output
      } catch (cause) {
        change(id, isAborted(cause) ? { status: 'stopped' } : { status: 'failed', error: toErrorData(cause) })
        return undefined
      } finally {
        controllers.delete(id)
        if (get().jobs[id]?.status !== 'failed') get().dismissJob(id)
      }
    },
    stopJob: (id) => controllers.get(id)?.abort(),
    dismissJob: (id) =>
      set(({ jobs }) => {
        const { [id]: _gone, ...rest } = jobs
        return { jobs: rest }
      }),
  }
}
