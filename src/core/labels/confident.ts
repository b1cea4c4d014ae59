import { eachRow, finish, sort, type Work } from '../work.ts'

/** What confident learning is told of rows: the class each is labelled, and what a model that never saw it says. */
export interface LabelledRows {
  /** Class index of each row. */
  readonly labels: ArrayLike<number>
  /** Rows × classes, out of sample. */
  readonly probabilities: Float32Array | Float64Array
  readonly classes: number
}

/** A row whose label is likely wrong. */
interface LabelIssue {
  readonly row: number
  readonly label: number
  /** The class that it seems to be of. */
  readonly suggested: number
  /** Of the label: the lower, the likelier it is wrong. */
  readonly probability: number
  /** Of the class suggested. */
  readonly suggestedProbability: number
}

export interface LabelIssues {
  /** By class: the mean probability of it among rows so labelled; ∞ where no row is. */
  readonly thresholds: Float64Array
  /** Rows counted by label (row by row) and the class they are confidently of (columns). */
  readonly joint: readonly (readonly number[])[]
  /** Likeliest wrong first, by the probability of the label. */
  readonly issues: readonly LabelIssue[]
}

/** Single precision must not decide whether a row that lies on a threshold counts. */
const TOLERANCE = 1e-6

/**
 * Confident learning (Northcutt, Jiang and Chuang 2021): a row is confidently of the classes whose probability reaches the
 * mean that rows so labelled have; where it is of several, of the most probable of all. Rows confidently of another class than their label are
 * issues, but those whose label is the most probable class anyway. As cleanlab's `filter_by='confident_learning'` ordered by
 * self-confidence.
 */
export function* findLabelIssues({ labels, probabilities, classes }: LabelledRows): Work<LabelIssues> {
  const rows = labels.length
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  yield* eachRow(rows, (row) => {
    const label = labels[row]!
    sums[label]! += probabilities[row * classes + label]!
    counts[label]!++
  })
  const thresholds = sums.map((sum, k) => (counts[k]! > 0 ? sum / counts[k]! : Number.POSITIVE_INFINITY))
  const joint = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  const issues: LabelIssue[] = []
  yield* eachRow(rows, (row) => {
    const label = labels[row]!
    const at = row * classes
    const suggested = confidentClass(probabilities.subarray(at, at + classes), thresholds)
    if (suggested < 0) return
    joint[label]![suggested]!++
    if (suggested === label || probabilities[at + label]! >= Math.max(...probabilities.subarray(at, at + classes)))
      return
    issues.push({
      row,
      label,
      suggested,
      probability: probabilities[at + label]!,
      suggestedProbability: probabilities[at + suggested]!,
    })
  })
  return { thresholds, joint, issues: yield* finish(sort(issues, (a, b) => a.probability - b.probability)) }
}

/** The class that a row is confidently of; of several the most probable there is; −1 for none. */
function confidentClass(its: Float32Array | Float64Array, thresholds: Float64Array): number {
  let [count, only, best] = [0, -1, 0]
  for (let k = 0; k < its.length; k++) {
    if (its[k]! > its[best]!) best = k
    if (its[k]! < thresholds[k]! - TOLERANCE) continue
    count++
    only = k
  }
  return count > 1 ? best : only
}
