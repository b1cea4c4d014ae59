import { isDrawable, type Series } from './series.ts'

/** A line as the data of an SVG path, in tenths of a pixel: open in gaps, and a lone point a dot where ends are round. */
export function linePath(
  { points }: Pick<Series, 'points'>,
  toX: (x: number) => number,
  toY: (y: number) => number,
  logY: boolean,
): string {
  let path = ''
  let isOpen = false
  for (const { x, y } of points) {
    if (!isDrawable(y, logY)) {
      isOpen = false
      continue
    }
    const place = `${tenths(toX(x))} ${tenths(toY(y))}`
    path += isOpen ? `L${place}` : `M${place}l0 0`
    isOpen = true
  }
  return path
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
