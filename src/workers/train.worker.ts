import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { serve } from './rpc.ts'
import { openThreads } from './threads.ts'
import { makeTrainJobs } from './train.jobs.ts'

const platform = { gpu: navigator.gpu, wasmUrl, threads: openThreads() }
serve(makeTrainJobs({ records: openRecords(), arrays: openArrays(), platform }))
