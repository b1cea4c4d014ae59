import { useMemo } from 'react'
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import { linePath } from '@/core/chart/path.ts'
import { isDrawable, type Series } from '@/core/chart/series.ts'
import { dashOf, LINE_WIDTHS } from './lines.ts'

/**
 * The lines of a chart, a path each. The library's own lines work out every line at every x of any line, which takes too long
 * for ten runs of a thousand epochs.
 */
export function Lines({ series, logY }: { series: readonly Series[]; logY: boolean }) {
  const area = usePlotArea()
  const toX = useXAxisScale()
  const toY = useYAxisScale()
  const paths = useMemo(
    () =>
      toX && toY
        ? series.map((line) =>
            linePath(
              line,
              (x) => toX(x) ?? 0,
              (y) => toY(y) ?? 0,
              logY,
            ),
          )
        : [],
    [series, logY, toX, toY],
  )
  if (!area || paths.length === 0) return null
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round">
      {series.map((line, i) => (
        <path
          key={line.id}
          d={paths[i]}
          stroke={line.colour}
          strokeWidth={line.isFaint ? 1 : LINE_WIDTHS[line.role]}
          strokeOpacity={line.isFaint ? 0.35 : line.role === 'context' ? 0.7 : 1}
          {...dashOf(line)}
        />
      ))}
      {series.map((line) => (
        <LonePoints key={line.id} line={line} logY={logY} toX={toX!} toY={toY!} />
      ))}
    </g>
  )
}

type ToPixels = (value: number) => number | undefined

/** Points with a gap on both sides, as dots. */
function LonePoints({ line, logY, toX, toY }: { line: Series; logY: boolean; toX: ToPixels; toY: ToPixels }) {
  const { points, colour } = line
  return points.map(({ x, y }, i) =>
    isDrawable(y, logY) &&
    !isDrawable(points[i - 1]?.y ?? null, logY) &&
    !isDrawable(points[i + 1]?.y ?? null, logY) ? (
      <circle key={x} cx={toX(x)} cy={toY(y)} r={2.5} fill={colour} />
    ) : null,
  )
}
