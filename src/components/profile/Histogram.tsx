import { XYChart } from '@/components/charts/XYChart.tsx'
import { countAxis, timeAxis, wholeSpan } from '@/components/curves/axes.ts'
import { formatCount, formatShare, formatUnits } from '@/core/format/format.ts'
import type { NumbersProfile, TimesProfile } from '@/core/profile/columnProfile.ts'
import { binsOf } from '@/core/profile/words.ts'

/** The values of a column of numbers or instants by equal ranges. */
export function Histogram({ column }: { column: NumbersProfile | TimesProfile }) {
  const { histogram, name, type, rows } = column
  // One value has no shape; the table of values has it.
  if (!histogram || histogram.min === histogram.max) return null
  const bins = binsOf(histogram, type)
  const most = bins.reduce((best, bin) => (bin.count > best.count ? bin : best))
  const ends = [histogram.min, histogram.max]
  return (
    <XYChart
      level={4}
      title={`${name} by ranges`}
      note={`rows in each of ${formatCount(bins.length)} that are equally wide`}
      verdict={`The fullest of ${formatUnits(bins.length, 'range')}, ${most.label}, holds ${formatShare(most.count / rows)} of rows.`}
      height={200}
      x={type === 'datetime' ? timeAxis(ends) : wholeSpan(ends)}
      y={countAxis(most.count)}
      marks={[
        {
          kind: 'bars',
          id: 'rows',
          label: 'Rows',
          colour: 'var(--bar)',
          bars: bins.map(({ from, count }, i) => ({ from, to: bins[i + 1]?.from ?? histogram.max, y: count })),
          facts: (i) => [
            ['range', bins[i]!.label],
            ['rows', formatCount(bins[i]!.count)],
            ['share', formatShare(bins[i]!.count / rows)],
          ],
        },
      ]}
      table={() => ({
        columns: [{ name: 'Range' }, { name: 'Rows', write: formatCount }, { name: 'Share', write: formatShare }],
        rows: bins.map(({ label, count }) => [label, count, count / rows]),
      })}
    />
  )
}
