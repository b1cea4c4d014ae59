import wasmUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url'
import { benchEvaluate } from './evaluate.ts'
import { benchRead } from './read.ts'
import type { BenchOutcome } from './row.ts'
import { benchTrain } from './train.ts'

const asked = new URLSearchParams(location.search)
const benches: Readonly<Record<string, () => Promise<BenchOutcome>>> = {
  train: () => benchTrain({ gpu: navigator.gpu, wasmUrl }, asked.get('only')?.split(',')),
  read: benchRead,
  evaluate: benchEvaluate,
}

/** Where bench/run.mjs looks for what came of it. */
declare global {
  var benchOutcome: BenchOutcome | { readonly error: string } | undefined
}

const name = asked.get('bench') ?? ''
globalThis.benchOutcome = await (benches[name] ?? (() => Promise.reject(new Error(`no bench ${name}`))))().catch(
  (cause: unknown) => ({ error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
)
