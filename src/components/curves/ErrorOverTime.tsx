import { NativeSelect } from '@mantine/core'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import type { TimeBin } from '@/core/curves/errorOverTime.ts'
import { formatCount, formatDate, formatNumber, formatUnits } from '@/core/format/format.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { numberAxis, timeAxis, wholeSpan } from './axes.ts'
import styles from './curves.module.css'
import { signed } from './residualRows.ts'

/** Whether errors drift: mean errors along the column of the split, or another of dates. */
export function ErrorOverTime({
  run,
  evaluation,
  column,
  colour,
  onColumn,
}: {
  run: Run
  evaluation: Evaluation
  /** The column that the address names. */
  column: string | undefined
  colour: string
  onColumn: (column: string) => void
}) {
  const { datasetId, split, target } = run.spec.question
  const columns = useAssay((state) => state.shelves.dataset[datasetId]?.columns)
  const ofSplit = split.kind === 'time' ? split.column : undefined
  const dates = (columns ?? []).filter(({ name, type }) => (type === 'datetime' && name !== target) || name === ofSplit)
  const by = dates.find(({ name }) => name === column) ?? dates.find(({ name }) => name === ofSplit) ?? dates[0]
  const asked = useWatched(by && `errorOverTime ${evaluation.id} ${evaluation.digest} ${by.name}`, (jobs, { signal }) =>
    jobs.model.call('errorOverTime', { runId: run.id, part: evaluation.part, column: by!.name }, { signal }),
  )
  if (!by) return null
  return (
    <div className={styles.wide}>
      {dates.length > 1 && (
        <div className={styles.choice}>
          <label htmlFor="along">Errors along</label>
          <NativeSelect
            id="along"
            value={by.name}
            data={dates.map(({ name }) => name)}
            onChange={(event) => onColumn(event.currentTarget.value)}
          />
        </div>
      )}
      {asked.output ? (
        <TimeChart bins={asked.output} name={by.name} isDate={by.type === 'datetime'} target={target} colour={colour} />
      ) : (
        <Waiting asked={asked} what={`Reading ${by.name}`} unit="row" rows={6} />
      )}
    </div>
  )
}

function TimeChart({
  bins,
  name,
  isDate,
  target,
  colour,
}: {
  bins: readonly TimeBin[]
  name: string
  isDate: boolean
  target: string
  colour: string
}) {
  const when = (time: number) => (isDate ? formatDate(time) : formatNumber(time))
  const write = (value: number) => formatNumber(value)
  const off = bins.filter(({ interval }) => interval && (interval.low > 0 || interval.high < 0))
  const points = bins.map(({ from, to, mean, interval }) => ({
    x: (from + to) / 2,
    y: mean,
    low: interval?.low ?? mean,
    high: interval?.high ?? mean,
  }))
  const ends = bins.flatMap(({ from, to }) => [from, to])
  const x = isDate ? timeAxis(ends) : wholeSpan(ends)
  const chance = bins.length * 0.05
  return (
    <XYChart
      level={3}
      title={`Error along ${name}`}
      note={`mean of predicted less actual ${target} with its 95% interval, by stretches of as many rows: above 0 predictions are too high`}
      verdict={`In ${formatCount(off.length)} of ${formatUnits(bins.length, 'stretch', 'stretches')} the interval leaves 0 out; of a model that does not drift it would in about ${formatNumber(chance, 1)}.`}
      x={x}
      y={numberAxis([0, ...points.flatMap(({ low, high }) => [low, high])])}
      marks={[
        {
          kind: 'ranges',
          id: 'stretches',
          label: 'Stretches',
          colour,
          points,
          facts: (i) => [
            [name, `${when(bins[i]!.from)} to ${when(bins[i]!.to)}`],
            ['mean error', signed(bins[i]!.mean)],
            ...(bins[i]!.interval
              ? [['95% interval', `${write(bins[i]!.interval!.low)} to ${write(bins[i]!.interval!.high)}`] as const]
              : []),
            ['rows', formatCount(bins[i]!.rows)],
          ],
        },
      ]}
      guides={[{ id: 'none', from: { x: x.axis.min, y: 0 }, to: { x: x.axis.max, y: 0 }, label: 'no error' }]}
      table={() => ({
        columns: [
          { name: 'From' },
          { name: 'To' },
          { name: 'Mean error', write: signed },
          { name: 'Low', write },
          { name: 'High', write },
          { name: 'Rows', write: formatCount },
        ],
        rows: bins.map((bin) => [
          when(bin.from),
          when(bin.to),
          bin.mean,
          bin.interval?.low,
          bin.interval?.high,
          bin.rows,
        ]),
      })}
      empty={`No row of this part has a ${name}.`}
    />
  )
}
