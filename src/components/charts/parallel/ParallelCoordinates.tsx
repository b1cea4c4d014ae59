import { type ReactNode, useCallback, useMemo } from 'react'
import { ChartFrame, type FrameProps } from '@/components/charts/ChartFrame.tsx'
import { type Draw, drawingOf, useCanvas } from '@/components/charts/useCanvas.ts'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { type Brush, type Brushes, flipBrush } from '@/core/chart/brush.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import { AxisBrush } from './AxisBrush.tsx'
import { axisX, drawLines, type ParallelLine, placeY } from './drawLines.ts'
import styles from './parallel.module.css'

const HEIGHT = 260
/** Room for the name of an axis; where the page is narrower the plot scrolls. */
const AXIS_WIDTH = 96
/** Room above the axes for their names. */
const NAMES = 26
/** Of a saved drawing, at least. */
const SAVED_WIDTH = 880

/** One upright axis, and how its places are read. */
export interface ParallelAxis {
  readonly key: string
  readonly label: string
  /** What is read at a place from 0 to 1. */
  readonly read: (place: number) => string
  readonly ticks: readonly { readonly place: number; readonly text: string }[]
  /** Whether 0 is above. */
  readonly isFlipped?: boolean
}

interface PlotProps {
  axes: readonly ParallelAxis[]
  /** Their places in the order of the axes, 0 being the low end of each. */
  lines: readonly ParallelLine[]
  /** Ids of the lines that lie within all brushes. */
  chosen: ReadonlySet<string>
  brushes: Brushes
  onBrush: (key: string, brush: Brush | undefined) => void
  /** What stands over an axis instead of its label: a button for what can be done with it. */
  nameOf?: (axis: ParallelAxis) => ReactNode
}

/** Many things as lines over upright axes that can be brushed. */
export function ParallelCoordinates({
  table,
  controls,
  ...props
}: FrameProps &
  PlotProps & {
    /** The same values as text. */
    table: () => TableData
    controls?: ReactNode
  }) {
  const { axes, lines, chosen, title } = props
  const { draw, shown } = useLines(axes, lines, chosen)
  const size = { width: Math.max(SAVED_WIDTH, shown.length * AXIS_WIDTH), height: HEIGHT }
  const texts = () =>
    shown.flatMap(({ label, ticks }, i) => {
      const x = axisX(i, shown.length, size.width)
      return [
        { x, y: -NAMES / 2, text: label, anchor: 'middle', isStrong: true } as const,
        ...ticks.map(({ place, text }) => ({ x: x + 9, y: placeY(place, HEIGHT), text, anchor: 'start' }) as const),
      ]
    })
  return (
    <ChartFrame
      {...props}
      controls={controls}
      isEmpty={lines.length === 0}
      table={table}
      height={HEIGHT + NAMES}
      drawing={() => drawingOf(draw, size, texts(), { left: 0, top: NAMES, bottom: 0 })}
    >
      <Scrollable label={`${title}, as lines`} className={styles.scroll!}>
        <ParallelPlot {...props} draw={draw} shown={shown} />
      </Scrollable>
    </ChartFrame>
  )
}

/** How lines are drawn, and over which axes, 0 below. */
function useLines(axes: PlotProps['axes'], lines: PlotProps['lines'], chosen: PlotProps['chosen']) {
  const shown = useMemo(() => axes.map(upright), [axes])
  const upLines = useMemo(
    () =>
      axes.some(({ isFlipped }) => isFlipped)
        ? lines.map((line) => ({
            ...line,
            at: line.at.map((place, i) => (axes[i]!.isFlipped && place !== undefined ? 1 - place : place)),
          }))
        : lines,
    [axes, lines],
  )
  const draw = useCallback<Draw>(
    (pen, { colour, ...look }) =>
      drawLines(pen, shown.length, upLines, chosen, {
        ...look,
        faded: colour('--bar'),
        marked: colour('--run-2'),
        axis: colour('--line-3'),
      }),
    [shown.length, upLines, chosen],
  )
  return { draw, shown }
}

function ParallelPlot({
  shown,
  draw,
  verdict,
  brushes,
  onBrush,
  nameOf,
}: Pick<PlotProps, 'brushes' | 'onBrush' | 'nameOf'> & {
  shown: readonly ParallelAxis[]
  draw: Draw
  verdict: string
}) {
  const { frame, canvas, width } = useCanvas(HEIGHT, draw)
  const x = (i: number) => axisX(i, shown.length, width)
  const room = shown.length > 1 ? x(1) - x(0) - 8 : width
  return (
    <div className={styles.plot} style={{ minWidth: shown.length * AXIS_WIDTH }}>
      <div className={styles.axisNames} aria-hidden={nameOf === undefined}>
        {shown.map((axis, i) => (
          <span key={axis.key} style={{ left: x(i), maxWidth: Math.max(AXIS_WIDTH - 8, room) }}>
            {nameOf ? nameOf(axis) : axis.label}
          </span>
        ))}
      </div>
      <div ref={frame} className={styles.lines} style={{ height: HEIGHT }}>
        <canvas ref={canvas} role="img" aria-label={verdict} style={{ width: '100%', height: HEIGHT }} />
        {width > 0 &&
          shown.map((axis, i) => {
            const turn = (brush: Brush | undefined) => (axis.isFlipped && brush ? flipBrush(brush) : brush)
            return (
              <div key={axis.key}>
                {axis.ticks.map(({ place, text }) => (
                  <span
                    key={`${place} ${text}`}
                    className={styles.tick}
                    aria-hidden
                    style={{ left: x(i), top: placeY(place, HEIGHT) }}
                  >
                    {text}
                  </span>
                ))}
                <AxisBrush
                  axis={axis}
                  style={{ left: x(i), top: placeY(1, HEIGHT), height: placeY(0, HEIGHT) - placeY(1, HEIGHT) }}
                  brush={turn(brushes[axis.key])}
                  onBrush={(brush) => onBrush(axis.key, turn(brush))}
                />
              </div>
            )
          })}
      </div>
    </div>
  )
}

/** The axis as it is drawn: 0 below, or at the left. */
export function upright<T extends Pick<ParallelAxis, 'read' | 'ticks' | 'isFlipped'>>(axis: T): T {
  if (!axis.isFlipped) return axis
  return {
    ...axis,
    read: (place) => axis.read(1 - place),
    ticks: axis.ticks.map(({ place, text }) => ({ place: 1 - place, text })),
  }
}
