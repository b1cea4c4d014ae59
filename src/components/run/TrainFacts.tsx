import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { PARTS, type Part } from '@/core/split/split.ts'
import { useTestLooks } from './useTestLooks.ts'

/** Rows of each part: exact once a run has counted them, about before. */
export interface PartRows {
  readonly rows: Readonly<Partial<Record<Part, number>>>
  readonly isExact: boolean
}

const PART_WORDS: Readonly<Record<Part, string>> = {
  train: 'to learn from',
  validation: 'to validate',
  test: 'held out',
}

/** What is asked, and of how many rows. */
export function TrainFacts({ experiment, parts }: { experiment: Experiment; parts: PartRows }) {
  const { target, task, classes } = experiment.question
  const looks = useTestLooks(experiment).opened.length
  const about = parts.isExact ? '' : 'about '
  return (
    <>
      {task === 'binary' ? (
        <span>
          {target} is <b>{classes[1]}</b>
        </span>
      ) : (
        <span>
          <b>{target}</b>
          {task === 'multiclass' && `, ${formatUnits(classes.length, 'class', 'classes')}`}
        </span>
      )}
      {PARTS.filter((part) => parts.rows[part] !== undefined).map((part) => (
        <span key={part}>
          {about}
          <b>{formatCount(parts.rows[part]!)}</b> {part === 'train' && 'rows '}
          {PART_WORDS[part]}
          {part === 'test' && (looks === 0 ? ', untouched' : `, opened for ${formatUnits(looks, 'run')}`)}
        </span>
      ))}
    </>
  )
}
