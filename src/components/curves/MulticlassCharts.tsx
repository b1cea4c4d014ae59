import { NativeSelect } from '@mantine/core'
import type { Mark } from '@/components/charts/marks.ts'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { ConfusionMatrix } from '@/components/run/ConfusionMatrix.tsx'
import { rowsOfCell } from '@/components/run/rowsOfCell.ts'
import { useIntervals } from '@/components/run/useIntervals.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import type { MulticlassCurves } from '@/core/curves/runCurves.ts'
import { formatMetric, formatScore, formatShare, formatUnits } from '@/core/format/format.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { ChartsRoute } from '@/state/route.ts'
import { SHARE_AXIS } from './axes.ts'
import styles from './curves.module.css'
import { CalibrationChart } from './ProbabilityCharts.tsx'
import { PrecisionRecallChart, RocChart } from './RankingCharts.tsx'
import { sayClass } from './sayClass.ts'

/** Lines of classes beside their mean, so that each can still be followed. */
const MOST_LINES = 8

/** All that is drawn of several classes: each against all others, or all of them. */
export function MulticlassCharts({
  run,
  route,
  evaluation,
  curves,
}: {
  run: Run
  route: ChartsRoute
  evaluation: Evaluation
  curves: MulticlassCurves
}) {
  const { target, classes } = run.spec.question
  const colour = runColourOf(run)
  const intervals = useIntervals(evaluation)?.intervals
  const of = route.of === undefined ? -1 : classes.indexOf(route.of)
  const label = classes[of] && sayClass(target, classes[of])
  const ranking = curves.classes[of]
  return (
    <>
      <section aria-labelledby="ranking">
        <div className={styles.line}>
          <h2 id="ranking">Which rows it puts first</h2>
          <NativeSelect
            aria-label="Class"
            value={classes[of] ?? ''}
            data={[
              { value: '', label: 'All classes' },
              ...classes.map((name) => ({ value: name, label: `${name} against all others` })),
            ]}
            onChange={(event) => goTo({ ...route, of: event.currentTarget.value || undefined }, { replace: true })}
          />
        </div>
        <div className={styles.pair}>
          {ranking && label !== undefined ? (
            <>
              <RocChart ranking={ranking} label={label} colour={colour} rows={curves.rows} />
              <PrecisionRecallChart ranking={ranking} label={label} colour={colour} rows={curves.rows} />
            </>
          ) : (
            <>
              <MacroRocChart curves={curves} classes={classes} evaluation={evaluation} colour={colour} />
              <AllPrecisionChart curves={curves} classes={classes} colour={colour} />
            </>
          )}
        </div>
      </section>
      <section aria-labelledby="errors">
        <h2 id="errors">Right and wrong</h2>
        {evaluation.confusion && (
          <ConfusionMatrix
            confusion={evaluation.confusion}
            classes={classes}
            rows={evaluation.rows}
            rowsOf={rowsOfCell(run, evaluation.part)}
            evaluation={evaluation}
          />
        )}
      </section>
      <section aria-labelledby="probabilities">
        <h2 id="probabilities">What its probabilities are worth</h2>
        <div className={styles.pair}>
          <CalibrationChart
            calibration={ranking?.calibration ?? curves.calibration}
            of={label ?? 'the predicted class'}
            colour={colour}
            // Intervals are known of the metric of the run, which is over all classes.
            interval={ranking ? undefined : intervals?.ece}
          />
        </div>
      </section>
    </>
  )
}

interface AllProps {
  readonly curves: MulticlassCurves
  readonly classes: readonly string[]
  readonly colour: string
}

