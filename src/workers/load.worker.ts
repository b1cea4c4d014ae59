import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { serve } from './rpc.ts'
import { openPartReaders } from './threads.ts'
import { warmUp } from './warmUp.ts'

const warming = new AbortController()
const jobs = makeLoadJobs({ records: openRecords(), arrays: openArrays() }, openPartReaders())
serve({
  ...jobs,
  // Whoever opens a file must not wait for what was to save the wait.
  load: (input, task) => {
    warming.abort()
    return jobs.load(input, task)
  },
} satisfies typeof jobs)
void warmUp(warming.signal)
