import { Button, Checkbox } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatCell, formatCount, formatNumber, formatScore } from '@/core/format/format.ts'
import type { LabelSuspect, NumberSuspect } from '@/core/labels/labelCheck.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './labels.module.css'

interface SuspectRowProps {
  readonly suspect: LabelSuspect | NumberSuspect
  readonly classes: readonly string[]
  readonly dataset: Dataset
  readonly target: string
  readonly isTicked: boolean
  readonly isOpen: boolean
  readonly onTick: () => void
  readonly onOpen: () => void
}

/** Columns of the ticks, rows and parts, and of the toggle. */
const OTHER_COLUMNS = 4

/** One suspect, with its cells below where they are asked for. */
export function SuspectRow({ suspect, classes, dataset, target, isTicked, isOpen, onTick, onOpen }: SuspectRowProps) {
  const cells = useId()
  const { row, part } = suspect
  const number = formatCount(row + 1)
  const isLabel = 'label' in suspect
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <>
      <tr data-ticked={isTicked || undefined}>
        <td>
          <Checkbox size="xs" aria-label={`Tick row ${number}`} checked={isTicked} onChange={onTick} />
        </td>
        <th scope="row" className="n">
          <a
            href={hrefOf({ page: 'data', datasetId: dataset.id, view: 'rows', row })}
            aria-label={`Row ${number} in the data`}
          >
            {number}
          </a>
        </th>
        <td className="secondary">{part === 'train' ? 'training' : 'validation'}</td>
        {isLabel ? (
          <>
            <td>{classes[suspect.label]}</td>
            <td className="strong">{classes[suspect.suggested]}</td>
            <td className="n">{formatScore(suspect.probability)}</td>
            <td className="n">{formatScore(suspect.suggestedProbability)}</td>
          </>
        ) : (
          <>
            <td className="n">{formatNumber(suspect.actual)}</td>
            <td className="n">{formatNumber(suspect.predicted)}</td>
            <td className="n">{formatNumber(suspect.score, 3)}</td>
          </>
        )}
        <td>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? cells : undefined}
            aria-label={`${isOpen ? 'Hide' : 'Show'} the cells of row ${number}`}
            onClick={onOpen}
          >
            <Chevron size={14} aria-hidden />
            {isOpen ? 'Hide cells' : 'Show cells'}
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr id={cells}>
          <td colSpan={OTHER_COLUMNS + (isLabel ? 4 : 3)}>
            <Cells dataset={dataset} target={target} row={row} />
          </td>
        </tr>
      )}
    </>
  )
}

/** Cells of one row by their columns, but for the target, which stands above. */
function Cells({ dataset, target, row }: { dataset: Dataset; target: string; row: number }) {
  const columns = dataset.columns.filter(({ name }) => name !== target)
  const { output, error, again } = useJob(`${dataset.id} cells ${row}`, (jobs, signal) =>
    jobs.read.call(
      'window',
      {
        datasetId: dataset.id,
        start: 0,
        count: 1,
        columns: columns.map(({ name }) => name),
        single: Uint32Array.of(row),
      },
      { signal },
    ),
  )
  if (error) return <ErrorStrip error={error} action={<Button onClick={again}>Show them again</Button>} />
  return (
    <dl className={styles.cells}>
      {columns.map(({ name, type }, index) => {
        const value = output?.columns[index]?.[0]
        const text = value === undefined ? '' : formatCell(value, type)
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{output && text === '' ? <span className="secondary">missing</span> : text || ' '}</dd>
          </div>
        )
      })}
    </dl>
  )
}
