import { NativeSelect } from '@mantine/core'
import type { WrittenAxis } from '@/components/charts/ChartAxes.tsx'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import type { TimeBin } from '@/core/curves/errorOverTime.ts'
import { formatCount, formatDate, formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { numberAxis, timeAxis, wholeSpan } from './axes.ts'
import styles from './curves.module.css'
import { signed } from './residualRows.ts'

/** Whether errors drift: mean errors, or shares of mistakes, along the column of the split or another of dates. */
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
  const { datasetId, split, target, task } = run.spec.question
  const columns = useAssay((state) => state.shelves.dataset[datasetId]?.columns)
  const ofSplit = split.kind === 'time' ? split.column : undefined
  const dates = (columns ?? []).filter(({ name, type }) => (type === 'datetime' && name !== target) || name === ofSplit)
  const by = dates.find(({ name }) => name === column) ?? dates.find(({ name }) => name === ofSplit) ?? dates[0]
  const asked = useWatched(by && `errorOverTime ${evaluation.id} ${evaluation.digest} ${by.name}`, (jobs, { signal }) =>
    jobs.model.call('errorOverTime', { runId: run.id, part: evaluation.part, column: by!.name }, { signal }),
  )
  if (!by) return null
  return (
    <section aria-labelledby="when">
      <h2 id="when">When it is off</h2>
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
        <TimeChart
          bins={asked.output}
          name={by.name}
          isDate={by.type === 'datetime'}
          said={task === 'regression' ? errorsOf(target) : mistakesIn(asked.output)}
          colour={colour}
        />
      ) : (
        <Waiting asked={asked} what={`Reading ${by.name}`} unit="row" rows={6} />
      )}
    </section>
  )
}

/** How errors are named and written, and what they are where nothing drifts. */
interface Said {
  readonly title: string
  readonly note: string
  readonly mean: string
  /** What a stretch would have if it were like all others. */
  readonly usual: number
  readonly usualWords: string
  readonly usualLabel: string
  readonly axis: (values: readonly number[]) => WrittenAxis
  readonly write: (value: number) => string
  readonly writeMean: (value: number) => string
}

function errorsOf(target: string): Said {
  return {
    title: 'Error',
    note: `mean of predicted less actual ${target} with its ${INTERVAL_95}, by stretches of as many rows: above 0 predictions are too high`,
    mean: 'Mean error',
    usual: 0,
    usualWords: '0',
    usualLabel: 'no error',
    axis: numberAxis,
    write: (value) => formatNumber(value),
    writeMean: signed,
  }
}

function mistakesIn(bins: readonly TimeBin[]): Said {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0)
  const usual = rows > 0 ? bins.reduce((sum, bin) => sum + bin.mean * bin.rows, 0) / rows : 0
  return {
    title: 'Mistakes',
    note: `share of rows called another class than their own with its ${INTERVAL_95}, by stretches of as many rows`,
    mean: 'Wrong',
    usual,
    usualWords: `the share over all of them, ${formatShare(usual)},`,
    usualLabel: `all rows ${formatShare(usual)}`,
    axis: (values) => ({ ...numberAxis([0, ...values]), write: formatShare }),
    write: formatShare,
    writeMean: formatShare,
  }
}

function TimeChart({
  bins,
  name,
  isDate,
  said,
  colour,
}: {
  bins: readonly TimeBin[]
  name: string
  isDate: boolean
  said: Said
  colour: string
}) {
  const { usual, write, writeMean } = said
  const when = (time: number) => (isDate ? formatDate(time) : formatNumber(time))
  const off = bins.filter(({ interval }) => interval && (interval.low > usual || interval.high < usual))
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
      title={`${said.title} along ${name}`}
      note={said.note}
      verdict={`In ${formatCount(off.length)} of ${formatUnits(bins.length, 'stretch', 'stretches')} the interval leaves ${said.usualWords} out; of a model that does not drift it would in about ${formatNumber(chance, 1)}.`}
      x={x}
      y={said.axis([usual, ...points.flatMap(({ low, high }) => [low, high])])}
      marks={[
        {
          kind: 'ranges',
          id: 'stretches',
          label: 'Stretches',
          colour,
          points,
          facts: (i) => [
            [name, `${when(bins[i]!.from)} to ${when(bins[i]!.to)}`],
            [said.mean.toLowerCase(), writeMean(bins[i]!.mean)],
            ...(bins[i]!.interval
              ? [[INTERVAL_95, `${write(bins[i]!.interval!.low)} to ${write(bins[i]!.interval!.high)}`] as const]
              : []),
            ['rows', formatCount(bins[i]!.rows)],
          ],
        },
      ]}
      guides={[
        { id: 'none', from: { x: x.axis.min, y: usual }, to: { x: x.axis.max, y: usual }, label: said.usualLabel },
      ]}
      table={() => ({
        columns: [
          { name: 'From' },
          { name: 'To' },
          { name: said.mean, write: writeMean },
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
