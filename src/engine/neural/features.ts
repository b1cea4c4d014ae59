import * as tf from '@tensorflow/tfjs-core'
import { residentBytes } from './device.ts'

/** A feature matrix (rows × width) to draw batches from. */
export interface Features {
  readonly rows: number
  /** The given rows, in that order. */
  take(rows: Uint32Array): tf.Tensor2D
  /** Rows [start, end). */
  range(start: number, end: number): tf.Tensor2D
  dispose(): void
}

/**
 * Puts the matrix on the GPU once, where it fits. Else every batch is sent as it is needed, which on the CPU is no more
 * than the copy that a batch needs anyway.
 */
export function openFeatures(x: Float32Array, rows: number, width: number): Features {
  if (x.byteLength > residentBytes()) {
    return {
      rows,
      take(chosen) {
        const batch = new Float32Array(chosen.length * width)
        chosen.forEach((row, i) => {
          batch.set(x.subarray(row * width, (row + 1) * width), i * width)
        })
        return tf.tensor2d(batch, [chosen.length, width])
      },
      range: (start, end) => tf.tensor2d(x.subarray(start * width, end * width), [end - start, width]),
      dispose() {},
    }
  }
  const all = tf.tensor2d(x, [rows, width])
  return {
    rows,
    take: (chosen) => tf.tidy(() => tf.gather(all, tf.tensor1d(Int32Array.from(chosen), 'int32'))),
    range: (start, end) => tf.slice2d(all, [start, 0], [end - start, width]),
    dispose: () => all.dispose(),
  }
}
