import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import { DefaultZIndexes, LineChart as Recharts, ZIndexLayer } from 'recharts'
import { rightMargin } from '@/core/chart/series.ts'
import { BOTTOM, ChartAxes, leftOf, TOP } from './ChartAxes.tsx'
import styles from './charts.module.css'
import { type EndLabel, EndLabels, labelWidth } from './EndLabels.tsx'
import { Backdrops, Guides, Marks } from './Marks.tsx'
import { type Mapping, moveStop, nearestStop, placesOf, type Stop } from './marks.ts'
import type { XYChartProps } from './XYChart.tsx'

const NO_DATA: object[] = []

/** The drawing itself, once its width is known, with a crosshair that pointer and keys move. */
export function XYPlot(props: XYChartProps & { width: number; height: number }) {
  const { marks, backdrops = [], guides = [], spots = [], x, y, width, height, verdict, pick } = props
  const [stop, setStop] = useState<Stop>()
  const [isByKey, setByKey] = useState(false)
  const help = useId()
  const labels = labelsOf(props)
  const left = leftOf(y)
  const right = rightMargin(
    labels.map((label) => ({ x: label.x, width: labelWidth(label) })),
    x.axis,
    width - left,
  )
  const mapping: Mapping = {
    toX: (value) => left + share(value, x.axis) * (width - left - right),
    toY: (value) => TOP + (1 - share(value, y.axis)) * (height - TOP - BOTTOM),
  }
  // What is drawn may have changed since the crosshair was set.
  const mark = stop && marks[stop.mark]
  const place = mark && placesOf(mark)[stop.index]
  const facts = place ? mark.facts(stop.index) : []
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setByKey(false)
    setStop(nearestStop(marks, mapping, { x: event.clientX - box.left, y: event.clientY - box.top }))
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setStop(undefined)
    if (event.key === 'Enter' && mark && place) pick?.take(mark, stop.index)
    const next = moveStop(marks, stop, event.key)
    if (!next) return
    event.preventDefault()
    setByKey(true)
    setStop(next)
  }
  return (
    <>
      <div
        className={styles.pointed}
        // Keys mean the chart's own; "image" would hand them to the screen reader.
        role="application"
        aria-roledescription="chart"
        aria-label={verdict}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move a crosshair
        tabIndex={0}
        onKeyDown={press}
        onPointerMove={point}
        onPointerLeave={() => setStop(undefined)}
        onBlur={() => setStop(undefined)}
        onClick={() => mark && place && pick?.take(mark, stop.index)}
        data-picks={pick !== undefined}
      >
        <Recharts
          width={width}
          height={height}
          data={NO_DATA}
          margin={{ top: TOP, right, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <ChartAxes x={x} y={y} />
          <ZIndexLayer zIndex={DefaultZIndexes.line}>
            <Backdrops backdrops={backdrops} mapping={mapping} />
            <Marks marks={marks} mapping={mapping} />
            <Guides guides={guides} spots={spots} mapping={mapping} right={width - right} bottom={height - BOTTOM} />
          </ZIndexLayer>
          <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
            <EndLabels labels={labels} />
            {place && (
              <g>
                <path d={`M${mapping.toX(place.x)} ${TOP}V${height - BOTTOM}`} stroke="var(--line-2)" />
                <circle
                  cx={mapping.toX(place.x)}
                  cy={mapping.toY(place.y)}
                  r={4}
                  fill={mark.colour}
                  stroke="var(--surface-1)"
                  strokeWidth={1.5}
                />
              </g>
            )}
          </ZIndexLayer>
        </Recharts>
      </div>
      {place && (
        <div
          className={`${styles.tooltip} ${styles.floating}`}
          // Where there is room, and not over the point itself.
          style={{
            ...(mapping.toX(place.x) < width / 2
              ? { left: mapping.toX(place.x) + 12 }
              : { right: width - mapping.toX(place.x) + 12 }),
            ...(mapping.toY(place.y) < height / 2 ? { bottom: BOTTOM + 8 } : { top: TOP }),
          }}
          aria-hidden
        >
          {marks.length > 1 && <div className={styles.tooltipHead}>{mark.label}</div>}
          {facts.map(([name, value]) => (
            <div key={name} className={styles.tooltipRow}>
              <span>{name}</span>
              <b>{value}</b>
            </div>
          ))}
          {pick && (
            <div className={styles.tooltipHead}>
              {isByKey ? 'Enter' : 'Click'} to {pick.does}
            </div>
          )}
        </div>
      )}
      <p id={help} className="visually-hidden">
        Arrow keys move along the points{marks.length > 1 && ', up and down to another series'}
        {pick && `, Enter to ${pick.does}`}.
      </p>
      <p className="visually-hidden" aria-live="polite">
        {isByKey &&
          place &&
          `${marks.length > 1 ? `${mark.label}: ` : ''}${facts.map(([name, value]) => `${name} ${value}`).join(', ')}`}
      </p>
    </>
  )
}

function share(value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return (value - min) / (max - min)
}

/** At the ends of lines, and of guides that lie: upright ones have theirs at the top. */
function labelsOf({ marks, guides = [] }: XYChartProps): readonly EndLabel[] {
  return [
    ...marks.flatMap((mark) => {
      const last = mark.kind === 'line' ? mark.points.at(-1) : undefined
      if (mark.kind !== 'line' || !mark.end || !last) return []
      return [{ id: mark.id, ...mark.end, ...last, isSubject: mark.role === 'subject' }]
    }),
    ...guides.flatMap(({ id, label, from, to }) =>
      label && from.x !== to.x ? [{ id, value: '', name: label, ...to, isSubject: false }] : [],
    ),
  ]
}
