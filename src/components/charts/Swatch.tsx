import type { Series } from '@/core/chart/series.ts'
import { dashOf, LINE_WIDTHS } from './lines.ts'

/** A short piece of a line, as legends and crosshairs show it. */
export function Swatch({ line }: { line: Series }) {
  return (
    <svg width="16" height="8" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M0 4h16" stroke={line.colour} strokeWidth={LINE_WIDTHS[line.role]} {...dashOf(line)} />
    </svg>
  )
}
