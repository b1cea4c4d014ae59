import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { serve } from './rpc.ts'
import { makeTrainJobs } from './train.jobs.ts'

serve(makeTrainJobs({ records: openRecords(), arrays: openArrays(), platform: { gpu: navigator.gpu, wasmUrl } }))