function MacroRocChart({ curves, classes, colour, evaluation }: AllProps & { evaluation: Evaluation }) {
  const { macro } = curves
  const lines = ranked(curves, classes, 'auc')
  const worst = lines.at(-1)
  return (
    <XYChart
      level={3}
      title="ROC curves"
      note="share of a class's rows found, by share of other rows called it"
      verdict={
        worst
          ? `AUC ${formatMetric('auc', evaluation.metrics.auc)}, the mean over ${formatUnits(lines.length, 'class', 'classes')}; lowest for ${worst.label}, ${formatScore(worst.value)}.${sayDrawn(lines.length)}`
          : 'There is no curve without rows of several classes.'
      }
      x={SHARE_AXIS}
      y={SHARE_AXIS}
      marks={[
        ...lines.slice(-MOST_LINES).map(
          ({ label, ranking: { roc }, value }): Mark => ({
            kind: 'line',
            id: label,
            label,
            role: 'context',
            colour: 'var(--line-3)',
            points: roc.map((p) => ({ x: p.falsePositiveRate, y: p.truePositiveRate })),
            facts: (i) => [
              ['found', formatShare(roc[i]!.truePositiveRate)],
              ['of others, called it', formatShare(roc[i]!.falsePositiveRate)],
              ['AUC', formatScore(value)],
            ],
          }),
        ),
        {
          kind: 'line',
          id: 'macro',
          label: 'mean of all classes',
          role: 'subject',
          colour,
          points: macro.map((p) => ({ x: p.falsePositiveRate, y: p.truePositiveRate })),
          end: { value: formatMetric('auc', evaluation.metrics.auc), name: 'mean AUC' },
          facts: (i) => [
            ['found', formatShare(macro[i]!.truePositiveRate)],
            ['of others, called it', formatShare(macro[i]!.falsePositiveRate)],
          ],
        },
      ]}
      guides={[{ id: 'chance', from: { x: 0, y: 0 }, to: { x: 1, y: 1 }, label: 'chance' }]}
      table={() => ({
        columns: [
          { name: 'Class' },
          { name: 'False positive rate', write: (value) => formatScore(value) },
          { name: 'True positive rate', write: (value) => formatScore(value) },
        ],
        rows: [
          ...macro.map((p) => ['mean of all classes', p.falsePositiveRate, p.truePositiveRate]),
          ...lines.flatMap(({ label, ranking }) =>
            ranking.roc.map((p) => [label, p.falsePositiveRate, p.truePositiveRate]),
          ),
        ],
      })}
    />
  )
}

/** Which lines are drawn, where not all are. */
function sayDrawn(classes: number): string {
  return classes > MOST_LINES ? ` Drawn are the lowest ${MOST_LINES}.` : ''
}

function AllPrecisionChart({ curves, classes, colour }: AllProps) {
  const lines = ranked(curves, classes, 'averagePrecision')
  const worst = lines.at(-1)
  const mean = lines.reduce((sum, { value }) => sum + value, 0) / lines.length
  return (
    <XYChart
      level={3}
      title="Precision and recall"
      note="share of rows called a class that are, by share of its rows found"
      verdict={
        worst
          ? `Average precision ${formatScore(mean)}, the mean over ${formatUnits(lines.length, 'class', 'classes')}; lowest for ${worst.label}, ${formatScore(worst.value)}, the strong line.${sayDrawn(lines.length)}`
          : 'There is no curve without rows.'
      }
      x={SHARE_AXIS}
      y={SHARE_AXIS}
      marks={lines.slice(-MOST_LINES).map(({ label, ranking: { precisionRecall }, value }, i, shown): Mark => {
        const isWorst = i === shown.length - 1
        return {
          kind: 'line',
          id: label,
          label,
          role: isWorst ? 'subject' : 'context',
          colour: isWorst ? colour : 'var(--line-3)',
          steps: 'up',
          points: precisionRecall.map((p) => ({ x: p.recall, y: p.precision })),
          facts: (at) => [
            ['precision', formatScore(precisionRecall[at]!.precision)],
            ['recall', formatScore(precisionRecall[at]!.recall)],
            ['average precision', formatScore(value)],
          ],
        }
      })}
      table={() => ({
        columns: [
          { name: 'Class' },
          { name: 'Recall', write: (value) => formatScore(value) },
          { name: 'Precision', write: (value) => formatScore(value) },
        ],
        rows: lines.flatMap(({ label, ranking }) => ranking.precisionRecall.map((p) => [label, p.recall, p.precision])),
      })}
    />
  )
}

/** Classes that have a curve with what it comes to, the worst last. */
function ranked({ classes: rankings }: MulticlassCurves, classes: readonly string[], by: 'auc' | 'averagePrecision') {
  return rankings
    .flatMap((ranking, i) => {
      const value = ranking[by]
      return value === undefined ? [] : [{ label: classes[i]!, ranking, value }]
    })
    .sort((a, b) => b.value - a.value)
}
