import type { Condition } from '../dataset/view.ts'
import { formatCount, formatNumber } from '../format/format.ts'
import type { Finding, FindingRows, Fix } from './finding.ts'

/** Thresholds above which something is worth telling. Shares, as ydata-profiling's where it has one. */
export const SOME = 0.01
export const MOSTLY = 0.9
/** Whole numbers of so few different values may be codes. */
export const FEW = 10

/** A finding about one column. */
export function make(
  kind: Finding['kind'],
  severity: Finding['severity'],
  column: string,
  sentence: string,
  rows?: FindingRows,
  fix?: Fix,
): Finding {
  return {
    id: `${kind} ${column}`,
    kind,
    severity,
    columns: [column],
    sentence,
    ...(rows && { rows }),
    ...(fix && { fix }),
  }
}

/** Rows that a view can ask for. */
export function view(count: number, ...conditions: readonly Condition[]): FindingRows {
  return { kind: 'view', conditions, count }
}

/** A single number in a sentence. */
export function sayNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? formatCount(value).replace('-', '−') : formatNumber(value)
}
