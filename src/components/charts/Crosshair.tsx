import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useState } from 'react'
import { BOTTOM, TOP } from './ChartAxes.tsx'
import styles from './charts.module.css'
import { sayTold, type Told } from './told.ts'

export interface CrosshairProps<Stop> {
  /** What the chart shows, in a sentence: its accessible name. */
  readonly label: string
  /** What the keys do: "Arrow keys move along the points". */
  readonly help: string
  /** Of the plot, in pixels. */
  readonly width: number
  readonly height: number
  /** What is meant at a place of the plot, in pixels; undefined for nothing. */
  readonly find: (at: { readonly x: number; readonly y: number }) => Stop | undefined
  /** Where a key leads; undefined for keys that mean nothing here. */
  readonly move: (stop: Stop | undefined, key: string) => Stop | undefined
  /** What is told of a stop; undefined where what is drawn no longer has it. */
  readonly tell: (stop: Stop) => Told | undefined
  /** Takes the stop that is clicked or that Enter is pressed on, with what that does: "look at this threshold". */
  readonly pick?: { readonly does: string; readonly take: (stop: Stop) => void } | undefined
  /** Shows what is told in a place of the page's own, which then stands for the box beside the crosshair. */
  readonly onTold?: ((told: Told | undefined) => void) | undefined
  /** The drawing, which is not drawn anew as the crosshair moves. */
  readonly children: ReactNode
}

/**
 * The one way in which a chart is read: pointer and keys move a crosshair over the drawing, and what it is at is told beside it
 * and, to those who hear the page, in the same words. One tab stop; arrow, page, home and end keys move, Escape puts away.
 */
export function Crosshair<Stop>({
  label,
  help,
  width,
  height,
  find,
  move,
  tell,
  pick,
  onTold,
  children,
}: CrosshairProps<Stop>) {
  const [stop, setStop] = useState<Stop>()
  const [isByKey, setByKey] = useState(false)
  const helpId = useId()
  const told = stop === undefined ? undefined : tell(stop)
  const go = (next: Stop | undefined, byKey: boolean) => {
    setByKey(byKey)
    setStop(next)
    onTold?.(next === undefined ? undefined : tell(next))
  }
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    go(find({ x: event.clientX - box.left, y: event.clientY - box.top }), false)
  }
  const leave = () => go(undefined, false)
  const take = () => told && stop !== undefined && pick?.take(stop)
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') leave()
    if (event.key === 'Enter') take()
    const next = move(told && stop, event.key)
    if (next === undefined) return
    event.preventDefault()
    go(next, true)
  }
  return (
    <>
      <div
        className={styles.pointed}
        // Keys mean the chart's own; "image" would hand them to the screen reader.
        role="application"
        aria-roledescription="chart"
        aria-label={label}
        aria-describedby={helpId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move a crosshair
        tabIndex={0}
        onKeyDown={press}
        onPointerMove={point}
        onPointerLeave={leave}
        onBlur={leave}
        onClick={take}
        data-picks={pick !== undefined}
      >
        {children}
        {told && (
          <svg className={styles.crosshair} width={width} height={height} aria-hidden="true">
            {told.isAlone || <path d={`M${told.x} ${TOP}V${height - BOTTOM}`} stroke="var(--line-2)" />}
            {told.dots.map(({ x, y, colour }, index) => (
              <circle
                // biome-ignore lint/suspicious/noArrayIndexKey: dots have a fixed order
                key={index}
                cx={x}
                cy={y}
                r={4}
                fill={colour}
                stroke="var(--surface-1)"
                strokeWidth={1.5}
              />
            ))}
          </svg>
        )}
      </div>
      {told && !onTold && (
        <div
          className={`${styles.tooltip} ${styles.floating}`}
          // Where there is room, and not over the point itself.
          style={{
            ...(told.x < width / 2 ? { left: told.x + 12 } : { right: width - told.x + 12 }),
            ...(told.y < height / 2 ? { bottom: BOTTOM + 8 } : { top: TOP }),
          }}
          aria-hidden
        >
          {told.head && <div className={styles.tooltipHead}>{told.head}</div>}
          {told.facts.map(({ name, value, icon }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: facts have a fixed order, and names may repeat
            <div key={index} className={styles.tooltipRow}>
              {icon}
              <span>{name}</span>
              <b>{value}</b>
            </div>
          ))}
          {told.rest && <div className={styles.tooltipHead}>{told.rest}</div>}
          {pick && (
            <div className={styles.tooltipHead}>
              {isByKey ? 'Enter' : 'Click'} to {pick.does}
            </div>
          )}
        </div>
      )}
      <p id={helpId} className="visually-hidden">
        {help}
        {pick && `, Enter to ${pick.does}`}.
      </p>
      <p className="visually-hidden" aria-live="polite">
        {isByKey && told && sayTold(told)}
      </p>
    </>
  )
}
