import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useState } from 'react'
import { type CanvasLook, useCanvas } from '@/components/charts/useCanvas.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { formatUnits } from '@/core/format/format.ts'
import type { LaidFacet } from '@/core/run/facets.ts'
import type { RunId } from '@/core/run/run.ts'
import { drawPoints, nearestPoint, type Point, pointX, pointY } from './drawPoints.ts'
import styles from './explore.module.css'
import type { Explored } from './explored.ts'

const HEIGHT = 300
/** How near a pointer must be to a point to mean it. */
const REACH = 14

/** Runs as points along two facets: under the pointer a run is named, a click opens it, arrow keys go from one to the next. */
export function RunScatter({ explored, chosen }: { explored: Explored; chosen: ReadonlySet<RunId> }) {
  const { runs, x, y, shades } = explored
  const [pointed, setPointed] = useState<RunId>()
  const points = useMemo(
    () =>
      runs.flatMap(({ run }, i): Point[] => {
        const [left, up] = [x.places[i], y.places[i]]
        return left === undefined || up === undefined ? [] : [{ id: run.id, x: left, y: up, shade: shades[i] }]
      }),
    [runs, x, y, shades],
  )
  const draw = useCallback(
    (context: CanvasRenderingContext2D, { colour, ...look }: CanvasLook) =>
      drawPoints(context, points, chosen, pointed, {
        ...look,
        faded: colour('--bar'),
        ground: colour('--surface-1'),
        marked: colour('--run-2'),
      }),
    [points, chosen, pointed],
  )
  const { frame, canvas, width } = useCanvas(HEIGHT, draw)
  const size = { width, height: HEIGHT }
  const at = points.find(({ id }) => id === pointed)

  const pointAt = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect()
    return nearestPoint(points, { x: clientX - box.left, y: clientY - box.top }, size, REACH)?.id
  }
  const open = (runId: RunId) => goTo({ page: 'run', runId })
  const step = (by: number) => {
    const order = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
    const from = order.findIndex(({ id }) => id === pointed)
    setPointed(order[from < 0 ? 0 : Math.min(order.length - 1, Math.max(0, from + by))]?.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowUp') step(1)
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') step(-1)
    else if (event.key === 'Enter' && pointed) open(pointed)
    else if (event.key === 'Escape') setPointed(undefined)
    else return
    event.preventDefault()
  }
  const index = at ? runs.findIndex(({ run }) => run.id === at.id) : -1
  const named = runs[index]
  const textOf = ({ facet }: LaidFacet) => {
    const value = facet.values[index]
    return typeof value === 'number' ? facet.write(value) : value
  }
  const missing = runs.length - points.length
  return (
    <>
      <div className={styles.scatter}>
        <div className={styles.yAxis} aria-hidden>
          {y.ticks.map(({ place, text }) => (
            <span key={`${place} ${text}`} style={{ top: pointY(place, HEIGHT) }}>
              {text}
            </span>
          ))}
        </div>
        <div
          ref={frame}
          className={styles.field}
          style={{ height: HEIGHT, cursor: pointed ? 'pointer' : 'crosshair' }}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys; points are no elements that could
          tabIndex={0}
          aria-label={`${formatUnits(points.length, 'run')} by ${x.facet.label} and ${y.facet.label}. Arrow keys name runs, Enter opens one.`}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => setPointed(pointAt(event))}
          onPointerLeave={() => setPointed(undefined)}
          onClick={() => pointed && open(pointed)}
        >
          <canvas ref={canvas} aria-hidden style={{ width: '100%', height: HEIGHT }} />
          {y.ticks.map(({ place, text }) => (
            <i key={`${place} ${text}`} className={styles.gridLine} style={{ top: pointY(place, HEIGHT) }} />
          ))}
          {at && named && (
            <div
              className={styles.named}
              style={{
                left: pointX(at.x, width),
                top: pointY(at.y, HEIGHT),
                transform: `translate(${at.x > 0.6 ? 'calc(-100% - 10px)' : '10px'}, ${at.y > 0.5 ? '0' : '-100%'})`,
              }}
            >
              <RunMark mark={named.run.mark} kind={named.run.spec.learner.kind} /> <b>{named.name}</b>
              <br />
              {x.facet.label} {textOf(x) ?? 'none'}, {y.facet.label} {textOf(y) ?? 'none'}
            </div>
          )}
        </div>
        <div className={styles.xAxis} aria-hidden>
          {x.ticks.map(({ place, text }) => (
            <span key={`${place} ${text}`} style={{ left: pointX(place, width) }}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <p className="caption">
        {missing > 0 &&
          `${formatUnits(missing, 'run')} without one of both values ${missing === 1 ? 'is' : 'are'} left out. `}
        A click opens a run.
      </p>
      <span className="visually-hidden" role="status">
        {named &&
          `Run ${named.run.mark.letter}, ${named.name}: ${x.facet.label} ${textOf(x)}, ${y.facet.label} ${textOf(y)}`}
      </span>
    </>
  )
}
