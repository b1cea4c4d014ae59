import { useState } from 'react'
import { Crosshair } from '@/components/charts/Crosshair.tsx'
import { moveAlong } from '@/components/charts/keys.ts'
import { sayTold, type Told } from '@/components/charts/told.ts'
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

/** A place of the map, or of its drawing in pixels: across, and down. */
interface Square {
  readonly x: number
  readonly y: number
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
  const [told, setTold] = useState<Told>()
  const place = new Map(names.map((name, i) => [name, i]))
  const size = names.length > 24 ? 16 : names.length > 12 ? 22 : 30
  const side = names.length * size
  const pairOf = ({ x, y }: Square) =>
    pairs.find(({ a, b }) => (a === names[x] && b === names[y]) || (a === names[y] && b === names[x]))
  const find = ({ x, y }: Square) => {
    const square = { x: Math.floor(x / size), y: Math.floor(y / size) }
    return pairOf(square) && square
  }
  const tell = (square: Square): Told => {
    const pair = pairOf(square)
    return {
      x: (square.x + 0.5) * size,
      y: (square.y + 0.5) * size,
      dots: [],
      isAlone: true,
      facts: pair ? tellPair(pair) : [{ name: 'measured', value: 'on no row' }],
      head: `${names[square.y]} and ${names[square.x]}`,
    }
  }
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
          <Crosshair
            label={verdict}
            help="Arrow keys move over the squares"
            width={side}
            height={side}
            find={find}
            move={(square, key) => moveSquare(names.length, square, key)}
            tell={tell}
            onTold={setTold}
          >
            <svg width={side} height={side} className={heatStyles.squares} aria-hidden="true">
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
                  <rect key={`${x} ${y}`} x={x! * size} y={y! * size} width={size - 1} height={size - 1} fill={fill} />
                ))
              })}
              {told && (
                <rect
                  x={told.x - size / 2 + 0.5}
                  y={told.y - size / 2 + 0.5}
                  width={size - 2}
                  height={size - 2}
                  fill="none"
                  stroke="var(--text-1)"
                  strokeWidth="2"
                />
              )}
            </svg>
          </Crosshair>
        </div>
      </Scrollable>
      <div className={heatStyles.legend}>
        <span>−1</span>
        {RAMP.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
        <span>1</span>
        <span className={heatStyles.reading}>
          {told ? sayTold(told) : 'Point at a square to read it; the table has them all.'}
        </span>
      </div>
    </div>
  )
}

function tellPair({ measure, strength, spearman }: Association): Told['facts'] {
  const said = (value: number | null) => (value === null ? 'unknown' : formatScore(value))
  return [
    { name: MEASURE_WORDS[measure], value: said(strength.value) },
    ...(spearman ? [{ name: 'Spearman', value: said(spearman.value) }] : []),
    { name: 'on', value: formatUnits(strength.rows, 'row') },
  ]
}

/**
 * Where a key leads over the squares of a map with so many columns, past those of a column with itself; undefined for keys that
 * mean nothing to it.
 */
function moveSquare(count: number, square: Square | undefined, key: string): Square | undefined {
  if (count < 2) return undefined
  if (!square) return moveAlong(count, undefined, key) === undefined ? undefined : { x: 0, y: 1 }
  const down = { ArrowUp: 'ArrowLeft', ArrowDown: 'ArrowRight' }[key]
  const [from, other] = down ? [square.y, square.x] : [square.x, square.y]
  const once = moveAlong(count, from, down ?? key)
  if (once === undefined) return undefined
  const on = once === other ? once + Math.sign(once - from || (once === 0 ? 1 : -1)) : once
  const to = on < 0 || on >= count ? from : on
  return down ? { ...square, y: to } : { ...square, x: to }
}
