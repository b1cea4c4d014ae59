import { type ReactNode, useCallback, useMemo } from 'react'
import { ChartFrame } from '@/components/charts/ChartFrame.tsx'
import { Crosshair } from '@/components/charts/Crosshair.tsx'
import { moveAlong } from '@/components/charts/keys.ts'
import type { Told } from '@/components/charts/told.ts'
import { type Draw, type DrawnText, drawingOf, useCanvas } from '@/components/charts/useCanvas.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { LaidFacet } from '@/core/run/facets.ts'
import type { RunId } from '@/core/run/run.ts'
import { drawPoints, nearestPoint, type Point, pointX, pointY } from './drawPoints.ts'
import styles from './explore.module.css'
import { type Explored, tableOfRuns } from './explored.ts'

const HEIGHT = 300
/** Of the field of a saved drawing, in CSS pixels. */
const SAVED = { width: 760, height: HEIGHT }
/** How near a pointer must be to a point to mean it. */
const REACH = 14

/** Runs as points along two facets: under the pointer a run is named, a click opens it, arrow keys go from one to the next. */
export function RunScatter({
  explored,
  chosen,
  controls,
}: {
  explored: Explored
  chosen: ReadonlySet<RunId>
  controls: ReactNode
}) {
  const { runs, x, y, shades } = explored
  const points = useMemo(
    () =>
      runs.flatMap(({ run }, i): Point[] => {
        const [left, up] = [x.places[i], y.places[i]]
        return left === undefined || up === undefined ? [] : [{ id: run.id, x: left, y: up, shade: shades[i] }]
      }),
    [runs, x, y, shades],
  )
  const draw = useCallback<Draw>(
    (pen, { colour, ...look }) =>
      drawPoints(pen, points, chosen, {
        ...look,
        faded: colour('--bar'),
        ground: colour('--surface-1'),
      }),
    [points, chosen],
  )
  const verdict = `${formatUnits(points.length, 'run')} by ${x.facet.label} and ${y.facet.label}.`
  const missing = runs.length - points.length
  return (
    <>
      <ChartFrame
        title="Runs as points"
        verdict={verdict}
        controls={controls}
        isEmpty={points.length === 0}
        height={HEIGHT}
        table={() => tableOfRuns(explored, chosen, [...new Set([x.facet, y.facet])])}
        drawing={() => drawingOf(draw, SAVED, textsOf(x, y), { left: 120, top: 22, bottom: 44 })}
      >
        <Plot explored={explored} points={points} draw={draw} verdict={verdict} />
      </ChartFrame>
      <p className="caption">
        {missing > 0 &&
          `${formatUnits(missing, 'run')} without one of both values ${missing === 1 ? 'is' : 'are'} left out. `}
        A click opens a run.
      </p>
    </>
  )
}

/** What is written at the axes of a saved drawing. */
function textsOf(x: LaidFacet, y: LaidFacet): readonly DrawnText[] {
  const { width, height } = SAVED
  return [
    { x: 0, y: -12, text: y.facet.label, anchor: 'end', isStrong: true },
    ...y.ticks.map(({ place, text }) => ({ x: -8, y: pointY(place, height), text, anchor: 'end' }) as const),
    ...x.ticks.map(({ place, text }) => ({ x: pointX(place, width), y: height + 12, text, anchor: 'middle' }) as const),
    { x: width / 2, y: height + 32, text: x.facet.label, anchor: 'middle', isStrong: true },
  ]
}

function Plot({
  explored: { runs, x, y },
  points,
  draw,
  verdict,
}: {
  explored: Explored
  points: readonly Point[]
  draw: Draw
  verdict: string
}) {
  const { frame, canvas, width } = useCanvas(HEIGHT, draw)
  const size = { width, height: HEIGHT }
  const order = useMemo(() => points.toSorted((a, b) => a.x - b.x || a.y - b.y).map(({ id }) => id), [points])
  const textOf = ({ facet }: LaidFacet, index: number) => {
    const value = facet.values[index]
    return (typeof value === 'number' ? facet.write(value) : value) ?? 'none'
  }
  const tell = (runId: RunId): Told | undefined => {
    const index = runs.findIndex(({ run }) => run.id === runId)
    const point = points.find(({ id }) => id === runId)
    if (!point) return undefined
    const { run, name } = runs[index]!
    const [left, top] = [pointX(point.x, width), pointY(point.y, HEIGHT)]
    return {
      x: left,
      y: top,
      isAlone: true,
      dots: [{ x: left, y: top, colour: 'var(--run-2)' }],
      head: `Run ${run.mark.letter}, ${name}`,
      facts: [x, y].map((laid) => ({ name: laid.facet.label, value: textOf(laid, index) })),
    }
  }
  return (
    <div className={styles.scatter}>
      <div className={styles.yAxis} aria-hidden>
        {y.ticks.map(({ place, text }) => (
          <span key={`${place} ${text}`} style={{ top: pointY(place, HEIGHT) }}>
            {text}
          </span>
        ))}
      </div>
      <div ref={frame} className={styles.field} style={{ height: HEIGHT }}>
        <Crosshair<RunId>
          label={verdict}
          help="Arrow keys move from run to run, from left to right"
          width={width}
          height={HEIGHT}
          find={(at) => nearestPoint(points, at, size, REACH)?.id}
          move={(runId, key) => {
            const at = moveAlong(order.length, runId === undefined ? undefined : order.indexOf(runId), key)
            return at === undefined ? undefined : order[at]
          }}
          tell={tell}
          pick={{ does: 'open the run', take: (runId) => goTo({ page: 'run', runId }) }}
        >
          <canvas ref={canvas} aria-hidden style={{ width: '100%', height: HEIGHT }} />
        </Crosshair>
        {y.ticks.map(({ place, text }) => (
          <i key={`${place} ${text}`} className={styles.gridLine} style={{ top: pointY(place, HEIGHT) }} />
        ))}
      </div>
      <div className={styles.xAxis} aria-hidden>
        {x.ticks.map(({ place, text }) => (
          <span key={`${place} ${text}`} style={{ left: pointX(place, width) }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  )
}
