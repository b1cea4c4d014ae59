import type { DatasetId } from '@/core/dataset/dataset.ts'
import type { LineageRow } from '@/core/dataset/lineage.ts'
import { formatUnits } from '@/core/format/format.ts'

/** Height of a row of the table beside it, and of its head. */
const ROW = 44
const HEAD = 22
const LANE = 16
const RADIUS = 4.5
/** Lines drawn; a lineage with more is told by the words beside it. */
const LANES = 8

/** Which version was made of which: one node a version on lines from v0 upwards. The table says the same in words. */
export function LineageGraph({ rows, shown }: { rows: readonly LineageRow[]; shown: DatasetId }) {
  const lanes = Math.min(LANES, 1 + Math.max(...rows.map(({ lane }) => lane)))
  const x = (lane: number) => LANE / 2 + Math.min(lane, LANES - 1) * LANE
  const y = (place: number) => HEAD + place * ROW + ROW / 2
  return (
    <svg
      width={lanes * LANE + 4}
      height={HEAD + rows.length * ROW}
      role="img"
      aria-label={`${formatUnits(rows.length, 'version')}, each joined to the one that it was made of`}
    >
      {rows.map(({ version, lane, parent }, place) => {
        const made = parent === undefined ? undefined : rows[parent]
        if (!made || parent === undefined) return null
        const [from, to] = [x(lane), x(made.lane)]
        const bend = y(parent) - ROW / 2
        return (
          <path
            key={version.id}
            d={`M${from} ${y(place)}V${from === to ? y(parent) : bend}${from === to ? '' : `C${from} ${y(parent)} ${to} ${bend} ${to} ${y(parent)}`}`}
            fill="none"
            stroke="var(--line-3)"
            strokeWidth={1.5}
            strokeDasharray={version.deletedAt ? '3 3' : undefined}
          />
        )
      })}
      {rows.map(({ version, lane }, place) => {
        const isShown = version.id === shown
        return (
          <circle
            key={version.id}
            cx={x(lane)}
            cy={y(place)}
            r={isShown ? RADIUS + 0.5 : RADIUS}
            fill={isShown ? 'var(--accent)' : version.deletedAt ? 'var(--surface-1)' : 'var(--text-3)'}
            stroke={isShown ? 'var(--accent)' : 'var(--text-3)'}
            strokeWidth={1.5}
          />
        )
      })}
    </svg>
  )
}
