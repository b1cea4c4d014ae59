import { Button, NativeSelect } from '@mantine/core'
import { memo, useMemo } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { CurvePair } from '@/components/run/RunCurves.tsx'
import { trainReferences } from '@/components/run/trainReferences.ts'
import { useLiveRun } from '@/components/run/useLiveRun.ts'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import study from '@/components/ui/study.module.css'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { describeComparison, furthestOf } from '@/core/compare/comparison.ts'
import { capitalise, formatMetric, formatUnits } from '@/core/format/format.ts'
import type { RepairComparison } from '@/core/labels/jobs.ts'
import type { Repair } from '@/core/labels/labelCheck.ts'
import { describeRepair } from '@/core/labels/verdict.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { shareDone } from '@/core/run/pace.ts'
import { type Evaluation, hasModel, type Run } from '@/core/run/run.ts'
import { COLD_WORDS } from '@/core/run/warmStart.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './labels.module.css'

/** A repair: its run as it trains, then before and after on the rows that it left alone; to be kept or taken back. */
export function RepairItem({
  run,
  repair,
  by,
  onBy,
}: {
  run: Run
  repair: Repair
  by: MetricName | undefined
  onBy: (metric: MetricName | undefined) => void
}) {
  const actions = useActions()
  const { task, metric: primary } = run.spec.question
  const names = metricsFor(task)
  const metric = names.find((name) => name === by) ?? primary
  const again = useAssay((state) => state.shelves.run[repair.runId])
  const version = useAssay((state) => state.shelves.dataset[repair.datasetId]?.version)
  const hasTest = useAssay(({ shelves }) =>
    [run.id, repair.runId].every((id) => shelves.evaluation[`${id}/test`] !== undefined),
  )
  return (
    <li className={styles.repair}>
      <div className={styles.bar}>
        <span className="strong">{describeRepair(repair)}</span>
        <span className="secondary">
          {version !== undefined && (
            <a
              href={hrefOf({
                page: 'data',
                datasetId: repair.datasetId,
                view: 'versions',
                against: run.spec.question.datasetId,
              })}
            >
              v{version} of the data
            </a>
          )}
          {again && (
            <>
              , <a href={hrefOf({ page: 'run', runId: again.id })}>its run {again.mark.letter}</a>
            </>
          )}
          {repair.isKept && ', kept'}
        </span>
        {again && hasModel(again) && (
          <NativeSelect
            aria-label="Compared by"
            value={metric}
            data={names.map((name) => ({ value: name, label: METRICS[name].label }))}
            onChange={({ currentTarget: { value } }) => onBy(names.find((name) => name === value && name !== primary))}
          />
        )}
        {!repair.isKept && again && hasModel(again) && (
          <Button onClick={() => void actions().keepRepair(run.id, repair)}>Keep</Button>
        )}
        <Button variant="subtle" onClick={() => void actions().undoRepair(run.id, repair)}>
          Undo
        </Button>
      </div>
      {!again ? (
        <p className="secondary">Its run was removed for good.</p>
      ) : hasModel(again) ? (
        <>
          {again.status === 'stopped' && (
            <p className="secondary">
              It was stopped before its end: the comparison is of the best weights until then.
            </p>
          )}
          <HowBegun run={run} again={again} />
          <Compared run={run} again={again} part="validation" metric={metric} />
          {hasTest && <Compared run={run} again={again} part="test" metric={metric} />}
        </>
      ) : (
        <Training run={run} again={again} way={repair.way} />
      )}
    </li>
  )
}

/** Where the repaired model began. */
function HowBegun({ run, again }: { run: Run; again: Run }) {
  const result = useAssay((state) => state.shelves.result[again.id])
  const { warmStart } = again.spec
  if (!warmStart || !result) return <p className="caption">Trained from the start.</p>
  const { start, bestEpoch, history } = result
  if (start?.kind === 'cold') return <p className="caption">Trained {COLD_WORDS[start.reason]}.</p>
  const isKept = history.length > 0 && bestEpoch === 0
  return (
    <p className="caption">
      Trained on from the weights of run {run.mark.letter}
      {isKept && ', which it kept: no epoch was better on the validation rows'}.
    </p>
  )
}

// What is told between epochs changes no curve.
const Curves = memo(CurvePair)

