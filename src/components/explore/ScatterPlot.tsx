import { type ReactNode, useMemo } from 'react'
import { Crosshair } from '@/components/charts/Crosshair.tsx'
import { moveAlong } from '@/components/charts/keys.ts'
import { AxisBrush } from '@/components/charts/parallel/AxisBrush.tsx'
import type { Told } from '@/components/charts/told.ts'
import { type Draw, useCanvas } from '@/components/charts/useCanvas.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import { type Brush, type Brushes, flipBrush } from '@/core/chart/brush.ts'
import type { RunId } from '@/core/run/run.ts'
import { nearestPoint, type Point, pointX, pointY, SCATTER_HEIGHT } from './drawPoints.ts'
import styles from './explore.module.css'
import type { Explored, ExploredAxis } from './explored.ts'

/** How near a pointer must be to a point to mean it. */
const REACH = 14

export interface ScatterAxes {
  readonly brushes: Brushes
  readonly onBrush: (key: string, brush: Brush | undefined) => void
  /** What stands at an axis: a button, called so, for what can be done with it. */
  readonly nameOf: (axis: ExploredAxis, name: string) => ReactNode
}

/** Points between two axes that can be brushed. */
export function ScatterPlot({
  runs,
  x,
  y,
  points,
  draw,
  verdict,
  brushes,
  onBrush,
  nameOf,
}: ScatterAxes & {
  runs: Explored['runs']
  /** As they are drawn: 0 at the left, and below. */
  x: ExploredAxis
  y: ExploredAxis
  points: readonly Point[]
  draw: Draw
  verdict: string
}) {
  const { frame, canvas, width } = useCanvas(SCATTER_HEIGHT, draw)
  const size = { width, height: SCATTER_HEIGHT }
  const order = useMemo(() => points.toSorted((a, b) => a.x - b.x || a.y - b.y).map(({ id }) => id), [points])
  const textOf = ({ laid: { facet } }: ExploredAxis, index: number) => {
    const value = facet.values[index]
    return (typeof value === 'number' ? facet.write(value) : value) ?? 'none'
  }
  const tell = (runId: RunId): Told | undefined => {
    const index = runs.findIndex(({ run }) => run.id === runId)
    const point = points.find(({ id }) => id === runId)
    if (!point) return undefined
    const { run, name } = runs[index]!
    const [left, top] = [pointX(point.x, width), pointY(point.y, SCATTER_HEIGHT)]
    return {
      x: left,
      y: top,
      isAlone: true,
      dots: [{ x: left, y: top, colour: 'var(--run-2)' }],
      head: `Run ${run.mark.letter}, ${name}`,
      facts: [x, y].map((axis) => ({ name: axis.label, value: textOf(axis, index) })),
    }
  }
  const brushOf = (axis: ExploredAxis) => {
    const turn = (brush: Brush | undefined) => (axis.isFlipped && brush ? flipBrush(brush) : brush)
    return {
      axis: { ...axis, label: `Points by ${axis.label}` },
      brush: turn(brushes[axis.key]),
      onBrush: (brush: Brush | undefined) => onBrush(axis.key, turn(brush)),
    }
  }
  const [left, right] = [pointX(0, width), pointX(1, width)]
  const [top, bottom] = [pointY(1, SCATTER_HEIGHT), pointY(0, SCATTER_HEIGHT)]
  return (
    <div className={styles.scatter}>
      <div className={styles.yName}>{nameOf(y, 'Axis up')}</div>
      <div className={styles.yAxis}>
        {y.ticks.map(({ place, text }) => (
          <span key={`${place} ${text}`} aria-hidden style={{ top: pointY(place, SCATTER_HEIGHT) }}>
            {text}
          </span>
        ))}
        <AxisBrush {...brushOf(y)} style={{ left: '100%', top, height: bottom - top }} />
      </div>
      <div ref={frame} className={styles.field} style={{ height: SCATTER_HEIGHT }}>
        <Crosshair<RunId>
          label={verdict}
          help="Arrow keys move from run to run, from left to right"
          width={width}
          height={SCATTER_HEIGHT}
          find={(at) => nearestPoint(points, at, size, REACH)?.id}
          move={(runId, key) => {
            const at = moveAlong(order.length, runId === undefined ? undefined : order.indexOf(runId), key)
            return at === undefined ? undefined : order[at]
          }}
          tell={tell}
          pick={{ does: 'open the run', take: (runId) => goTo({ page: 'run', runId }) }}
        >
          <canvas ref={canvas} aria-hidden style={{ width: '100%', height: SCATTER_HEIGHT }} />
        </Crosshair>
        {y.ticks.map(({ place, text }) => (
          <i key={`${place} ${text}`} className={styles.gridLine} style={{ top: pointY(place, SCATTER_HEIGHT) }} />
        ))}
      </div>
      <div className={styles.xAxis}>
        {width > 0 && (
          <AxisBrush {...brushOf(x)} orientation="horizontal" style={{ left, top: 0, width: right - left }} />
        )}
        {x.ticks.map(({ place, text }) => (
          <span key={`${place} ${text}`} aria-hidden style={{ left: pointX(place, width) }}>
            {text}
          </span>
        ))}
      </div>
      <div className={styles.xName}>{nameOf(x, 'Axis across')}</div>
    </div>
  )
}
