import { NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { numberAxis } from '@/components/curves/axes.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import study from '@/components/ui/study.module.css'
import { differenceWriter } from '@/core/compare/comparison.ts'
import { formatCount, formatNumber, formatSpan, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import type { Run } from '@/core/run/run.ts'
import type { Ageing } from '@/core/staleness/ageing.ts'
import { ageSlope, lossesByAge } from '@/core/staleness/loss.ts'
import { describeAgeing } from '@/core/staleness/verdict.ts'
import type { AgeingRoute } from '@/state/ageingRoute.ts'
import { PeriodTable } from './PeriodTable.tsx'
import styles from './staleness.module.css'

/** What age costs by a metric: a sentence, the loss by age, and every score. */
export function AgedScores({ run, ageing, route }: { run: Run; ageing: Ageing; route: AgeingRoute }) {
  const { task, metric: primary, target } = run.spec.question
  const names = metricsFor(task)
  const metric = names.find((name) => name === route.metric) ?? primary
  const { periods, trainings, column, isDate } = ageing
  const losses = useMemo(() => lossesByAge(trainings, metric), [trainings, metric])
  const slope = useMemo(() => ageSlope(trainings, metric), [trainings, metric])
  const length = periods.length > 0 ? (periods.at(-1)!.to - periods[0]!.from) / periods.length : 0
  const say = (span: number) => (isDate ? formatSpan(span) : `${formatNumber(span, 2)} in ${column}`)
  const verdict = describeAgeing({ losses, slope }, { metric, period: `about ${say(length)}` })
  const failed = trainings.filter(({ error }) => error)
  const { label, better } = METRICS[metric]
  const points = losses.map(({ age, loss, interval }) => ({
    x: age,
    y: loss,
    low: interval?.low ?? loss,
    high: interval?.high ?? loss,
  }))
  const most = Math.max(1, ...losses.map(({ age }) => age))
  const trend = slope ? [0, most].map((age) => ({ x: age, y: age * slope.slope })) : []
  const write = differenceWriter(metric, slope ? slope.high - slope.low : 0)
  const colour = runColourOf(run)
  const ages = Array.from({ length: most + 1 }, (_, age) => age)
  return (
    <>
      <p className={study.verdict} role="status">
        {verdict}
      </p>
      <NativeSelect
        aria-label="Scored by"
        value={metric}
        data={names.map((name) => ({ value: name, label: METRICS[name].label }))}
        onChange={(event) => goTo({ ...route, metric: event.currentTarget.value as MetricName }, { replace: true })}
      />
      <XYChart
        level={3}
        title={better === 'higher' ? `${label} lost` : `${label} gained`}
        note="against fresh models on the same rows, by periods of age; above 0 is worse"
        verdict={sayCurve(losses.length, say(length))}
        x={{ axis: { min: 0, max: most + 0.4, ticks: ages, step: 1 }, write: formatCount }}
        y={numberAxis([
          0,
          ...[...points, ...trend.map(({ y }) => ({ low: y, high: y }))].flatMap(({ low, high }) => [low, high]),
        ])}
        marks={[
          ...(slope
            ? [
                {
                  kind: 'line' as const,
                  id: 'slope',
                  label: 'Slope',
                  role: 'context' as const,
                  colour: 'var(--text-3)',
                  points: trend,
                  facts: (i: number) => [
                    ['age', formatUnits(trend[i]!.x, 'period')] as const,
                    ['by the slope', write(trend[i]!.y)] as const,
                  ],
                },
              ]
            : []),
          {
            kind: 'ranges',
            id: 'losses',
            label: 'Mean loss',
            colour,
            points,
            facts: (i) => {
              const { age, loss, interval, pairs } = losses[i]!
              return [
                ['age', `${formatUnits(age, 'period')}, about ${say(age * length)}`],
                ['loss', write(loss)],
                ...(interval ? [[INTERVAL_95, `${write(interval.low)} to ${write(interval.high)}`] as const] : []),
                ['periods compared', formatCount(pairs)],
              ]
            },
          },
        ]}
        guides={[{ id: 'none', from: { x: 0, y: 0 }, to: { x: most + 0.4, y: 0 }, label: 'as a fresh one' }]}
        table={() => ({
          columns: [
            { name: 'Age in periods', write: formatCount },
            { name: 'Loss', write },
            { name: 'Low', write },
            { name: 'High', write },
            { name: 'Periods compared', write: formatCount },
          ],
          rows: losses.map(({ age, loss, interval, pairs }) => [age, loss, interval?.low, interval?.high, pairs]),
        })}
        empty="No old model was scored beside a fresh one yet."
      />
      <PeriodTable ageing={ageing} metric={metric} />
      {failed.length > 0 && (
        <p className="secondary">
          {formatUnits(failed.length, 'training')} came to nothing: {failed[0]!.error}
        </p>
      )}
      <p className={`caption ${styles.note}`}>
        Each model is given the latest {formatUnits(trainings[0]!.rows, 'row')} before a period, as many as every other,
        of which a share validates; test rows are left out. Intervals come from{' '}
        {formatUnits(trainings.length, 'training')} only: they are wide, and hold for {target} as it changed in this
        stretch of {column}. The line is the slope with a level of its own for every period.
      </p>
    </>
  )
}

function sayCurve(ages: number, length: string): string {
  return ages === 0
    ? 'No old model was scored beside a fresh one yet.'
    : `Mean loss of models up to ${formatUnits(ages, 'period')} old, each about ${length}, with ${INTERVAL_95}s where three periods or more tell them.`
}
