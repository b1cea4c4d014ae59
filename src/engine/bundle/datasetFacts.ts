import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'

/**
 * A dataset as a bundle may tell of it: counts and summaries, and no cell that could name a person. Cells quoted in
 * issues and in edits are left out, and so are the most common values of text and identifiers, which are cells as they
 * stand.
 */
export function withoutRows({ edits: _edits, ...dataset }: Dataset): Dataset {
  return {
    ...dataset,
    columns: dataset.columns.map(withoutCells),
    issues: { ...dataset.issues, samples: [] },
    deletedAt: undefined,
  }
}

function withoutCells(column: ColumnMeta): ColumnMeta {
  const { summary, type } = column
  if (summary.kind !== 'coded' || type === 'category') return column
  return { ...column, summary: { ...summary, top: [] } }
}
