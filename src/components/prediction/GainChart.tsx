import { useState } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatNumber, formatShare } from '@/core/format/format.ts'
import type { GainHistogram } from '@/core/prediction/outcome.ts'
import styles from './prediction.module.css'

const WIDTH = 440
const HEIGHT = 96
const BOTTOM = 18
/** A bar that holds a row is never thinner than this, so that it is not taken for none. */
const LEAST = 1.5

/** How much nearer B is over the rows: to the right of the line it is closer, to the left farther. */
export function GainChart({ gains, a, b }: { gains: GainHistogram; a: string; b: string }) {
  const [isTable, setTable] = useState(false)
  const { most, counts, median } = gains
  const rows = counts.reduce((sum, count) => sum + count, 0)
  const step = (2 * most) / counts.length
  const edge = (bin: number) => -most + bin * step
  const labelOf = (bin: number) =>
    bin === 0
      ? `below ${formatNumber(edge(1), 3)}`
      : bin === counts.length - 1
        ? `above ${formatNumber(edge(bin), 3)}`
        : `${formatNumber(edge(bin), 3)} to ${formatNumber(edge(bin + 1), 3)}`
  const top = Math.max(1, ...counts)
  const wide = WIDTH / counts.length
  const verdict = `${b} is ${formatNumber(Math.abs(median), 3)} ${median < 0 ? 'farther' : 'closer'} than ${a} on the median row, and within ${formatNumber(most, 3)} either way on all but 1 in 100.`
  return (
    <figure className={styles.gains}>
      <figcaption className="caption">
        Rows by how much closer {b} is than {a}, median {formatNumber(median, 3)}
      </figcaption>
      {isTable ? (
        <Scrollable label="Rows by how much closer, as a table" className={styles.gainTable!}>
          <table>
            <thead>
              <tr>
                <th scope="col">Closer by</th>
                <th scope="col" className="n">
                  Rows
                </th>
                <th scope="col" className="n">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {counts.map((count, bin) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: ranges have a fixed order
                <tr key={bin}>
                  <td>{labelOf(bin)}</td>
                  <td className="n">{formatCount(count)}</td>
                  <td className="n">{formatShare(count / rows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      ) : (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={verdict} className={styles.gainBars}>
          {counts.map((count, bin) => {
            const high = count === 0 ? 0 : Math.max(LEAST, (count / top) * (HEIGHT - BOTTOM - 2))
            const middle = (counts.length - 1) / 2
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: ranges have a fixed order
                key={bin}
                x={bin * wide}
                y={HEIGHT - BOTTOM - high}
                width={wide - 1}
                height={high}
                fill={bin > middle ? 'var(--div-6)' : bin < middle ? 'var(--div-2)' : 'var(--bar)'}
              />
            )
          })}
          <path d={`M0 ${HEIGHT - BOTTOM + 0.5}H${WIDTH}`} stroke="var(--line-3)" />
          <text x={0} y={HEIGHT - 4}>
            ← {b} farther
          </text>
          <text x={WIDTH / 2} y={HEIGHT - 4} textAnchor="middle">
            0
          </text>
          <text x={WIDTH} y={HEIGHT - 4} textAnchor="end">
            {b} closer, {formatNumber(most, 3)} →
          </text>
        </svg>
      )}
      <button
        type="button"
        className={styles.toggle}
        aria-label={`Show as ${isTable ? 'chart' : 'table'}: rows by how much closer`}
        onClick={() => setTable(!isTable)}
      >
        {isTable ? 'Show as chart' : 'Show as table'}
      </button>
    </figure>
  )
}
