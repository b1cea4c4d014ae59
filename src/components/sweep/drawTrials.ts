import type { Trial } from '@/core/sweep/sweep.ts'
import type { Axis } from './axes.ts'

/** Room above and below the axes for what stands at their ends. */
const MARGIN = { top: 8, bottom: 8, side: 64 }

export interface Look {
  readonly width: number
  readonly height: number
  /** From the worst to the best. */
  readonly ramp: readonly string[]
  readonly faded: string
  readonly best: string
  readonly axis: string
}

/** Where axis `index` of `count` stands. */
export function axisX(index: number, count: number, width: number): number {
  return count === 1 ? width / 2 : MARGIN.side + (index * (width - 2 * MARGIN.side)) / (count - 1)
}

export function placeY(place: number, height: number): number {
  return height - MARGIN.bottom - place * (height - MARGIN.top - MARGIN.bottom)
}

/** The places at which a trial crosses the axes; the last may be unknown while it trains. */
function crossings(trial: Trial, axes: readonly Axis[]): readonly (number | undefined)[] {
  return axes.map(({ placeOf }) => placeOf(trial))
}

/**
 * Draws every trial as a line over all axes: those that are not chosen faded, the others by how good they are, the better
 * above the worse, the best thick. A trial that is not at its end is dashed.
 */
export function drawTrials(
  context: CanvasRenderingContext2D,
  axes: readonly Axis[],
  trials: readonly Trial[],
  chosen: ReadonlySet<number>,
  best: number | undefined,
  { width, height, ramp, faded, best: bestColour, axis }: Look,
): void {
  context.clearRect(0, 0, width, height)
  const result = axes.length - 1
  const lines = trials
    .map((trial) => ({ trial, at: crossings(trial, axes) }))
    .toSorted((a, b) => rank(a.trial, a.at[result]) - rank(b.trial, b.at[result]))
  for (const { trial, at } of lines) {
    const isBest = trial.number === best
    const isChosen = chosen.has(trial.number)
    const good = at[result]
    context.strokeStyle = isBest
      ? bestColour
      : !isChosen || good === undefined
        ? faded
        : ramp[Math.min(ramp.length - 1, Math.floor(good * ramp.length))]!
    context.lineWidth = isBest ? 3 : isChosen ? 1.5 : 1
    context.globalAlpha = isChosen || isBest ? 1 : 0.5
    context.setLineDash(trial.status === 'running' || trial.status === 'diverged' ? [3, 3] : [])
    context.beginPath()
    at.forEach((place, i) => {
      if (place === undefined) return
      const [x, y] = [axisX(i, axes.length, width), placeY(place, height)]
      if (i === 0) context.moveTo(x, y)
      else context.lineTo(x, y)
    })
    context.stroke()
  }
  context.globalAlpha = 1
  context.setLineDash([])
  context.strokeStyle = axis
  context.lineWidth = 1
  for (let i = 0; i < axes.length; i++) {
    const x = Math.round(axisX(i, axes.length, width)) + 0.5
    context.beginPath()
    context.moveTo(x, placeY(0, height))
    context.lineTo(x, placeY(1, height))
    context.stroke()
  }

  /** What is drawn last lies above: first those that are not chosen, the best trial at the end. */
  function rank({ number }: Trial, good: number | undefined): number {
    if (number === best) return 3
    return (chosen.has(number) ? 1 : 0) + (good ?? 0) / 2
  }
}
