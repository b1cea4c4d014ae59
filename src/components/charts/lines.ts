import { isDrawable, type Role, type Series } from '@/core/chart/series.ts'

export const LINE_WIDTHS: Readonly<Record<Role, number>> = {
  subject: 2.25,
  compared: 2,
  context: 1.25,
}

/** Every x at which any series has a point that can be drawn, ascending: where the pointer can be. */
export function placesOf(series: readonly Series[], logY: boolean): readonly { readonly x: number }[] {
  const xs = new Set<number>()
  for (const { points } of series) for (const { x, y } of points) if (isDrawable(y, logY)) xs.add(x)
  return Array.from(Float64Array.from(xs).sort(), (x) => ({ x }))
}

/** How a line is dashed, if at all, as attributes of its path. */
export function dashOf({ dashed }: Series): { strokeDasharray?: string } {
  return dashed ? { strokeDasharray: '6 3' } : {}
}
