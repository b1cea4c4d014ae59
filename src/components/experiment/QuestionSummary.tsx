import type { ReactNode } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { roleOf } from '@/core/dataset/role.ts'
import { isSetAside } from '@/core/experiment/edit.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { sayPurpose } from '@/core/experiment/purpose.ts'
import { countClasses } from '@/core/experiment/target.ts'
import { formatCount, formatShare, formatUnits } from '@/core/format/format.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import { estimateParts } from '@/core/split/estimate.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './experiment.module.css'

/** What will be asked, in a few lines. */
export function QuestionSummary({ dataset, question }: { dataset: Dataset; question: Question }) {
  const testFile = useAssay((state) =>
    question.split.kind === 'file' ? state.shelves.dataset[question.split.testDatasetId] : undefined,
  )
  const { target, task, classes, metric, split, recipe, roles } = question
  const { train, validation, test } = estimateParts(split, dataset, target, testFile?.rows)
  const aside = dataset.columns.filter(({ name }) => name !== target && isSetAside(recipe, name))
  const later = dataset.columns.map(({ name }) => name).filter((name) => roleOf(roles, name) === 'later')
  const about = (rows: number | undefined) => rows !== undefined && `about ${formatUnits(rows, 'row')}`
  return (
    <dl className={styles.summary}>
      <Fact name="Predict">
        {target}
        {task === 'binary' && (
          <>
            {' '}
            is <b>{classes[1]}</b>
          </>
        )}
        {task === 'multiclass' && `, one of ${formatUnits(classes.length, 'class', 'classes')}`}
        {task === 'regression' && ', a number'}
      </Fact>
      <Fact name="Share">{task === 'binary' && sayShare(dataset, target, classes[1])}</Fact>
      <Fact name="For">{sayPurpose(question)}</Fact>
      <Fact name="Measure">
        {METRICS[metric].label}, {METRICS[metric].better} is better
      </Fact>
      <Fact name="Train on">{about(train)}</Fact>
      <Fact name="Validate on">{about(validation)}</Fact>
      <Fact name="Test on">
        {testFile ? `${testFile.name}, ${formatUnits(testFile.rows, 'row')}` : about(test) || 'not known yet'}
      </Fact>
      <Fact name="Known later">{later.length > 0 && listNames(later)}</Fact>
      <Fact name="Set aside">{aside.length > 0 ? listNames(aside.map(({ name }) => name)) : 'no column'}</Fact>
    </dl>
  )
}

/** A line of the summary; none where nothing is known. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function sayShare(dataset: Dataset, target: string, label: string | undefined): string | undefined {
  const column = dataset.columns.find(({ name }) => name === target)
  const counts = (column && countClasses(column)) ?? []
  const total = counts.reduce((sum, { rows }) => sum + rows, 0)
  const rows = counts.find((each) => each.label === label)?.rows
  return rows === undefined ? undefined : `${formatShare(rows / total)} (${formatCount(rows)} of ${formatCount(total)})`
}
