import { AssayError } from '@/core/errors.ts'
import type { Client } from '@/core/ports.ts'
import { connect } from './rpc.ts'

export interface ClientOptions {
  /** How long a worker may take to hear a stop before it is taken for hung. */
  readonly graceMs?: number
  /** How long a job that heard its stop may take to end: a training run keeps its best weights first. */
  readonly finishMs?: number
}

/** A call that is under way. */
interface RunningCall {
  readonly name: string
  /** `performance.now()` when it was made. */
  readonly since: number
}

export interface WorkerClient<J> extends Client<J> {
  /** What runs now, oldest first. */
  running(): readonly RunningCall[]
  /** Ends the worker and rejects what waits; the next call starts another. */
  close(): void
}

/**
 * Calls the jobs of a worker that is started by the first call and replaced when it fails: when it throws outside a job,
 * and when it does not hear a stop within `graceMs` (a loop that never yields). Everything that waits on a worker that
 * ended is rejected with `worker.died`, the call that was being stopped with `aborted`.
 */
export function openClient<J>(
  spawn: () => Worker,
  { graceMs = 5_000, finishMs = 60_000 }: ClientOptions = {},
): WorkerClient<J> {
  const calls = new Set<RunningCall>()
  let current: Life<J> | undefined

  function live(): Life<J> {
    if (current) return current
    const life = startLife<J>(spawn(), () => {
      if (current === life) current = undefined
    })
    current = life
    return life
  }

  return {
    async call(name, input, options = {}) {
      const { signal } = options
      if (signal?.aborted) throw new AssayError('aborted', 'Stopped.')
      const call: RunningCall = { name, since: performance.now() }
      const life = live()
      let timer: ReturnType<typeof setTimeout> | undefined
      let hung = false
      const wait = (ms: number) => {
        clearTimeout(timer)
        timer = setTimeout(() => {
          hung = true
          life.end(`“${name}” did not stop within ${ms / 1_000} s, so its worker was ended`)
        }, ms)
      }
      const watch = () => wait(graceMs)
      signal?.addEventListener('abort', watch, { once: true })
      calls.add(call)
      try {
        return await life.client.call(name, input, { ...options, onHeard: () => wait(finishMs) } as typeof options)
      } catch (cause) {
        if (hung) throw new AssayError('aborted', 'Stopped.', undefined, { cause })
        throw cause
      } finally {
        calls.delete(call)
        clearTimeout(timer)
        signal?.removeEventListener('abort', watch)
      }
    },
    running: () => [...calls],
    close: () => current?.end('it was closed'),
  }
}

interface Life<J> {
  readonly client: Client<J>
  /** Ends the worker; calls that wait are rejected with the reason. */
  end(reason: string): void
}

/** One worker from start to end. */
function startLife<J>(worker: Worker, onEnd: () => void): Life<J> {
  const controller = new AbortController()
  const end = (reason: string) => {
    if (controller.signal.aborted) return
    worker.terminate()
    onEnd()
    controller.abort(
      new AssayError('worker.died', `A background worker ended before it was done: ${reason}. Start it again.`, {
        reason,
      }),
    )
  }
  worker.addEventListener('error', (event) => {
    // Said here already; without this the page's own error handler would hear it once more.
    event.preventDefault()
    end(event.message || 'its program could not be loaded')
  })
  worker.addEventListener('messageerror', () => end('a message of it could not be read'))
  return { client: connect<J>(worker, controller.signal), end }
}
