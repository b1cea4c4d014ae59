import { AssayError } from './errors.ts'

/** What every long computation is given: how it is stopped, and where it reports. */
export interface Task<Event = never> {
  readonly signal: AbortSignal
  report(event: Event): void
}

/** The one shape of a job: a structured-cloneable input, a task, an output. Tests call it without a worker. */
export type Job<Input, Event, Output> = (input: Input, task: Task<Event>) => Promise<Output>

/** Throws `aborted` once the task was stopped. Call it wherever a chunk of work ends. */
export function throwIfAborted({ signal }: Pick<Task, 'signal'>): void {
  if (signal.aborted) throw new AssayError('aborted', 'Stopped.')
}

/** A task that nobody watches or stops: for tests and short calls. */
export const unattended: Task<unknown> = { signal: new AbortController().signal, report: () => {} }

/** Lets messages (a stop among them) in. A message channel, since timers are throttled in hidden tabs. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

/** Returns a function that yields a macrotask when 40 ms have passed since the last one, or at once, then throws if stopped. */
export function breather(task: Pick<Task, 'signal'>, everyMs = 40): (atOnce?: boolean) => Promise<void> {
  let last = performance.now()
  return async (atOnce = false) => {
    if (!atOnce && performance.now() - last < everyMs) return
    await macrotask()
    last = performance.now()
    throwIfAborted(task)
  }
}
