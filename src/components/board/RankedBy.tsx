import { NativeSelect } from '@mantine/core'
import type { Question } from '@/core/experiment/experiment.ts'
import { type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import type { BoardRow, BoardView } from '@/core/run/board.ts'
import { lossQuantiles, rankedQuantile, scoreLabel } from '@/core/run/quantile.ts'
import styles from './board.module.css'

interface Choice {
  readonly by: MetricName
  readonly quantile: number | undefined
}

const choiceKey = ({ by, quantile }: Choice) => (quantile === undefined ? by : `${by} ${quantile}`)

/** The metric that ranks, from all of the task, pinball losses of each quantile by themselves; ranking by another orders by it, too. */
export function RankedBy({
  question,
  rows,
  metric,
  quantile: asked,
  change,
}: {
  question: Question
  rows: readonly BoardRow[]
  metric: MetricName
  quantile: number | undefined
  change: (patch: Partial<BoardView>) => void
}) {
  const runs = rows.map(({ run }) => run)
  const quantiles = lossQuantiles(runs)
  const choices = metricsFor(question.task).flatMap((by): readonly Choice[] =>
    by === 'pinball' && quantiles.length > 0
      ? quantiles.map((quantile) => ({ by, quantile }))
      : [{ by, quantile: undefined }],
  )
  const quantile = metric === 'pinball' ? rankedQuantile(runs, asked) : undefined
  return (
    <span className={styles.choice}>
      ranked by
      <NativeSelect
        aria-label="Ranked by"
        value={choiceKey({ by: metric, quantile })}
        data={choices.map((each) => ({ value: choiceKey(each), label: scoreLabel(each.by, each.quantile) }))}
        onChange={(event) => {
          const { by, quantile } = choices.find((each) => choiceKey(each) === event.currentTarget.value)!
          change({ by: by === question.metric ? undefined : by, quantile, sort: undefined })
        }}
      />
    </span>
  )
}
