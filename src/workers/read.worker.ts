import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { makeReadJobs } from './read.jobs.ts'
import { serve } from './rpc.ts'

serve(makeReadJobs({ records: openRecords(), arrays: openArrays() }))
