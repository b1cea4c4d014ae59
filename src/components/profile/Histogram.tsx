import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { ShareCells, ShareHead } from '@/components/ui/ShareTable.tsx'
import { snappedAxis } from '@/core/chart/axis.ts'
import { formatShare, formatTick, formatUnits } from '@/core/format/format.ts'
import type { NumbersProfile, TimesProfile } from '@/core/profile/columnProfile.ts'
import { binsOf, sayValue } from '@/core/profile/words.ts'
import styles from './profile.module.css'

const HEIGHT = 180
const BOTTOM = 22
const TOP = 10
/** A bar of a range that holds a row is never thinner than this, so that it is not taken for none. */
const LEAST = 1.5
const TICK_WIDTH = 6.6

/** The values of a column of numbers or instants by equal ranges; the same as a table. */
export function Histogram({ column }: { column: NumbersProfile | TimesProfile }) {
  const { ref, width } = useElementSize()
  const [isTable, setTable] = useState(false)
  const { histogram, name, type, rows } = column
  // One value has no shape; the table of values has it.
  if (!histogram || histogram.min === histogram.max) return null
  const bins = binsOf(histogram, type)
  const most = bins.reduce((best, bin) => (bin.count > best.count ? bin : best))
  const verdict = `${name}: the fullest of ${formatUnits(bins.length, 'range')}, ${most.label}, holds ${formatShare(most.count / rows)} of rows.`
  return (
    <figure className={styles.chart}>
      <figcaption className="caption">
        Rows by {formatUnits(bins.length, 'equal range')} of {name}
      </figcaption>
      {isTable ? (
        <Scrollable label={`${name} by ranges, as a table`} className={styles.chartTable!}>
          <table>
            <ShareHead what="Range" />
            <tbody>
              {bins.map(({ label, count }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: ranges have a fixed order
                <tr key={i}>
                  <td>{label}</td>
                  <ShareCells rows={count} of={rows} />
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      ) : (
        <div ref={ref} style={{ height: HEIGHT }}>
          {width > 0 && (
            <Bars bins={bins} width={width} verdict={verdict} from={histogram.min} to={histogram.max} type={type} />
          )}
        </div>
      )}
      <button
        type="button"
        className={styles.toggle}
        aria-label={`Show as ${isTable ? 'chart' : 'table'}: ${name} by ranges`}
        onClick={() => setTable(!isTable)}
      >
        {isTable ? 'Show as chart' : 'Show as table'}
      </button>
    </figure>
  )
}

function Bars({
  bins,
  width,
  verdict,
  from,
  to,
  type,
}: {
  bins: ReturnType<typeof binsOf>
  width: number
  verdict: string
  from: number
  to: number
  type: NumbersProfile['type']
}) {
  const axis = snappedAxis(0, Math.max(1, ...bins.map(({ count }) => count)))
  // Rows are whole.
  const ticks = axis.ticks.filter(Number.isInteger).map((tick) => ({ tick, text: formatTick(tick, axis.step, true) }))
  const left = Math.max(...ticks.map(({ text }) => text.length)) * TICK_WIDTH + 8
  const high = HEIGHT - BOTTOM - TOP
  const y = (count: number) => TOP + high * (1 - count / axis.max)
  const step = Math.min((width - left) / bins.length, 48)
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={verdict} className={styles.svg}>
      {ticks.map(({ tick, text }) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)}H${width}`} stroke="var(--grid)" />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {bins.map(({ count, from: edge }, i) => {
        const size = count === 0 ? 0 : Math.max(LEAST, (count / axis.max) * high)
        return (
          <rect
            key={edge}
            x={left + i * step}
            y={TOP + high - size}
            width={Math.max(1, step - 1)}
            height={size}
            fill="var(--bar)"
          />
        )
      })}
      <path d={`M${left} ${TOP + high + 0.5}H${width}`} stroke="var(--line-3)" />
      <text x={left} y={HEIGHT - 5}>
        {sayValue(from, type)}
      </text>
      {from !== to && (
        <text x={left + step * bins.length} y={HEIGHT - 5} textAnchor="end">
          {sayValue(to, type)}
        </text>
      )}
    </svg>
  )
}
