import { type ReactNode, useCallback, useMemo } from 'react'
import { ChartFrame } from '@/components/charts/ChartFrame.tsx'
import { upright } from '@/components/charts/parallel/ParallelCoordinates.tsx'
import { type Draw, type DrawnText, drawingOf } from '@/components/charts/useCanvas.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { RunId } from '@/core/run/run.ts'
import { drawPoints, type Point, pointX, pointY, SCATTER_HEIGHT } from './drawPoints.ts'
import { type Explored, type ExploredAxis, tableOfRuns } from './explored.ts'
import { type ScatterAxes, ScatterPlot } from './ScatterPlot.tsx'

/** Of the field of a saved drawing, in CSS pixels. */
const SAVED = { width: 760, height: SCATTER_HEIGHT }

/** Runs as points along two facets: under the pointer a run is named, a click opens it, arrow keys go from one to the next. */
export function RunScatter({
  explored,
  chosen,
  controls,
  ...brushing
}: ScatterAxes & {
  explored: Explored
  chosen: ReadonlySet<RunId>
  controls: ReactNode
}) {
  const { runs, shades } = explored
  const [x, y] = useMemo(() => [upright(explored.x), upright(explored.y)], [explored.x, explored.y])
  const points = useMemo(
    () =>
      runs.flatMap(({ run }, i): Point[] => {
        const [left, up] = [drawnPlace(x, i), drawnPlace(y, i)]
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
  const verdict = `${formatUnits(points.length, 'run')} by ${x.label} and ${y.label}; ${formatUnits(chosen.size, 'run')} chosen.`
  const missing = runs.length - points.length
  return (
    <>
      <ChartFrame
        title="Runs as points"
        verdict={verdict}
        controls={controls}
        isEmpty={points.length === 0}
        height={SCATTER_HEIGHT}
        table={() => tableOfRuns(explored, chosen, [...new Set([x.laid.facet, y.laid.facet])])}
        drawing={() => drawingOf(draw, SAVED, textsOf(x, y), { left: 120, top: 22, bottom: 44 })}
      >
        <ScatterPlot runs={runs} x={x} y={y} points={points} draw={draw} verdict={verdict} {...brushing} />
      </ChartFrame>
      <p className="caption">
        {missing > 0 &&
          `${formatUnits(missing, 'run')} without one of both values ${missing === 1 ? 'is' : 'are'} left out. `}
        A click opens a run; draw along an axis to choose some.
      </p>
    </>
  )
}

/** Where a run lies on an axis as it is drawn. */
function drawnPlace({ laid, isFlipped }: ExploredAxis, run: number): number | undefined {
  const place = laid.places[run]
  return isFlipped && place !== undefined ? 1 - place : place
}

/** What is written at the axes of a saved drawing. */
function textsOf(x: ExploredAxis, y: ExploredAxis): readonly DrawnText[] {
  const { width, height } = SAVED
  return [
    { x: 0, y: -12, text: y.label, anchor: 'end', isStrong: true },
    ...y.ticks.map(({ place, text }) => ({ x: -8, y: pointY(place, height), text, anchor: 'end' }) as const),
    ...x.ticks.map(({ place, text }) => ({ x: pointX(place, width), y: height + 12, text, anchor: 'middle' }) as const),
    { x: width / 2, y: height + 32, text: x.label, anchor: 'middle', isStrong: true },
  ]
}
