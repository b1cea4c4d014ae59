import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from 'react'
import type { Brush } from '@/core/chart/brush.ts'
import styles from './parallel.module.css'

const WHOLE: Brush = { low: 0, high: 1 }
/** A step of an arrow key, and with Shift or by page. */
const STEP = 0.05
const FAR = 0.25
/** A pointer that moved less than this has clicked: the brush goes. */
const LEAST = 0.02

const clamp = (place: number) => Math.min(1, Math.max(0, place))
const percent = (share: number) => `${100 * share}%`

/** Chooses a part of an axis: drawn with a pointer, or by the ends, which arrow keys move. */
export function AxisBrush({
  axis,
  orientation = 'vertical',
  style,
  brush,
  onBrush,
}: {
  /** Its places from 0 (below, or at the left) to 1. */
  axis: { readonly label: string; readonly read: (place: number) => string }
  orientation?: 'vertical' | 'horizontal'
  /** Where the axis lies: its ends are those of this box. */
  style: CSSProperties
  brush: Brush | undefined
  onBrush: (brush: Brush | undefined) => void
}) {
  const from = useRef<number | undefined>(undefined)
  const { low, high } = brush ?? WHOLE
  const isVertical = orientation === 'vertical'
  const placeAt = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect()
    return clamp(isVertical ? (box.bottom - clientY) / box.height : (clientX - box.left) / box.width)
  }
  const set = (next: Brush) => onBrush(next.low <= 0 && next.high >= 1 ? undefined : next)

  const end = (which: 'low' | 'high') => {
    const place = which === 'low' ? low : high
    const move = (by: number) =>
      set(
        which === 'low'
          ? { low: Math.min(high, clamp(low + by)), high }
          : { low, high: Math.max(low, clamp(high + by)) },
      )
    const onKeyDown = (event: KeyboardEvent) => {
      const by: Readonly<Record<string, number>> = {
        ArrowUp: event.shiftKey ? FAR : STEP,
        ArrowRight: event.shiftKey ? FAR : STEP,
        ArrowDown: event.shiftKey ? -FAR : -STEP,
        ArrowLeft: event.shiftKey ? -FAR : -STEP,
        PageUp: FAR,
        PageDown: -FAR,
        Home: -1,
        End: 1,
      }
      if (event.key === 'Escape') onBrush(undefined)
      else if (by[event.key] === undefined) return
      else move(by[event.key]!)
      event.preventDefault()
    }
    return (
      <div
        role="slider"
        tabIndex={0}
        className={styles.end}
        data-set={brush !== undefined}
        aria-label={`${axis.label}: ${which === 'low' ? 'lower' : 'upper'} end of what is chosen`}
        aria-orientation={orientation}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * place)}
        aria-valuetext={axis.read(place)}
        style={isVertical ? { top: percent(1 - place) } : { left: percent(place) }}
        onKeyDown={onKeyDown}
      />
    )
  }

  return (
    <div
      className={styles.brush}
      data-orientation={orientation}
      style={style}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = placeAt(event)
      }}
      onPointerMove={(event) => {
        if (from.current === undefined) return
        const to = placeAt(event)
        if (Math.abs(to - from.current) >= LEAST)
          set({ low: Math.min(from.current, to), high: Math.max(from.current, to) })
      }}
      onPointerUp={(event) => {
        if (from.current !== undefined && Math.abs(placeAt(event) - from.current) < LEAST) onBrush(undefined)
        from.current = undefined
      }}
    >
      {brush && (
        <div
          className={styles.chosen}
          style={
            isVertical
              ? { top: percent(1 - high), height: percent(high - low) }
              : { left: percent(low), width: percent(high - low) }
          }
        />
      )}
      {end('high')}
      {end('low')}
    </div>
  )
}
