import type { ReactNode } from 'react'
import type { ColumnType } from '@/core/dataset/column.ts'

const glyph = (text: string, size = 11) => (
  <text x="8" y="12" textAnchor="middle" fontSize={size} fontWeight="600" fill="currentColor">
    {text}
  </text>
)
const line = (path: string) => (
  <path d={path} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
)

const SHAPES: Readonly<Record<ColumnType, ReactNode>> = {
  number: glyph('1.5', 10),
  integer: glyph('#'),
  boolean: (
    <>
      <circle cx="5" cy="8" r="2.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <circle cx="11" cy="8" r="2.6" fill="currentColor" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  category: glyph('Aa'),
  datetime: line('M2.5 4h11v9.5h-11ZM2.5 7h11M5.5 2.2v3M10.5 2.2v3'),
  text: line('M2.5 4.5h11M2.5 8h11M2.5 11.5h6.5'),
  identifier: line('M8.5 7.5 13.2 2.8M11 5l1.8 1.8M5.8 13.4a3.2 3.2 0 1 0 0-6.4a3.2 3.2 0 1 0 0 6.4'),
}

const FRAME = {
  width: 16,
  height: 16,
  viewBox: '0 0 16 16',
  style: { flex: 'none', color: 'var(--text-3)' },
} as const

/** The sign of a column's type. It needs a `label` only where the type is not also written beside it. */
export function TypeIcon({ type, label }: { type: ColumnType; label?: string }) {
  return label ? (
    <svg {...FRAME} role="img" aria-label={label}>
      {SHAPES[type]}
    </svg>
  ) : (
    <svg {...FRAME} aria-hidden="true">
      {SHAPES[type]}
    </svg>
  )
}
