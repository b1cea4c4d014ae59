import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { listPairs, type RowFinding } from '@/core/rows/finding.ts'
import { OddRows, type OddTicks } from './OddRows.tsx'
import styles from './rowFindings.module.css'

/** One odd thing in a sentence, with its rows below where they are asked for. */
export function RowFindingItem({
  dataset,
  finding,
  isOpen,
  onToggle,
  onDrop,
  isDropping,
  ticks,
}: {
  dataset: Dataset
  finding: RowFinding
  isOpen: boolean
  onToggle: () => void
  /** Drops the finding's `droppable` rows. */
  onDrop: () => void
  isDropping: boolean
  /** In place of dropping: rows are ticked. */
  ticks?: OddTicks | undefined
}) {
  const { droppable } = finding
  const table = useId()
  const word = isOpen ? 'Hide rows' : 'Show rows'
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li className={styles.finding}>
      <div className={styles.sentence}>
        <IconAlertTriangle size={14} aria-hidden className="warn" />
        <p>{finding.sentence}</p>
        {finding.rows.length > 0 && (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? table : undefined}
            aria-label={`${word}: ${finding.sentence}`}
            onClick={onToggle}
          >
            <Chevron size={14} aria-hidden />
            {word}
          </button>
        )}
        {ticks && droppable && (
          <Button
            onClick={() => ticks.toggleAll(repairable(droppable, ticks))}
            aria-label={`Tick them: ${finding.sentence}`}
          >
            Tick {formatUnits(repairable(droppable, ticks).length, 'row')}
          </Button>
        )}
        {!ticks && droppable && droppable.length < dataset.rows && (
          <Button onClick={onDrop} loading={isDropping} aria-label={`${dropWords(finding)}: ${finding.sentence}`}>
            {dropWords(finding)}
          </Button>
        )}
      </div>
      {isOpen && (
        <div id={table}>
          <OddRows
            dataset={dataset}
            label={`Rows: ${finding.sentence}`}
            rows={listPairs(finding)}
            listed={finding.rows.length}
            count={finding.count}
            ticks={ticks}
            shows={finding.kind === 'outliers' ? 'times' : finding.kind === 'alike' ? 'distance' : undefined}
          />
        </div>
      )}
    </li>
  )
}

/** The rows that are no test. */
function repairable(rows: Uint32Array, { partOf }: OddTicks): readonly number[] {
  return [...rows].filter((row) => partOf(row) !== 'test')
}

/** What a press does, as the button says it. */
function dropWords({ kind, droppable }: RowFinding): string {
  const count = droppable?.length ?? 0
  if (kind === 'duplicates') return `Drop ${formatUnits(count, 'copy')}`
  if (kind === 'alike') return `Drop ${formatCount(count)} of them`
  return `Drop ${formatUnits(count, 'row')}`
}
