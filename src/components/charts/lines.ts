import { isDrawable, type Role, type Series } from '@/core/chart/series.ts'

/** An unbroken stretch of a series; a series with gaps has several. */
export interface Stretch {
  /** Key of its values in the rows of the chart. */
  readonly key: string
  readonly series: Series
  readonly size: number
}

export type ChartRow = { x: number } & Record<string, number>

/**
 * Series as recharts wants them: one row for each x that any series has. Stretches rather than series, so that a gap
 * stays open while two series with different x's are each drawn unbroken.
 */
export function chartRows(
  series: readonly Series[],
  logY: boolean,
): { readonly rows: readonly ChartRow[]; readonly stretches: readonly Stretch[] } {
  const rows = new Map<number, ChartRow>()
  const stretches: Stretch[] = []
  for (const [index, line] of series.entries()) {
    let size = 0
    let key = `s${index}`
    const close = () => {
      if (size === 0) return
      stretches.push({ key, series: line, size })
      size = 0
      key = `s${index}_${stretches.length}`
    }
    for (const { x, y } of line.points) {
      if (!isDrawable(y, logY)) {
        close()
        continue
      }
      let row = rows.get(x)
      if (!row) {
        row = { x }
        rows.set(x, row)
      }
      row[key] = y
      size++
    }
    close()
  }
  return { rows: [...rows.values()].sort((a, b) => a.x - b.x), stretches }
}

export const LINE_WIDTHS: Readonly<Record<Role, number>> = {
  subject: 2.25,
  compared: 2,
  context: 1.25,
}

/** How a line is dashed, if at all, as attributes of its path. */
export function dashOf({ dashed }: Series): { strokeDasharray?: string } {
  return dashed ? { strokeDasharray: '6 3' } : {}
}
