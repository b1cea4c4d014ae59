import { SegmentedControl } from '@mantine/core'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { SHARE_AXIS } from '@/components/curves/axes.ts'
import study from '@/components/ui/study.module.css'
import type { FairnessReport } from '@/core/fairness/report.ts'
import type { MatchedThreshold } from '@/core/fairness/thresholdCurves.ts'
import { formatShare, formatThreshold } from '@/core/format/format.ts'
import { TRAINED_THRESHOLD } from '@/core/pipeline/pipeline.ts'
import type { Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './fairness.module.css'

/** Lines that can still be told apart by their colours. */
const MOST_LINES = 8

const RATES = {
  selectionRate: { label: 'Selection rate', of: 'forSelectionRate' },
  truePositiveRate: { label: 'True positive rate', of: 'forTruePositiveRate' },
} as const

/** What threshold each group would need for the rate of the reference group: shown, not done. */
export function GroupThresholds({
  run,
  report: { groups, reference },
  rate,
  onRate,
}: {
  run: Run
  report: FairnessReport
  rate: keyof typeof RATES
  onRate: (rate: keyof typeof RATES) => void
}) {
  const threshold = useAssay((state) => state.shelves.pipeline[run.id]?.threshold) ?? TRAINED_THRESHOLD
  const largest = [...groups].sort((a, b) => b.rows - a.rows).slice(0, MOST_LINES)
  const drawn = groups
    .filter((group) => largest.includes(group))
    .flatMap(({ name, curve }, i) => (curve ? [{ name, curve, colour: `var(--run-${i + 1})` }] : []))
  const base = groups[reference]!
  if (!base.curve || drawn.length < 2) return null
  const { label, of } = RATES[rate]
  const wanted = base.curve[of]?.rate
  const lines = drawn.map(({ name, curve, colour }) => {
    const points = curve.points.flatMap(({ threshold: x, [rate]: y }) => (y === undefined ? [] : [{ x, y }])).reverse()
    return { name, colour, points, matched: curve[of] }
  })
  const others = lines.filter(({ name, matched }) => name !== base.name && matched)
  const sentence =
    wanted === undefined
      ? `${base.name} has no positive row, so there is no rate to match.`
      : `For the ${label.toLowerCase()} that ${base.name} has from ${formatThreshold(threshold)} up, ${formatShare(wanted)}, rows would be called positive: ${others.map(({ name, matched }) => `${name} ${write(matched)}`).join(', ')}.`
  return (
    <div className={`${study.part} ${styles.part}`}>
      <div className={study.head}>
        <h3>Thresholds by group</h3>
        <SegmentedControl
          aria-label="Rate to match"
          size="xs"
          value={rate}
          onChange={(value) => onRate(value as keyof typeof RATES)}
          data={Object.entries(RATES).map(([value, words]) => ({ value, label: words.label }))}
        />
      </div>
      <ul className={styles.legend} aria-label="Lines">
        {lines.map(({ name, colour, matched }) => (
          <li key={name}>
            <i style={{ background: colour }} />
            {name} <span className="secondary">{write(matched)}</span>
          </li>
        ))}
      </ul>
      <XYChart
        level={3}
        title={label}
        note="by threshold, a line for each group"
        verdict={sentence}
        x={SHARE_AXIS}
        y={SHARE_AXIS}
        marks={lines.map(({ name, colour, points }) => ({
          kind: 'line' as const,
          id: name,
          label: name,
          role: 'compared' as const,
          colour,
          steps: 'up' as const,
          points,
          facts: (i) => [
            ['threshold', formatThreshold(points[i]!.x)],
            [label.toLowerCase(), formatShare(points[i]!.y)],
          ],
        }))}
        guides={[
          {
            id: 'threshold',
            from: { x: threshold, y: 0 },
            to: { x: threshold, y: 1 },
            label: `the model's, ${formatThreshold(threshold)}`,
            isChosen: true,
          },
          ...(wanted === undefined ? [] : [{ id: 'wanted', from: { x: 0, y: wanted }, to: { x: 1, y: wanted } }]),
        ]}
        table={() => ({
          columns: [
            { name: 'Group' },
            { name: 'Threshold', write: formatThreshold },
            { name: label, write: formatShare },
          ],
          rows: lines.flatMap(({ name, points }) => points.map(({ x, y }) => [name, x, y])),
        })}
      />
      <p className={`caption ${styles.note}`}>
        Shown only: the model keeps one threshold for all. To treat people by other thresholds for what group they are
        of may be unlawful, and hides what the scores lack; ask a lawyer before you do.
      </p>
    </div>
  )
}

function write(matched: MatchedThreshold | undefined): string {
  if (!matched) return 'no positive row'
  return Number.isFinite(matched.threshold) ? `from ${formatThreshold(matched.threshold)}` : 'never'
}
