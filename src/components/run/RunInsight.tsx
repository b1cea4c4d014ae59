import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { formatCount, formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import type { NoErrorsReason } from '@/core/linear/linear.ts'
import { INTERVAL_95, Z_95 } from '@/core/metrics/interval.ts'
import type { ModelInsight } from '@/core/pipeline/jobs.ts'
import type { Run } from '@/core/run/run.ts'
import type { OverviewRoute } from '@/state/overviewRoute.ts'
import { useAssay, useJob } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** Rows shown before somebody asks for all. */
const SHOWN = 12
type Coefficients = Extract<ModelInsight, { kind: 'coefficients' }>
type Gains = Extract<ModelInsight, { kind: 'gains' }>

/** What the model goes by, where that can be read off it: coefficients with their intervals, gains of trees. */
export function RunInsight({ run, route }: { run: Run; route: OverviewRoute }) {
  const digest = useAssay((state) => state.shelves.result[run.id]?.weightsDigest)
  const { output } = useJob(`insight ${run.id} ${digest}`, (jobs, signal) =>
    jobs.model.call('insight', { runId: run.id }, { signal }),
  )
  if (!output || output.kind === 'none' || run.spec.learner.kind === 'baseline') return null
  return (
    <section aria-labelledby="insight">
      <h2 id="insight">What it goes by</h2>
      {output.kind === 'gains' ? (
        <GainTable run={run} {...output} />
      ) : (
        <CoefficientTable run={run} route={route} {...output} />
      )}
    </section>
  )
}

function GainTable({ run, columns }: Gains & { run: Run }) {
  const [isWhole, setWhole] = useState(false)
  const [first] = columns
  const used = columns.filter(({ splits }) => splits > 0)
  if (!first || used.length === 0) return <p>No split was worth making: it answers the same for every row.</p>
  return (
    <>
      <p>
        Splits by <b>{first.name}</b> gained most, {formatShare(first.share)} of all.{' '}
        <span className="caption">
          Gain is measured on training rows, and columns of many values get more of it than they deserve.
        </span>
      </p>
      <table className={styles.insight}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col" className="n">
              Share of gain
            </th>
            <td />
            <th scope="col" className="n">
              Splits
            </th>
          </tr>
        </thead>
        <tbody>
          {(isWhole ? columns : columns.slice(0, SHOWN)).map(({ name, share, splits }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n">{formatShare(share)}</td>
              <td className={styles.bar}>
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect
                    y="1"
                    height="6"
                    width={(100 * share) / first.share}
                    fill={runColourOf(run)}
                    fillOpacity=".55"
                  />
                </svg>
              </td>
              <td className="n">{formatCount(splits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More total={columns.length} isWhole={isWhole} what="column" onChange={setWhole} />
    </>
  )
}

const NO_ERRORS: Readonly<Record<NoErrorsReason, string>> = {
  l1: 'A penalty on absolute values leaves no standard errors.',
  noFreedom: 'As many coefficients as rows leave nothing to estimate standard errors from.',
  tooLarge: 'There are too many coefficients for standard errors.',
  unfinished: 'It was stopped before its standard errors could be found.',
}

function CoefficientTable({ run, route, outputs, features }: Coefficients & { run: Run; route: OverviewRoute }) {
  const [isWhole, setWhole] = useState(false)
  const output = Math.max(0, outputs.indexOf(route.of ?? ''))
  const solution = useAssay((state) => state.shelves.result[run.id]?.solution)
  const { task, target, classes } = run.spec.question
  const at = (values: readonly (number | null)[] | undefined) => values?.[output] ?? undefined
  const rows = features
    .slice(0, -1)
    .map(({ name, values, errors }) => ({ name, value: values[output]!, error: at(errors) }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const intercept = features.at(-1)!.values[output]!
  const zeros = rows.filter(({ value }) => value === 0).length
  const furthest = Math.max(...rows.map(({ value, error = 0 }) => Math.abs(value) + Z_95 * error), Number.MIN_VALUE)
  const hasErrors = rows.some(({ error }) => error !== undefined)
  const isPoisson = 'distribution' in run.spec.learner.options && run.spec.learner.options.distribution === 'poisson'
  const unit =
    task === 'regression'
      ? `${isPoisson ? 'the logarithm of ' : ''}${target}`
      : `the log-odds of ${task === 'binary' ? classes[1] : outputs[output]}`
  return (
    <>
      <p>
        How far {unit} moves with one standard deviation of a number, or with being of a category;{' '}
        {formatNumber(intercept)} where all are average.{' '}
        <span className="caption">
          {[
            ...(zeros > 0 ? [`${formatUnits(zeros, 'coefficient')} of ${formatCount(rows.length)} are zero.`] : []),
            ...(solution?.noErrors ? [NO_ERRORS[solution.noErrors]] : []),
            ...(hasErrors && solution && solution.strength > 0
              ? ['Intervals do not tell of the pull of the penalty towards zero.']
              : []),
            ...(solution?.ended === 'separated'
              ? ['The classes are parted completely: without a penalty no finite coefficients are best.']
              : []),
          ].join(' ')}
        </span>
      </p>
      {outputs.length > 1 && (
        <NativeSelect
          aria-label="Class"
          className={styles.outputs!}
          value={outputs[output]}
          data={[...outputs]}
          onChange={(event) => goTo({ ...route, of: event.currentTarget.value }, { replace: true })}
        />
      )}
      <table className={styles.insight}>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col" className="n">
              Coefficient
            </th>
            {hasErrors && (
              <th scope="col" className="n">
                {INTERVAL_95}
              </th>
            )}
            <td />
          </tr>
        </thead>
        <tbody>
          {(isWhole ? rows : rows.slice(0, SHOWN)).map(({ name, value, error }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n">{formatNumber(value, 3)}</td>
              {hasErrors && (
                <td className="n">
                  {error === undefined
                    ? 'not told by the data'
                    : `${formatNumber(value - Z_95 * error, 3)} to ${formatNumber(value + Z_95 * error, 3)}`}
                </td>
              )}
              <td className={styles.bar}>
                <Whisker
                  value={value / furthest}
                  low={(value - Z_95 * (error ?? 0)) / furthest}
                  high={(value + Z_95 * (error ?? 0)) / furthest}
                  colour={runColourOf(run)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More total={rows.length} isWhole={isWhole} what="feature" onChange={setWhole} />
    </>
  )
}

function More({
  total,
  isWhole,
  what,
  onChange,
}: {
  total: number
  isWhole: boolean
  what: string
  onChange: (isWhole: boolean) => void
}) {
  if (total <= SHOWN) return null
  return (
    <Button variant="subtle" aria-expanded={isWhole} onClick={() => onChange(!isWhole)}>
      {isWhole ? `Show the first ${SHOWN}` : `Show all ${formatUnits(total, what)}`}
    </Button>
  )
}
