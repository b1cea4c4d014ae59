import { formatCount } from '@/core/format/format.ts'
import type { BoardRow } from '@/core/run/board.ts'
import { scoredRowsKey } from '@/core/run/sameRows.ts'

/** That runs which are ranked together were scored on several sets of rows, where they were. */
export function OtherRows({ rows }: { rows: readonly BoardRow[] }) {
  const scored = rows.filter(({ metrics }) => Object.keys(metrics).length > 0)
  const sets = new Set(scored.map(({ run }) => keyOf(run.spec)))
  const seeds = [...new Set(scored.map(({ run }) => run.spec.seed))]
  if (sets.size < 2) return null
  return (
    <span>
      Scored on {formatCount(sets.size)} sets of validation rows
      {seeds.length > 1
        ? `, one for each seed: filter by seed:${seeds[0]} to rank on one set, or group by spec.`
        : ': compare runs of one split.'}
    </span>
  )
}

const known = new WeakMap<BoardRow['run']['spec'], string>()

/** Worked out once a run, however often it is drawn. */
function keyOf(spec: BoardRow['run']['spec']): string {
  const key = known.get(spec) ?? scoredRowsKey(spec, 'validation')
  known.set(spec, key)
  return key
}
