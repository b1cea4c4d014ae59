import { Autocomplete, Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { parseNumber } from '@/core/dataset/cell.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { readEntry } from '@/core/dataset/editColumn.ts'
import type { EditOfRows } from '@/state/versions.ts'
import styles from './dialog.module.css'

interface EditDialogProps {
  readonly dataset: Dataset
  readonly kind: 'setCells' | 'setWeights'
  /** Which rows: "12 rows". */
  readonly words: string
  /** The column that is offered first. */
  readonly column: string | undefined
  readonly onClose: () => void
  readonly onApply: (what: EditOfRows) => void
}

/** Asks what a column of some rows is to be, or what they are to count. */
export function EditDialog(props: EditDialogProps) {
  const { kind, words, onClose } = props
  return (
    <Modal
      opened
      onClose={onClose}
      title={kind === 'setCells' ? `Set a column of ${words}` : `Set the weight of ${words}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {kind === 'setCells' ? <CellsForm {...props} /> : <WeightForm {...props} />}
    </Modal>
  )
}

function CellsForm({ dataset, column: first, onClose, onApply }: EditDialogProps) {
  const [column, setColumn] = useState(first ?? dataset.columns[0]?.name ?? '')
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const ids = { column: useId(), value: useId() }
  const meta = dataset.columns.find(({ name }) => name === column)
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!meta) return
    const entry = readEntry(text, meta.type, dataset.source.dialect)
    if ('problem' in entry) setProblem(entry.problem)
    else onApply({ kind: 'setCells', column, value: text })
  }
  return (
    <form className={styles.readForm} onSubmit={apply}>
      <div className={styles.choice}>
        <label htmlFor={ids.column}>Column</label>
        <NativeSelect
          id={ids.column}
          value={column}
          data={dataset.columns.map(({ name }) => name)}
          onChange={(event) => {
            setColumn(event.currentTarget.value)
            setProblem(undefined)
          }}
        />
      </div>
      <div className={styles.choice}>
        <label htmlFor={ids.value}>New value</label>
        <Autocomplete
          id={ids.value}
          data-autofocus
          value={text}
          data={
            meta?.summary.kind === 'coded' && meta.type === 'category' ? meta.summary.top.map(({ value }) => value) : []
          }
          error={problem}
          onChange={(next) => {
            setText(next)
            setProblem(undefined)
          }}
          comboboxProps={{ withinPortal: false, shadow: 'none' }}
        />
      </div>
      <p className="caption">Leave it empty to make the cells missing.</p>
      <Actions label="Set" onClose={onClose} />
    </form>
  )
}

function WeightForm({ onClose, onApply }: EditDialogProps) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const id = useId()
  const apply = (event: FormEvent) => {
    event.preventDefault()
    const weight = parseNumber(text)
    if (weight === undefined || weight < 0) setProblem('Enter a number of 0 or more, such as 0.5 or 2.')
    else onApply({ kind: 'setWeights', weight })
  }
  return (
    <form className={styles.readForm} onSubmit={apply}>
      <div className={styles.choice}>
        <label htmlFor={id}>Weight</label>
        <TextInput
          id={id}
          data-autofocus
          inputMode="decimal"
          placeholder="1"
          value={text}
          error={problem}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setProblem(undefined)
          }}
        />
      </div>
      <p className="caption">
        What a row counts in training: 2 is as if it were there twice, 0 as if it were not. Scores count every row once.
      </p>
      <Actions label="Set the weight" onClose={onClose} />
    </form>
  )
}

function Actions({ label, onClose }: { label: string; onClose: () => void }) {
  return (
    <div className={styles.formActions}>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant="filled" type="submit">
        {label}
      </Button>
    </div>
  )
}
