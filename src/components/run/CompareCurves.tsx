import { SegmentedControl, Slider, Switch } from '@mantine/core'
import { useMemo } from 'react'
import { LineChart } from '@/components/charts/LineChart.tsx'
import { formatScore } from '@/core/format/format.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { CurveAxis } from '@/core/run/curves.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import { changeComparison } from './changeComparison.ts'
import styles from './compare.module.css'
import { compareCharts, countLabel } from './compareCharts.ts'
import type { Compared } from './compared.ts'

const MOST_SMOOTHING = 0.95
const STEP = 0.05

/** The curves of several runs on the same axes. Runs without a history (a baseline) are dotted lines across. */
export function CompareCurves({
  route,
  compared,
  metric,
}: {
  route: CompareRoute
  compared: readonly Compared[]
  metric: MetricName
}) {
  const { along, smoothing = 0, logY = false } = route
  const panels = useMemo(
    () => compareCharts(compared, metric, { along, smoothing, logY }),
    [compared, metric, along, smoothing, logY],
  )
  const counted = countLabel(compared)
  const axis = panels[0]?.axis
  if (!counted || !axis) return null
  const show = (change: Partial<CompareRoute>) => changeComparison(change, { replace: true })
  return (
    <section aria-labelledby="curves">
      <div className={styles.controls}>
        <h2 id="curves">How they learned</h2>
        <SegmentedControl
          aria-label="Curves along"
          size="xs"
          value={axis}
          onChange={(value) => show({ along: value as CurveAxis })}
          data={[
            { value: 'count', label: counted },
            { value: 'time', label: 'Time' },
            { value: 'share', label: 'Share of training' },
          ]}
        />
        <div className={styles.smoothing}>
          <span id="smoothing">Smoothing</span>
          <Slider
            size="xs"
            min={0}
            max={MOST_SMOOTHING}
            step={STEP}
            label={null}
            value={smoothing}
            onChange={(value) => show({ smoothing: Math.round(value * 100) / 100 || undefined })}
            thumbProps={{ 'aria-labelledby': 'smoothing' }}
          />
          <output className={styles.factor}>{smoothing === 0 ? 'none' : formatScore(smoothing, 2)}</output>
        </div>
        <Switch
          label="Log scale of losses"
          checked={logY}
          onChange={(event) => show({ logY: event.currentTarget.checked || undefined })}
        />
      </div>
      {panels.map(({ heading, charts }) => (
        <div key={heading ?? axis} className={styles.panel}>
          {heading && <h3>{heading}</h3>}
          <div className={styles.charts}>
            {charts.map((chart) => (
              <LineChart key={chart.title} level={heading ? 4 : 3} {...chart} />
            ))}
          </div>
        </div>
      ))}
      <p className="caption">{explainAxis(axis, panels.length > 1)}</p>
    </section>
  )
}

function explainAxis(axis: CurveAxis, areSeveral: boolean): string {
  if (axis === 'time')
    return 'Seconds of training alone, each run on its own device; preparing the rows is not counted.'
  if (axis === 'share')
    return 'Where a run was in its own training, so that epochs, rounds and trees can stand side by side: equal places are not equal work.'
  return areSeveral
    ? 'Runs that count in different things stand apart: an epoch is no round and no tree. To see them together, choose time or share of training.'
    : 'To see which is quicker rather than which needs fewer, choose time.'
}
