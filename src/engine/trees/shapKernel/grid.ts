/** The points t of a quadrature, and where lists of what belongs to each begin. Lists are as long as `bytes`. */
export class Grid {
  readonly bytes: usize
  /** t, and 1 − t. */
  readonly points: usize
  readonly rests: usize
  /** What each counts in the integral, and that over 1 − t. */
  readonly weights: usize
  readonly restWeights: usize

  /** @param points Where the four lists lie, one behind the other. */
  constructor(bytes: usize, points: usize) {
    this.bytes = bytes
    this.points = points
    this.rests = points + bytes
    this.weights = points + 2 * bytes
    this.restWeights = points + 3 * bytes
  }
}
