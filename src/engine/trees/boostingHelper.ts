import type { BoostingLoss } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { obey } from './crew.ts'
import { kernelOn, type SharedMemory } from './kernel.ts'
import { lossOf } from './losses.ts'
import { OPERATIONS, slopeSlices, sumSlices, type TrainedRows, writeSlices } from './rowWork.ts'

/** What a helper of boosting works on. All arrays are of shared memory. */
export interface BoostingJob {
  readonly kind: 'boosting'
  readonly control: Int32Array
  readonly memory: SharedMemory
  readonly places: HistogramPlaces
  readonly loss: BoostingLoss
  readonly rows: Omit<TrainedRows, 'loss' | 'words'>
}

/** Where things are in the kernel's memory, in bytes. */
export interface HistogramPlaces {
  readonly orderAt: number
  readonly rowBinsAt: number
  readonly offsetsAt: number
  readonly gradientsAt: number
  /** A word: how many columns are shown. */
  readonly shownAt: number
  /** The helper's own histogram. */
  readonly histogramAt: number
  readonly histogramBytes: number
}

/** Helps until it is stopped. */
export function helpBoosting({ control, memory, places, loss, rows }: BoostingJob): never {
  const { orderAt, rowBinsAt, offsetsAt, gradientsAt, shownAt, histogramAt, histogramBytes } = places
  const kernel = kernelOn(memory)
  const { buffer } = kernel
  const histogram = new Int32Array(buffer, histogramAt, histogramBytes >> 2)
  const shown = new Int32Array(buffer, shownAt, 1)
  const words = new Int32Array(buffer, gradientsAt, 2 * rows.gradient.length)
  const its: TrainedRows = { ...rows, loss: lossOf(loss), words }
  return obey(control, (operation, from, to, parameter) => {
    if (operation === OPERATIONS.sum) runAtOnce(sumSlices(its, from, to))
    else if (operation === OPERATIONS.slopes) runAtOnce(slopeSlices(its, from, to, parameter))
    else if (operation === OPERATIONS.write) runAtOnce(writeSlices(its, from, to))
    else {
      histogram.fill(0)
      const first = orderAt + 4 * (parameter + from)
      kernel.build(first, to - from, rowBinsAt, shown[0]!, offsetsAt, gradientsAt, histogramAt)
    }
  })
}
