import { createRequire } from 'node:module'
import type { Platform } from '@/engine/platform.ts'

/** The engine's surroundings in Node: no GPU, and tfjs's WebAssembly read from the installed package. */
export const nodePlatform: Platform = {
  wasmUrl: createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
}
