import { XYChart } from '@/components/charts/XYChart.tsx'
import { countAxis, wholeSpan } from '@/components/curves/axes.ts'
import { formatCount, formatNumber, formatShare } from '@/core/format/format.ts'
import type { GainHistogram } from '@/core/prediction/outcome.ts'

/** How much nearer B is over the rows: to the right of 0 it is closer, to the left farther. */
export function GainChart({ gains, a, b }: { gains: GainHistogram; a: string; b: string }) {
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
  const middle = (counts.length - 1) / 2
  return (
    <XYChart
      title={`How much closer ${b} is`}
      note={`rows by how much nearer than ${a}; left of 0 it is farther`}
      verdict={`${b} is ${formatNumber(Math.abs(median), 3)} ${median < 0 ? 'farther' : 'closer'} than ${a} on the median row, and within ${formatNumber(most, 3)} either way on all but 1 in 100.`}
      height={140}
      x={wholeSpan([-most, most])}
      y={countAxis(Math.max(...counts))}
      marks={[
        {
          kind: 'bars',
          id: 'rows',
          label: 'Rows',
          colour: 'var(--bar)',
          colours: counts.map((_, bin) =>
            bin > middle ? 'var(--div-6)' : bin < middle ? 'var(--div-2)' : 'var(--bar)',
          ),
          bars: counts.map((count, bin) => ({ from: edge(bin), to: edge(bin + 1), y: count })),
          facts: (bin) => [
            ['closer by', labelOf(bin)],
            ['rows', formatCount(counts[bin]!)],
            ['share', formatShare(counts[bin]! / rows)],
          ],
        },
      ]}
      table={() => ({
        columns: [{ name: 'Closer by' }, { name: 'Rows', write: formatCount }, { name: 'Share', write: formatShare }],
        rows: counts.map((count, bin) => [labelOf(bin), count, count / rows]),
      })}
    />
  )
}
