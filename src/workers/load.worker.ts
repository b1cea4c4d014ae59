import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { serve } from './rpc.ts'
import { warmUp } from './warmUp.ts'

serve(makeLoadJobs({ records: openRecords(), arrays: openArrays() }))
void warmUp()
