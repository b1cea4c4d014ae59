import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import { openArrays } from '@/storage/arrays.ts'
import { openRecords } from '@/storage/records.ts'
import { makeBundleJobs } from './bundle.jobs.ts'
import { makeModelJobs } from './model.jobs.ts'
import { serve } from './rpc.ts'

const stores = { records: openRecords(), arrays: openArrays() }
serve({ ...makeModelJobs({ ...stores, platform: { wasmUrl } }), ...makeBundleJobs(stores) })
