import { Switch } from '@mantine/core'
import { PurposeFact } from '@/components/experiment/PurposeFact.tsx'
import { RowByRow } from '@/components/prediction/RowByRow.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { RunMark } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatDuration, formatMetric, formatUnits } from '@/core/format/format.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { compareSpecs } from '@/core/run/compare.ts'
import { bestValue, type Ranked } from '@/core/run/leaderboard.ts'
import type { CompareRoute } from '@/state/route.ts'
import { runName } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import { CompareCurves } from './CompareCurves.tsx'
import { CompareThresholds } from './CompareThresholds.tsx'
import { CompareVerdicts, judgingMetric } from './CompareVerdicts.tsx'
import { ResampledVerdicts } from './ResampledVerdicts.tsx'
import styles from './run.module.css'
import { SureSection } from './SureSection.tsx'

/**
 * Several runs side by side: scores, whether the others are better than the leftmost, which is the base, curves overlaid,
 * and the settings that differ.
 */
export function ComparePage({ route }: { route: CompareRoute }) {
  const { experimentId, runIds } = route
  const shelves = useAssay((state) => state.shelves)
  const experiment = shelves.experiment[experimentId]
  const runs: Ranked[] = runIds.flatMap((id) => {
    const run = shelves.run[id]
    return run
      ? {
          run,
          name: runName({ shelves }, run),
          metrics: shelves.evaluation[`${id}/validation`]?.metrics ?? {},
          trainMs: shelves.result[id]?.timings.trainMs,
        }
      : []
  })
  if (!experiment || runs.length < 2)
    return (
      <Page title="Compare">
        <Empty action={<a href={hrefOf({ page: 'runs', experimentId })}>Back to the runs</a>}>
          Two runs are needed to compare. Tick them on the Runs page.
        </Empty>
      </Page>
    )
  const { metric, task } = experiment.question
  const judgedBy = judgingMetric(route, experiment.question)
  const rows = shelves.evaluation[`${runs[0]!.run.id}/validation`]?.rows
  return (
    <Page
      title={`Compare ${runs.map(({ run }) => run.mark.letter).join(', ')}`}
      facts={
        <>
          <span>
            {METRICS[metric].label} on <b>{formatUnits(rows ?? 0, 'validation row')}</b>
          </span>
          <PurposeFact experimentId={experimentId} />
        </>
      }
      actions={<a href={hrefOf({ page: 'runs', experimentId })}>Back to the runs</a>}
    >
      <div className={styles.sections}>
        <p className={styles.verdict}>{describeComparison(runs, metric)}</p>
        <section aria-labelledby="scores">
          <h2 id="scores">Scores</h2>
          <Scrollable label="Scores side by side" className={styles.scroll!}>
            <table className={styles.compare}>
              <RunHeads runs={runs} corner="Metric" />
              <tbody>
                {metricsFor(task).map((each) => (
                  <tr key={each}>
                    <th scope="row">{METRICS[each].label}</th>
                    {runs.map(({ run, metrics }) => (
                      <td key={run.id} className={`n ${metrics[each] === bestValue(runs, each) ? 'strong' : ''}`}>
                        {formatMetric(each, metrics[each])}
                      </td>
                    ))}
                  </tr>
                ))}
                <CompareThresholds runs={runs} />
                <tr>
                  <th scope="row">Training time</th>
                  {runs.map(({ run, trainMs }) => (
                    <td key={run.id} className="n">
                      {trainMs !== undefined && formatDuration(trainMs)}
                    </td>
                  ))}
                </tr>
              </tbody>
            </table>
          </Scrollable>
        </section>
        <CompareVerdicts route={route} runs={runs} question={experiment.question} />
        <RowByRow route={route} runs={runs.map(({ run }) => run)} question={experiment.question} />
        <ResampledVerdicts runs={runs} metric={judgedBy} />
        <SureSection route={route} runs={runs} metric={judgedBy} />
        <CompareCurves runs={runs.map(({ run }) => run)} metric={metric} />
        <SpecTable route={route} runs={runs} />
      </div>
    </Page>
  )
}

function RunHeads({ runs, corner }: { runs: readonly Ranked[]; corner: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{corner}</th>
        {runs.map(({ run, name }, index) => (
          <th key={run.id} scope="col" className="n">
            <a className={styles.runLink} href={hrefOf({ page: 'run', runId: run.id })}>
              <RunMark mark={run.mark} kind={run.spec.learner.kind} /> {name}
            </a>
            {index === 0 && <span className="caption"> base</span>}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function SpecTable({ route, runs }: { route: CompareRoute; runs: readonly Ranked[] }) {
  const { diffOnly } = route
  const all = compareSpecs(runs.map(({ run }) => run.spec))
  const differing = all.filter(({ differs }) => differs)
  const shown = diffOnly ? differing : all
  return (
    <section aria-labelledby="settings">
      <div className={styles.sectionHead}>
        <h2 id="settings">Settings</h2>
        <span className="caption">
          {differing.length} of {formatUnits(all.length, 'setting')} differ
        </span>
        <Switch
          label="Diff only"
          checked={diffOnly}
          onChange={(event) => goTo({ ...route, diffOnly: event.currentTarget.checked }, { replace: true })}
        />
      </div>
      {shown.length === 0 ? (
        <p>Nothing differs: these runs repeat the same spec.</p>
      ) : (
        <Scrollable label="Settings side by side" className={styles.scroll!}>
          <table className={styles.compare}>
            <RunHeads runs={runs} corner="Setting" />
            <tbody>
              {shown.map(({ group, label, values, differs }) => (
                <tr key={group + label} data-differs={differs}>
                  <th scope="row">{label}</th>
                  {values.map((value, index) => (
                    <td key={runs[index]!.run.id} className={`n ${value !== values[0] ? 'strong' : ''}`}>
                      {value ?? <span className="caption">none</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
    </section>
  )
}

/** Who is ahead and by how much, claiming no more than the two numbers say. */
function describeComparison(runs: readonly Ranked[], metric: MetricName): string {
  const label = METRICS[metric].label
  const best = bestValue(runs, metric)
  const leaders = runs.filter(({ metrics }) => metrics[metric] === best)
  if (best === undefined) return `None of these runs has a ${label} yet.`
  const others = runs
    .filter((row) => !leaders.includes(row) && row.metrics[metric] !== undefined)
    .map(({ run, metrics }) => `${run.mark.letter} ${formatMetric(metric, metrics[metric])}`)
  const against = others.length > 0 ? `, against ${others.join(', ')}` : ''
  const letters = leaders.map(({ run }) => run.mark.letter).join(' and ')
  const verdict =
    leaders.length === 1
      ? `Run ${letters} is ahead with ${label} ${formatMetric(metric, best)}`
      : `Runs ${letters} are level with ${label} ${formatMetric(metric, best)}`
  return `${verdict}${against}.`
}
