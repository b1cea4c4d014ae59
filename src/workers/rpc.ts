import * as Comlink from 'comlink'
import { AssayError, type ErrorData, fromErrorData, toErrorData } from '@/core/errors.ts'
import type { CallOptions, Client } from '@/core/ports.ts'
import type { Job, Task } from '@/core/task.ts'

/**
 * Comlink carries a call and its outcome. A second line, one MessagePort a call, carries what Comlink lacks: progress
 * to the page, a stop to the worker, the worker's word that it heard it, and the end of the events.
 */
type ToPage =
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'heard' }
  | { readonly kind: 'end' }
type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorData }
type Run = (name: string, input: unknown, line: MessagePort) => Promise<Outcome>

type JobMap<J> = { readonly [K in keyof J]: Job<never, never, unknown> }

/** What a job marked to be moved rather than copied, by the value that it returns. */
const moved = new WeakMap<object, readonly Transferable[]>()

/**
 * Marks what a job returns so that its arrays are moved to the page instead of copied; the worker can no longer use
 * them. Returns the value itself, so that a job tests the same without a worker.
 */
export function transfer<T extends object>(value: T, transferables: readonly Transferable[]): T {
  moved.set(value, transferables)
  return value
}

/** Serves jobs from a worker. Call it once, before anything is awaited: messages that come earlier are lost. */
export function serve<J extends JobMap<J>>(jobs: J): void {
  const run: Run = async (name, input, line) => {
    const controller = new AbortController()
    const post = (message: ToPage) => line.postMessage(message)
    line.onmessage = () => {
      controller.abort()
      post({ kind: 'heard' })
    }
    try {
      const job = Object.hasOwn(jobs, name)
        ? (jobs[name as keyof J] as unknown as Job<unknown, unknown, unknown>)
        : undefined
      if (!job) throw new AssayError('internal', `Something went wrong inside Assay: no job is called "${name}".`)
      const task: Task<unknown> = { signal: controller.signal, report: (event) => post({ kind: 'event', event }) }
      const outcome: Outcome = { ok: true, value: await job(input, task) }
      const transferables = (isObject(outcome.value) && moved.get(outcome.value)) || []
      return Comlink.transfer(outcome, [...transferables])
    } catch (cause) {
      return { ok: false, error: cloneable(toErrorData(cause)) }
    } finally {
      post({ kind: 'end' })
    }
  }
  Comlink.expose(run)
}

/** The wider view that client.ts has of a call: when the worker said that it heard the stop. */
interface LineOptions<Event> extends CallOptions<Event> {
  readonly onHeard?: () => void
}

/** Calls a worker's jobs. `life` ends when the worker does: every call that waits is then rejected with its reason. */
export function connect<J>(worker: Worker, life?: AbortSignal): Client<J> {
  const remote = Comlink.wrap<Run>(worker)
  return {
    async call(name, input, options: LineOptions<never> = {}) {
      const { signal, onEvent, onHeard, transfer: transferables = [] } = options
      if (life?.aborted) throw life.reason
      if (signal?.aborted) throw new AssayError('aborted', 'Stopped.')
      const { port1: line, port2: far } = new MessageChannel()
      const stop = () => line.postMessage('stop')
      let die: (() => void) | undefined
      try {
        const died = new Promise<never>((_, reject) => {
          die = () => reject(life?.reason)
          life?.addEventListener('abort', die, { once: true })
        })
        // The two lines are not in step with each other: the events are over when the line says so.
        const ended = new Promise<void>((resolve) => {
          line.onmessage = ({ data }: MessageEvent<ToPage>) => {
            if (data.kind === 'event') onEvent?.(data.event as never)
            else if (data.kind === 'heard') onHeard?.()
            else resolve()
          }
        })
        signal?.addEventListener('abort', stop, { once: true })
        const given = transferables.length > 0 ? Comlink.transfer(input as object, [...transferables]) : input
        const answer = remote(name, given, Comlink.transfer(far, [far]))
        const [outcome] = await Promise.race([Promise.all([answer, ended]), died])
        if (outcome.ok) return outcome.value as never
        throw fromErrorData(outcome.error)
      } finally {
        signal?.removeEventListener('abort', stop)
        if (die) life?.removeEventListener('abort', die)
        line.close()
      }
    },
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Details that no message can carry must not lose the error itself. */
function cloneable(error: ErrorData): ErrorData {
  try {
    return structuredClone(error)
  } catch {
    return { code: error.code, message: error.message }
  }
}
