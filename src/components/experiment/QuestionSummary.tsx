import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { describeParts, isSetAside } from '@/core/experiment/question.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { estimateParts } from '@/core/split/estimate.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './experiment.module.css'

/** What will be asked, in five lines. */
export function QuestionSummary({ dataset, question }: { dataset: Dataset; question: Question }) {
  const testRows = useAssay((state) =>
    question.split.kind === 'file' ? state.shelves.dataset[question.split.testDatasetId]?.rows : undefined,
  )
  const { target, task, classes, metric, split, recipe } = question
  const aside = dataset.columns
    .filter(({ name }) => name !== target && isSetAside(recipe, name))
    .map(({ name }) => name)
  const facts = [
    ['Predict', task === 'binary' ? `whether ${target} is ${classes[1]}` : target],
    ['From', `${dataset.name}, v${dataset.version}`],
    ['Measure', METRICS[metric].label],
    ['Rows', describeParts(estimateParts(split, dataset, target, testRows))],
    ['Set aside', aside.length > 0 ? aside.join(', ') : 'no column'],
  ] as const
  return (
    <dl className={styles.summary}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
