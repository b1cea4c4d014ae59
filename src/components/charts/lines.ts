import { isDrawable, type Role, type Series } from '@/core/chart/series.ts'

export const LINE_WIDTHS: Readonly<Record<Role, number>> = {
  subject: 2.25,
  compared: 2,
  context: 1.25,
}

/**
 * Every x at which any series has a point that can be drawn, ascending: where a crosshair can be. Of more than `most` every
 * n-th and the last: lines have values between their points as well.
 */
export function placesOf(series: readonly Series[], logY: boolean, most = Number.POSITIVE_INFINITY): readonly number[] {
  const xs = new Set<number>()
  for (const { points } of series) for (const { x, y } of points) if (isDrawable(y, logY)) xs.add(x)
  const every = Math.ceil(xs.size / most)
  const all = Float64Array.from(xs).sort()
  return [...(every > 1 ? all.filter((_, i) => i % every === 0 || i === all.length - 1) : all)]
}

/** The place of the one of ascending `xs` that is nearest to `x`. */
export function nearestPlace(xs: readonly number[], x: number): number {
  const after = xs.findIndex((each) => each >= x)
  if (after <= 0) return after < 0 ? xs.length - 1 : 0
  return x - xs[after - 1]! <= xs[after]! - x ? after - 1 : after
}

/** How a line is dashed, if at all, as attributes of its path. */
export function dashOf({ dashed }: Series): { strokeDasharray?: string } {
  return dashed ? { strokeDasharray: '6 3' } : {}
}
