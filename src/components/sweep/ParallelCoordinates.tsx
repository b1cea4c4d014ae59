import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { formatUnits } from '@/core/format/format.ts'
import { bestTrial, type Sweep } from '@/core/sweep/sweep.ts'
import { AxisBrush, type Brush } from './AxisBrush.tsx'
import { type Axis, formatObjective } from './axes.ts'
import { axisX, drawTrials, placeY } from './drawTrials.ts'
import styles from './sweep.module.css'

const HEIGHT = 260
const RAMP = ['--seq-3', '--seq-4', '--seq-5', '--seq-6', '--seq-7']

export type Brushes = Readonly<Record<string, Brush>>

/** Every trial as a line over upright axes, one for each setting and one for what it came to. Axes can be brushed. */
export function ParallelCoordinates({
  sweep,
  axes,
  brushes,
  chosen,
  onBrush,
}: {
  sweep: Sweep
  axes: readonly Axis[]
  brushes: Brushes
  /** Numbers of the trials that lie within all brushes. */
  chosen: ReadonlySet<number>
  onBrush: (key: string, brush: Brush | undefined) => void
}) {
  const { ref, width } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)
  const best = bestTrial(sweep)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context || width === 0) return
    const draw = () => {
      const scale = devicePixelRatio
      canvas.current!.width = Math.round(width * scale)
      canvas.current!.height = Math.round(HEIGHT * scale)
      context.setTransform(scale, 0, 0, scale, 0, 0)
      const style = getComputedStyle(canvas.current!)
      const colour = (name: string) => style.getPropertyValue(name).trim()
      drawTrials(context, axes, sweep.trials, chosen, best?.number, {
        width,
        height: HEIGHT,
        ramp: RAMP.map(colour),
        faded: colour('--bar'),
        best: colour('--run-2'),
        axis: colour('--line-3'),
      })
    }
    draw()
    // A canvas does not follow the theme by itself.
    const theme = new MutationObserver(draw)
    theme.observe(document.documentElement, { attributes: true })
    return () => theme.disconnect()
  }, [width, axes, sweep.trials, chosen, best?.number])

  const said = `${formatUnits(sweep.trials.length, 'trial')} over ${formatUnits(axes.length - 1, 'setting')}${
    best ? `; the best is trial ${best.number} with ${formatObjective(sweep.metric, best)}` : ''
  }`
  return (
    <div className={styles.plot}>
      <div className={styles.axisNames} aria-hidden>
        {axes.map(({ key, label }, i) => (
          <span key={key} style={{ left: axisX(i, axes.length, width) }}>
            {label}
          </span>
        ))}
      </div>
      <div ref={ref} className={styles.lines} style={{ height: HEIGHT }}>
        <canvas ref={canvas} role="img" aria-label={said} style={{ width: '100%', height: HEIGHT }} />
        {width > 0 &&
          axes.map((axis, i) => (
            <div key={axis.key}>
              {axis.ticks.map(({ place, text }) => (
                <span
                  key={text}
                  className={styles.tick}
                  aria-hidden
                  style={{ left: axisX(i, axes.length, width), top: placeY(place, HEIGHT) }}
                >
                  {text}
                </span>
              ))}
              <AxisBrush
                axis={axis}
                x={axisX(i, axes.length, width)}
                height={HEIGHT}
                brush={brushes[axis.key]}
                onBrush={(brush) => onBrush(axis.key, brush)}
              />
            </div>
          ))}
      </div>
    </div>
  )
}
