import { NativeSelect, SegmentedControl } from '@mantine/core'
import { memo, useMemo } from 'react'
import { AskedStatus } from '@/components/profile/AskedStatus.tsx'
import { useWatched } from '@/components/profile/useWatched.ts'
import { ADJUSTMENT, ADJUSTMENTS, type Adjustment } from '@/core/compare/adjust.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import { explainVerdicts, judgeRuns } from '@/core/pipeline/noComparison.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { Evaluation } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import { useAssay } from '@/state/useAssay.ts'
import { changeComparison } from './changeComparison.ts'
import { judgingOf } from './judging.ts'
import styles from './run.module.css'
import { TestLooks } from './TestLooks.tsx'
import { VerdictSentences } from './VerdictSentences.tsx'
import { VerdictTable } from './VerdictTable.tsx'

interface VerdictsProps {
  readonly route: Pick<CompareRoute, 'metric' | 'part' | 'adjustment'>
  /** The leftmost is the base that the others are held against. */
  readonly runs: readonly Ranked[]
  readonly question: Question
}

/** Whether each run is better than the base by one metric, as far as chance lets that be told. */
export const CompareVerdicts = memo(function CompareVerdicts({ route, runs, question }: VerdictsProps) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const [base, ...others] = runs as [Ranked, ...Ranked[]]
  const { adjustment } = route
  const { metric, part, isTestOpen } = judgingOf(
    evaluations,
    route,
    runs.map(({ run }) => run),
    question,
  )
  const input = { base: base.run.id, others: others.map(({ run }) => run.id), part, metric }
  const scored = useAssay((state) =>
    scoredKey(
      state,
      runs.map(({ run }) => run.id),
      part,
    ),
  )
  const asked = useWatched(JSON.stringify([input, scored]), (jobs, options) =>
    jobs.model.call('compareRuns', input, options),
  )
  const { output } = asked
  const judged = useMemo(() => output && judgeRuns(output, adjustment), [output, adjustment])
  const compared = judged?.filter((each) => 'verdict' in each).length ?? 0
  const awaited = asked.error || asked.isStopped ? '' : '…'
  return (
    <section aria-labelledby="better">
      <div className={styles.sectionHead}>
        <h2 id="better">Is it better?</h2>
        <NativeSelect
          aria-label="Judged by"
          value={metric}
          data={metricsFor(question.task).map((name) => ({ value: name, label: METRICS[name].label }))}
          onChange={(event) => changeComparison({ metric: event.currentTarget.value as MetricName }, { replace: true })}
        />
        {isTestOpen && (
          <SegmentedControl
            aria-label="Rows to judge on"
            size="xs"
            value={part}
            onChange={(value) => changeComparison({ part: value as Evaluation['part'] }, { replace: true })}
            data={[
              { value: 'validation', label: 'Validation rows' },
              { value: 'test', label: 'Test rows' },
            ]}
          />
        )}
        {others.length > 1 && <AdjustmentSelect adjustment={adjustment} />}
      </div>
      <AskedStatus asked={asked} what="Drawing resamples" />
      {judged && (
        <VerdictSentences
          judged={judged}
          others={others.map(({ run }) => run)}
          base={base.run}
          part={part}
          metric={metric}
        />
      )}
      <VerdictTable
        label="Verdicts"
        base={base}
        metric={metric}
        rows={others.map((ranked, place) => {
          const found = judged?.[place]
          return { ranked, verdict: !found ? awaited : 'verdict' in found ? found.verdict : 'No verdict' }
        })}
      />
      <p className={`caption ${styles.explanation}`}>
        {explainVerdicts({ base: base.run, metric, part, compared, adjustment }).join(' ')}
      </p>
      {part === 'test' && <TestLooks asked={base.run.spec} metric={metric} />}
    </section>
  )
})

function AdjustmentSelect({ adjustment = 'holm' }: { adjustment: Adjustment | undefined }) {
  return (
    <NativeSelect
      aria-label="p adjusted by"
      value={adjustment}
      data={ADJUSTMENTS.map((each) => ({ value: each, label: `p adjusted by ${ADJUSTMENT[each].label}` }))}
      onChange={(event) => {
        const chosen = event.currentTarget.value as Adjustment
        changeComparison({ adjustment: chosen === 'holm' ? undefined : chosen }, { replace: true })
      }}
    />
  )
}
