import { useState } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatScore, formatUnits } from '@/core/format/format.ts'
import { type Association, figureOf } from '@/core/profile/associate.ts'
import type { Associations } from '@/core/profile/jobs.ts'
import { MEASURE_WORDS } from '@/core/profile/words.ts'
import heatStyles from './heat.module.css'

/** Steps of the diverging ramp, copper (−1) to cobalt (1); strengths without a sign take the upper half. */
const STEPS = 7
const RAMP = Array.from({ length: STEPS }, (_, i) => `var(--div-${i + 1})`)

function colourOf(value: number | null): string {
  if (value === null) return 'var(--surface-2)'
  return RAMP[Math.min(STEPS - 1, Math.floor(((value + 1) / 2) * STEPS))]!
}

/** Every pair of columns as a square. Pointing at one, or moving there by keys, says it in words below the map. */
export function HeatMap({
  output: { names, pairs },
  verdict,
  onColumn,
}: {
  output: Associations
  verdict: string
  onColumn: (name: string) => void
}) {
  const [at, setAt] = useState<Association>()
  const place = new Map(names.map((name, i) => [name, i]))
  const size = names.length > 24 ? 16 : names.length > 12 ? 22 : 30
  const side = names.length * size
  return (
    <div className={heatStyles.heat}>
      <Scrollable label="Heat map of associations" className={heatStyles.heatScroll!}>
        <div
          className={heatStyles.heatGrid}
          style={{ gridTemplateColumns: `auto ${side}px`, gridTemplateRows: `auto ${side}px` }}
        >
          <span />
          <div className={heatStyles.heatTop} style={{ gridTemplateColumns: `repeat(${names.length}, ${size}px)` }}>
            {names.map((name) => (
              <span key={name} title={name}>
                {name}
              </span>
            ))}
          </div>
          <div className={heatStyles.heatLeft} style={{ gridTemplateRows: `repeat(${names.length}, ${size}px)` }}>
            {names.map((name) => (
              <button key={name} type="button" title={name} onClick={() => onColumn(name)}>
                {name}
              </button>
            ))}
          </div>
          <svg width={side} height={side} role="img" aria-label={verdict} onPointerLeave={() => setAt(undefined)}>
            {names.map((name, i) => (
              <rect key={name} x={i * size} y={i * size} width={size - 1} height={size - 1} fill="var(--track)" />
            ))}
            {pairs.flatMap((pair) => {
              const [i, j] = [place.get(pair.a)!, place.get(pair.b)!]
              const fill = colourOf(figureOf(pair))
              return [
                [i, j],
                [j, i],
              ].map(([x, y]) => (
                <rect
                  key={`${x} ${y}`}
                  x={x! * size}
                  y={y! * size}
                  width={size - 1}
                  height={size - 1}
                  fill={fill}
                  onPointerEnter={() => setAt(pair)}
                />
              ))
            })}
          </svg>
        </div>
      </Scrollable>
      <div className={heatStyles.legend}>
        <span>−1</span>
        {RAMP.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
        <span>1</span>
        <span className={heatStyles.reading}>
          {at ? sayPair(at) : 'Point at a square to read it; the table has them all.'}
        </span>
      </div>
    </div>
  )
}

function sayPair({ a, b, measure, strength, spearman }: Association): string {
  const said = (value: number | null) => (value === null ? 'unknown' : formatScore(value))
  const more = spearman ? `, Spearman ${said(spearman.value)}` : ''
  return `${a} and ${b}: ${MEASURE_WORDS[measure]} ${said(strength.value)}${more}, on ${formatUnits(strength.rows, 'row')}.`
}
