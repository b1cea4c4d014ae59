import type { Pen } from '../svgPen.ts'

/** A line over upright axes. */
export interface ParallelLine {
  readonly id: string
  /** Where it crosses each axis, from 0 (below) to 1 (above); undefined where it has no place. */
  readonly at: readonly (number | undefined)[]
  /** Where its colour lies between the palest (0) and the strongest (1); undefined for none. */
  readonly shade: number | undefined
  /** Not at its end, or not sound. */
  readonly isDashed?: boolean
  /** The one that stands out: the best. */
  readonly isMarked?: boolean
}

/** Colours of the theme, as a canvas wants them. */
export interface ParallelLook {
  readonly width: number
  readonly height: number
  /** From the palest to the strongest. */
  readonly ramp: readonly string[]
  readonly faded: string
  readonly marked: string
  readonly axis: string
}

/** Room above and below the axes for what stands at their ends. */
const MARGIN = { top: 8, bottom: 8, side: 64 }

/** Where axis `index` of `count` stands. */
export function axisX(index: number, count: number, width: number): number {
  return count === 1 ? width / 2 : MARGIN.side + (index * (width - 2 * MARGIN.side)) / (count - 1)
}

export function placeY(place: number, height: number): number {
  return height - MARGIN.bottom - place * (height - MARGIN.top - MARGIN.bottom)
}

/** Which colour of a ramp a shade has. */
export function shadeOf(ramp: readonly string[], shade: number): string {
  return ramp[Math.min(ramp.length - 1, Math.max(0, Math.floor(shade * ramp.length)))]!
}

/**
 * Draws every line over all axes: those that are not chosen faded, the others by their shade, the stronger above the paler,
 * the marked one thick. A line is open where it has no place on an axis; between two such it is a dot.
 */
export function drawLines(
  context: Pen,
  axes: number,
  lines: readonly ParallelLine[],
  chosen: ReadonlySet<string>,
  { width, height, ramp, faded, marked, axis }: ParallelLook,
): void {
  context.clearRect(0, 0, width, height)
  const xs = Array.from({ length: axes }, (_, i) => axisX(i, axes, width))
  for (const line of lines.toSorted((a, b) => rank(a) - rank(b))) {
    const { id, at, shade, isDashed, isMarked } = line
    const isChosen = chosen.has(id)
    const colour = isMarked ? marked : !isChosen || shade === undefined ? faded : shadeOf(ramp, shade)
    context.strokeStyle = colour
    context.fillStyle = colour
    context.lineWidth = isMarked ? 3 : isChosen ? 1.5 : 1
    context.globalAlpha = isChosen || isMarked ? 1 : 0.5
    context.setLineDash(isDashed ? [3, 3] : [])
    context.beginPath()
    let isOpen = false
    at.forEach((place, i) => {
      if (place === undefined) {
        isOpen = false
        return
      }
      const [x, y] = [xs[i]!, placeY(place, height)]
      if (isOpen) context.lineTo(x, y)
      else if (at[i + 1] === undefined) context.fillRect(x - 2, y - 2, 4, 4)
      else context.moveTo(x, y)
      isOpen = true
    })
    context.stroke()
  }
  context.globalAlpha = 1
  context.setLineDash([])
  context.strokeStyle = axis
  context.lineWidth = 1
  for (const each of xs) {
    const x = Math.round(each) + 0.5
    context.beginPath()
    context.moveTo(x, placeY(0, height))
    context.lineTo(x, placeY(1, height))
    context.stroke()
  }

  /** What is drawn last lies above: first those that are not chosen, the marked line at the end. */
  function rank({ id, shade = 0, isMarked }: ParallelLine): number {
    return isMarked ? 3 : (chosen.has(id) ? 1 : 0) + shade / 2
  }
}
