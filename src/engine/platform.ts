import type { Threads } from './threads.ts'

/** What the surroundings lend the engine: it runs in a tab, a worker and Node alike, and looks for none of this itself. */
export interface Platform {
  /** `navigator.gpu`, where there is one. */
  readonly gpu?: GPU | undefined
  /** Why there is no GPU, or none to be had from `gpu`, and how to get one; where that can be said. */
  readonly noGpu?: string | undefined
  /** Where `tfjs-backend-wasm-simd.wasm` is: a URL in a browser, a file's path in Node. */
  readonly wasmUrl?: string | undefined
  /** Threads that help to compute; one alone does where absent. */
  readonly threads?: Threads | undefined
}
