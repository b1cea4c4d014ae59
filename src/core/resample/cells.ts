import { seededRandom } from '../random.ts'
import type { Work } from '../work.ts'
import { drawBinomial } from './binomial.ts'
import { drawResamples, RESAMPLES, type Resampling } from './resample.ts'

/** Resamples between two rests, where each is a handful of counts. */
const DRAWS_AT_ONCE = 64

/**
 * Rows counted into cells, drawn anew: resampling rows of which only the cell matters is a multinomial draw of the counts,
 * which takes the same time however many rows there are. `take` is given the counts of each resample, in an array that is
 * written again for the next.
 */
export function* drawCells(
  counts: ArrayLike<number>,
  { seed, resamples = RESAMPLES, progress }: Omit<Resampling, 'groups'>,
  take: (drawn: Float64Array, draw: number) => void,
): Work<void> {
  const random = seededRandom('bootstrap of cells', seed)
  const rows = Array.from(counts).reduce((sum, count) => sum + count, 0)
  const drawn = new Float64Array(counts.length)
  for (let draw = 0; draw < resamples; draw++) {
    let [left, chance] = [rows, rows]
    for (let cell = 0; cell < counts.length; cell++) {
      const count = counts[cell]!
      // What is left goes to this cell by its share of the cells not yet drawn.
      drawn[cell] = count === 0 ? 0 : drawBinomial(left, count / chance, random)
      left -= drawn[cell]!
      chance -= count
    }
    take(drawn, draw)
    if (draw % DRAWS_AT_ONCE === DRAWS_AT_ONCE - 1) {
      progress?.(draw + 1, resamples)
      yield
    }
  }
}

/** {@link drawCells} of rows that depend on each other within groups: whole groups are drawn, and their rows counted. */
export function* drawGroupedCells(
  cells: Uint32Array,
  cellCount: number,
  resampling: Resampling,
  take: (drawn: Float64Array, draw: number) => void,
): Work<void> {
  const drawn = new Float64Array(cellCount)
  yield* drawResamples(cells.length, resampling, ({ weights }, draw) => {
    drawn.fill(0)
    for (let row = 0; row < cells.length; row++) drawn[cells[row]!]! += weights[row]!
    take(drawn, draw)
  })
}
