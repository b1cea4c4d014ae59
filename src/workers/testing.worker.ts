import { AssayError } from '@/core/errors.ts'
import { breather, type Job, macrotask, throwIfAborted } from '@/core/task.ts'
import { serve, transfer } from './rpc.ts'

/** Jobs for the tests of calling workers, each a way in which a job can behave. */
export interface TestingJobs {
  readonly add: Job<{ readonly a: number; readonly b: number }, never, number>
  readonly count: Job<{ readonly to: number }, number, string>
  readonly fail: Job<{ readonly how: 'code' | 'foreign' | 'uncloneable' }, never, never>
  /** Doubles values and moves them back. */
  readonly double: Job<{ readonly values: Float64Array<ArrayBuffer> }, never, { readonly values: Float64Array }>
  /** The length of the array that the last `double` moved away: 0 when it was moved. */
  readonly leftover: Job<null, never, number>
  readonly untilStopped: Job<{ readonly keep: boolean }, string, string>
  readonly hang: Job<null, string, never>
  readonly deaf: Job<null, never, never>
  readonly crash: Job<null, never, never>
  readonly functionBack: Job<null, never, unknown>
}

let last: Float64Array | undefined

serve<TestingJobs>({
  add: async ({ a, b }) => a + b,
  async count({ to }, task) {
    for (let i = 1; i <= to; i++) task.report(i)
    return `counted to ${to}`
  },
  async fail({ how }) {
    if (how === 'code') throw new AssayError('train.diverged', 'The loss ran away.', { epoch: 3 })
    if (how === 'uncloneable') throw new AssayError('csv.empty', 'Empty.', { bad: () => 1 })
    throw new TypeError('x is not a function')
  },
  async double({ values }) {
    for (let i = 0; i < values.length; i++) values[i]! *= 2
    last = values
    return transfer({ values }, [values.buffer])
  },
  leftover: async () => last?.length ?? -1,
  async untilStopped({ keep }, task) {
    const breathe = breather(task)
    task.report('started')
    for (;;) {
      if (keep && task.signal.aborted) return 'kept the best so far'
      await macrotask()
      if (!keep) await breathe()
      if (!keep) throwIfAborted(task)
    }
  },
  async hang(_, task) {
    task.report('hanging')
    for (;;);
  },
  deaf: () => new Promise(() => {}),
  async crash() {
    setTimeout(() => {
      throw new RangeError('out of memory, say')
    })
    return new Promise(() => {})
  },
  functionBack: async () => () => 1,
})
