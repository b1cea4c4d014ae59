import { useActiveTooltipLabel } from 'recharts'
import { type Series, valueAt } from '@/core/chart/series.ts'
import { formatNumber } from '@/core/format/format.ts'
import styles from './charts.module.css'
import { dashOf, LINE_WIDTHS } from './lines.ts'

const MOST = 8

/** What every line is worth where the pointer is; lines that do not reach there are left out. */
export function LineTooltip({
  xName,
  series,
  formatValue,
}: {
  xName: string
  series: readonly Series[]
  formatValue: (value: number) => string
}) {
  const x = Number(useActiveTooltipLabel())
  const values = series
    .flatMap((line) => {
      const y = line.isFaint ? null : valueAt(line, x)
      return y === null || Number.isNaN(y) ? [] : [{ line, y }]
    })
    .sort((a, b) => b.y - a.y)
  if (values.length === 0) return null
  return (
    <div className={styles.tooltip}>
      <div className={styles.tooltipHead}>
        {xName} {formatNumber(x)}
      </div>
      {values.slice(0, MOST).map(({ line, y }) => (
        <div key={line.id} className={styles.tooltipRow}>
          <Swatch line={line} />
          <span>{line.label}</span>
          <b>{formatValue(y)}</b>
        </div>
      ))}
      {values.length > MOST && <div className={styles.tooltipHead}>and {values.length - MOST} more in the table</div>}
    </div>
  )
}

/** A short piece of a line, as legends and tooltips show it. */
export function Swatch({ line }: { line: Series }) {
  return (
    <svg width="16" height="8" aria-hidden style={{ flex: 'none' }}>
      <path d="M0 4h16" stroke={line.colour} strokeWidth={LINE_WIDTHS[line.role]} {...dashOf(line)} />
    </svg>
  )
}