function Training({ run, again, way }: { run: Run; again: Run; way: Repair['way'] }) {
  const actions = useActions()
  const shelves = useAssay((state) => state.shelves)
  const references = useMemo(() => trainReferences({ shelves }, [run], again), [shelves, run, again])
  const live = useLiveRun(again.id)
  if (again.error && again.status === 'failed') return <ErrorStrip error={again.error} />
  if (again.status === 'interrupted')
    return (
      <p className="secondary">
        It did not train to its end. <Button onClick={() => void actions().resumeRun(again.id)}>Train it</Button>
      </p>
    )
  const score = live?.history.at(-1)?.validationMetric
  const { metric } = again.spec.question
  return (
    <>
      <div className={styles.busy} role="status">
        <span>
          {again.status === 'queued' ? 'Waiting for its turn' : 'Training again'}
          {score != null && `, ${METRICS[metric].label} ${formatMetric(metric, score)} so far`}
        </span>
        <ProgressBar share={live && live.epochs > 0 ? shareDone(live) : undefined} label="Training again" />
        {live && (
          <Button disabled={live.stopping} onClick={() => void actions().stopRun(again.id)}>
            Stop
          </Button>
        )}
      </div>
      {live && live.history.length > 0 && (
        <>
          <Curves run={again} history={live.history} start={live.start} epochs={live.epochs} references={references} />
          {way.kind !== 'weigh' && (
            <p className={`caption ${styles.said}`}>
              Validation rows that were{' '}
              {way.kind === 'drop' ? 'dropped are missing here' : 'relabelled judge here by their new labels'}, so part
              of the way to run {run.mark.letter} may be that. The comparison that follows leaves them out.
            </p>
          )}
        </>
      )}
    </>
  )
}

interface ComparedProps {
  readonly run: Run
  readonly again: Run
  readonly part: Evaluation['part']
  readonly metric: MetricName
}

function Compared({ run, again, part, metric }: ComparedProps) {
  const scored = useAssay((state) => scoredKey(state, [run.id, again.id], part))
  const asked = useWatched(`repair ${part} ${metric} ${scored}`, (jobs, options) =>
    jobs.model.call('compareRepair', { before: run.id, after: again.id, part, metric }, options),
  )
  const { output } = asked
  if (!output) return <Waiting asked={asked} what="Comparing before and after" unit="resample" rows={1} />
  if (!('verdict' in output)) return <p className="secondary">{whyNot(output)}</p>
  const { before, after, verdict } = output
  const furthest = furthestOf([verdict])
  return (
    <>
      <p className={study.verdict} role="status">
        {capitalise(describeComparison(verdict, { a: 'the model before', b: 'the repaired model' }))}
      </p>
      <div className={styles.beforeAfter}>
        <span>
          {METRICS[metric].label} before <b>{formatMetric(metric, before)}</b>, after{' '}
          <b>{formatMetric(metric, after)}</b>
        </span>
        <span className={styles.whisker} aria-hidden>
          <Whisker
            value={verdict.difference / furthest}
            low={verdict.low / furthest}
            high={verdict.high / furthest}
            colour={runColourOf(run)}
          />
        </span>
      </div>
      <p className={`caption ${styles.said}`}>{onWhich(output, part)}</p>
    </>
  )
}

/** Which rows judge, and by which labels. */
function onWhich({ rows, leftOut }: RepairComparison, part: Evaluation['part']): string {
  const judged = `On ${formatUnits(rows, `${part} row`)}, by the labels that they had before.`
  if (leftOut === 0) return `${judged} The repair changed no label of these rows.`
  return `${judged} ${formatUnits(leftOut, 'row')} that the repair relabelled or dropped ${leftOut === 1 ? 'is' : 'are'} left out, so that it is not judged by labels that it wrote itself.`
}

function whyNot(comparison: Extract<RepairComparison, { readonly reason: string }>): string {
  switch (comparison.reason) {
    case 'notScored':
      return 'One of the two runs is not scored on these rows. Train it to its end.'
    case 'notStored':
      return 'The predictions of one of the two runs are not in this browser. Train it again from its spec.'
    case 'groupsMissing':
      return 'The column that groups the rows, or orders them in time, is not in this browser. Load the same file again.'
    case 'noChance':
      return 'The metric has no value on these rows, or nothing varies between the two, so chance cannot be told.'
    default:
      return 'The two runs share no rows that the repair left as they were. Repair fewer rows.'
  }
}
