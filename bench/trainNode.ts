import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { create, globals } from 'webgpu'
import type { BenchOutcome } from './row.ts'
import { benchTrain } from './train.ts'

/**
 * The bench of training in Node, on a GPU that no browser is at hand for: Dawn, the WebGPU of Chromium, from the npm package
 * `webgpu`. `bench/train.mjs` makes one file of this and all that it imports.
 */
Object.assign(globalThis, globals)
const gpu = create(process.env.BENCH_DAWN?.split(',') ?? [])
Object.defineProperty(globalThis, 'navigator', {
  value: { gpu, userAgent: 'node', hardwareConcurrency: availableParallelism() },
  configurable: true,
})
const path = process.env.BENCH_OUT ?? 'train.json'
const keep = (outcome: BenchOutcome) => writeFileSync(path, `${JSON.stringify(outcome, null, 2)}\n`)
console.table((await benchTrain({ gpu }, process.env.BENCH_ONLY?.split(','), keep)).rows)
process.exit(0)
