import type { ColumnMeta } from '../dataset/dataset.ts'
import type { Part, SplitSpec } from './split.ts'

/**
 * About how many rows each part will have, before the split is made. Parts that hang on values which the columns'
 * summaries do not list are absent.
 */
export function estimateParts(
  spec: SplitSpec,
  dataset: { readonly rows: number; readonly columns: readonly ColumnMeta[] },
  target: string,
  testFileRows?: number,
): Readonly<Partial<Record<Part, number>>> {
  const missing = dataset.columns.find(({ name }) => name === target)?.summary.missing ?? 0
  const labelled = dataset.rows - missing
  if (labelled <= 0) return {}
  const test = testRows(spec, dataset, labelled, testFileRows)
  if (spec.kind === 'file') return { ...learned(labelled, spec.validation), ...(test !== undefined && { test }) }
  if (test === undefined) return {}
  if ('test' in spec) {
    const validation = Math.round(labelled * spec.validation)
    return { train: labelled - validation - test, validation, test }
  }
  return { ...learned(labelled - test, spec.validation), test }
}

function learned(rows: number, share: number) {
  const validation = Math.round(rows * share)
  return { train: rows - validation, validation }
}

function testRows(
  spec: SplitSpec,
  dataset: { readonly columns: readonly ColumnMeta[] },
  labelled: number,
  testFileRows: number | undefined,
): number | undefined {
  switch (spec.kind) {
    case 'random':
    case 'stratified':
    case 'group':
    case 'time':
      return Math.round(labelled * spec.test)
    case 'modulus':
      return Math.round(labelled / spec.modulus)
    case 'file':
      return testFileRows
    case 'column': {
      const summary = dataset.columns.find(({ name }) => name === spec.column)?.summary
      return summary?.kind === 'coded' ? summary.top.find(({ value }) => value === spec.testValue)?.count : undefined
    }
  }
}
