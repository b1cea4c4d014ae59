import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { OddRows } from '@/components/rows/OddRows.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Leak } from '@/core/leak/leak.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './leak.module.css'

/** The rows that show a leak, where they are asked for: each leads to the grid. A copy stands above what it copies. */
export function LeakRows({
  leak: { kind, sentence, rows },
  dataset,
  split,
}: {
  leak: Leak
  dataset: Dataset
  split: Question['split']
}) {
  const [isOpen, setOpen] = useState(false)
  const table = useId()
  const testId = split.kind === 'file' ? split.testDatasetId : undefined
  const testFile = useAssay((state) => (testId === undefined ? undefined : state.shelves.dataset[testId]))
  const from = rows?.inTestFile ? testFile : dataset
  if (!rows || !from) return null
  const { listed, count } = rows
  const pairs = listed.map((odd) => ({
    ...odd,
    ...(kind === 'duplicates' && odd.beside !== undefined && { twin: odd.beside }),
  }))
  const word = isOpen ? 'Hide rows' : 'Show rows'
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div className={styles.rows}>
      <Button
        variant="subtle"
        aria-expanded={isOpen}
        aria-controls={isOpen ? table : undefined}
        aria-label={`${word}: ${sentence}`}
        leftSection={<Chevron size={14} aria-hidden />}
        onClick={() => setOpen(!isOpen)}
      >
        {word}
      </Button>
      {isOpen && (
        <div id={table}>
          {pairs.some(({ twin }) => twin !== undefined) && (
            <p className="caption">Each test row, and below it the training row that it equals.</p>
          )}
          <OddRows dataset={from} label={`Rows: ${sentence}`} rows={pairs} listed={listed.length} count={count} />
        </div>
      )}
    </div>
  )
}
