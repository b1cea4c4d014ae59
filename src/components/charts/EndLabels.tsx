import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import { lastPoint, type Reference, type Series } from '@/core/chart/series.ts'
import { spreadLabels } from '@/core/chart/spread.ts'
import styles from './charts.module.css'

const GAP = 16
const LONGEST = 28

export interface EndLabel {
  readonly id: string
  /** Set in strong type. */
  readonly value: string
  readonly name: string
  readonly x: number
  readonly y: number
  readonly isSubject: boolean
}

/** Labels of lines (value, then name) and of references (name, then value), each where its line ends. */
export function endLabels(
  series: readonly Series[],
  references: readonly Reference[],
  xMax: number,
  format: (value: number) => string,
): readonly EndLabel[] {
  return [
    ...series.flatMap((line) => {
      const end = line.isFaint ? undefined : lastPoint(line)
      return end
        ? [{ id: line.id, value: format(end.y), name: cut(line.label), ...end, isSubject: line.role === 'subject' }]
        : []
    }),
    ...references.map(({ id, label, y }) => ({
      id,
      value: '',
      name: `${cut(label)} ${format(y)}`,
      x: xMax,
      y,
      isSubject: false,
    })),
  ]
}

function cut(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name
}

/** Close enough for reserving room: the mean width of a character of 12 px Geist. */
export function labelWidth({ value, name }: Pick<EndLabel, 'value' | 'name'>): number {
  return (value.length + 1 + name.length) * 6.5 + 14
}

/** Drawn inside the chart, since only there the scales are known. */
export function EndLabels({ labels }: { labels: readonly EndLabel[] }) {
  const area = usePlotArea()
  const toX = useXAxisScale()
  const toY = useYAxisScale()
  if (!area || !toX || !toY) return null
  const placed = labels.map((label) => {
    const left = (toX(label.x) ?? 0) + 8
    return { left, right: left + labelWidth(label), y: toY(label.y) ?? 0 }
  })
  const ys = spreadLabels(placed, GAP, area.y + 4, area.y + area.height - 6)
  return (
    <g>
      {labels.map((label, i) => (
        <text key={label.id} x={placed[i]!.left} y={ys[i]! + 4} className={styles.endLabel}>
          {label.value && <tspan className={label.isSubject ? styles.endValue : undefined}>{label.value}</tspan>}{' '}
          <tspan className={label.isSubject ? styles.endValue : undefined}>{label.name}</tspan>
        </text>
      ))}
    </g>
  )
}
