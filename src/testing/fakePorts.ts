import type { CallOptions, JobClients, Locks, StoragePort } from '@/core/ports.ts'
import { createMemoryShelves, openMemoryRecords } from '@/storage/memory.ts'

export { createMemoryShelves }

/** What a fake job does with its input. */
export type FakeJob = (input: never, options: CallOptions<never>) => Promise<unknown>

/** Job clients that call plain functions, by `worker.job`; one that was not given rejects. */
function fakeJobs(jobs: Readonly<Record<string, FakeJob>>): JobClients {
  const client = (worker: string) => ({
    call: (name: string, input: unknown, options: unknown = {}) => {
      const job = jobs[`${worker}.${name}`]
      return job ? job(input as never, options as never) : Promise.reject(new Error(`no fake for ${worker}.${name}`))
    },
  })
  return { load: client('load'), read: client('read'), train: client('train'), model: client('model') } as JobClients
}

/** Locks of one browser: several tabs may share them. */
export function fakeLocks(): Locks & { readonly names: Set<string> } {
  const names = new Set<string>()
  return {
    names,
    async ifFree(name, work) {
      if (names.has(name)) return undefined
      names.add(name)
      try {
        return await work()
      } finally {
        names.delete(name)
      }
    },
    held: async () => new Set(names),
  }
}

const fakeStorage: StoragePort = {
  facts: async () => ({ persisted: false, usedBytes: 1_000, quotaBytes: 1_000_000 }),
  askToPersist: async () => false,
}

/** Ports in memory. Pass the same `shelves` and `locks` twice for two tabs of one browser. */
export function fakePorts({
  jobs = {},
  shelves = createMemoryShelves(),
  locks = fakeLocks(),
}: {
  jobs?: Readonly<Record<string, FakeJob>>
  shelves?: ReturnType<typeof createMemoryShelves>
  locks?: ReturnType<typeof fakeLocks>
} = {}) {
  return { jobs: fakeJobs(jobs), records: openMemoryRecords(shelves), locks, storage: fakeStorage, shelves }
}
