import { NumberInput, Select } from '@mantine/core'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { splitByColumn, testValues } from '@/core/split/change.ts'
import type { SplitSpec } from '@/core/split/split.ts'
import { chooser } from './chooser.ts'
import styles from './controls.module.css'
import { PercentInput } from './PercentInput.tsx'
import { TestFileField } from './TestFileField.tsx'

/** What each part keeps at least, in percent. */
const LEAST = 1
const OFFERED = 200

const COLUMN_LABELS = { time: 'Time is', group: 'Together by', column: 'Column' } as const

/** The settings of the chosen way to split: column, value, file, and how large the parts are. */
export function SplitFields({
  dataset,
  question,
  columns,
  onChange,
}: {
  dataset: Dataset
  question: Question
  /** Columns by which it can be split this way. */
  columns: readonly string[]
  onChange: (split: SplitSpec, topic?: string) => void
}) {
  const { split } = question
  const meta = 'column' in split ? dataset.columns.find(({ name }) => name === split.column) : undefined
  const test = 'test' in split ? split.test : 0
  return (
    <>
      {'column' in split && (
        <>
          <label htmlFor="split-column">{COLUMN_LABELS[split.kind]}</label>
          <Select
            {...chooser}
            id="split-column"
            className={styles.wide!}
            searchable
            allowDeselect={false}
            limit={OFFERED}
            value={split.column}
            data={columns.includes(split.column) ? [...columns] : [split.column, ...columns]}
            onChange={(name) => {
              const column = dataset.columns.find((each) => each.name === name)
              if (!column) return
              onChange(
                split.kind === 'column' ? splitByColumn(column, split.validation) : { ...split, column: column.name },
              )
            }}
          />
        </>
      )}
      {split.kind === 'column' && meta && (
        <>
          <label htmlFor="split-value">Rows test where it is</label>
          <Select
            {...chooser}
            id="split-value"
            className={styles.wide!}
            searchable
            allowDeselect={false}
            placeholder="Choose a value"
            error={split.testValue === ''}
            value={split.testValue === '' ? null : split.testValue}
            data={testValues(meta).map(({ value, rows }) => ({
              value,
              label: `${value} (${formatUnits(rows, 'row')})`,
            }))}
            onChange={(testValue) => testValue !== null && onChange({ ...split, testValue })}
          />
        </>
      )}
      {split.kind === 'modulus' && (
        <>
          <label htmlFor="split-modulus">A row in so many tests</label>
          <NumberInput
            id="split-modulus"
            className={styles.short!}
            hideControls
            min={2}
            max={1_000}
            allowDecimal={false}
            value={split.modulus}
            onChange={(modulus) =>
              typeof modulus === 'number' &&
              modulus >= 2 &&
              onChange({ ...split, modulus, remainder: Math.min(split.remainder, modulus - 1) }, 'modulus')
            }
          />
          <label htmlFor="split-remainder">Counted from row</label>
          <NumberInput
            id="split-remainder"
            className={styles.short!}
            hideControls
            min={0}
            max={split.modulus - 1}
            allowDecimal={false}
            value={split.remainder}
            onChange={(remainder) =>
              typeof remainder === 'number' &&
              remainder >= 0 &&
              remainder < split.modulus &&
              onChange({ ...split, remainder }, 'remainder')
            }
          />
        </>
      )}
      {split.kind === 'file' && (
        <TestFileField
          dataset={dataset}
          question={question}
          testDatasetId={split.testDatasetId}
          onChoose={(testDatasetId) => onChange({ ...split, testDatasetId })}
        />
      )}
      {'test' in split && (
        <>
          <label htmlFor="split-test">Test</label>
          <PercentInput
            id="split-test"
            min={LEAST}
            max={100 - LEAST - split.validation * 100}
            share={split.test}
            onChange={(share) => onChange({ ...split, test: share }, 'test')}
          />
        </>
      )}
      <label htmlFor="split-validation">{'test' in split ? 'Validate' : 'Validate, of the rest'}</label>
      <PercentInput
        id="split-validation"
        min={LEAST}
        max={100 - LEAST - test * 100}
        share={split.validation}
        onChange={(share) => onChange({ ...split, validation: share }, 'validation')}
      />
    </>
  )
}
