import { Button, Modal, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { enterCondition, enteredIn, fieldsOf, NOTHING_ENTERED } from '@/core/dataset/enterCondition.ts'
import { CONDITION_WORDS, type Condition, type ConditionWord, wordsFor } from '@/core/dataset/view.ts'
import { formatCell } from '@/core/format/format.ts'
import styles from './dialog.module.css'

interface FilterDialogProps {
  readonly column: ColumnMeta
  /** The condition that is changed; a new one where absent. */
  readonly condition: Condition | undefined
  readonly onClose: () => void
  readonly onApply: (condition: Condition) => void
}

/** Asks what the cells of a column must be for their rows to be shown. */
export function FilterDialog(props: FilterDialogProps) {
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={`Filter by ${props.column.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FilterForm {...props} />
    </Modal>
  )
}

function FilterForm({ column, condition, onClose, onApply }: FilterDialogProps) {
  const { name, type, summary } = column
  const words = wordsFor(type)
  const [word, setWord] = useState<ConditionWord>(condition?.word ?? words[0]!)
  const [entered, setEntered] = useState(condition ? enteredIn(condition, type) : NOTHING_ENTERED)
  const [problem, setProblem] = useState<string>()
  const ids = { word: useId(), text: useId(), to: useId(), list: useId() }
  const set = (part: Partial<typeof entered>) => {
    setProblem(undefined)
    setEntered({ ...entered, ...part })
  }
  const apply = (event: FormEvent) => {
    event.preventDefault()
    const made = enterCondition(name, type, word, entered)
    if ('problem' in made) setProblem(made.problem)
    else onApply(made.condition)
  }
  const fields = fieldsOf(word)
  const [low, high] =
    summary.kind === 'numeric' ? [formatCell(summary.min, type), formatCell(summary.max, type)] : ['', '']
  return (
    <form className={styles.readForm} onSubmit={apply}>
      <div className={styles.choice}>
        <label htmlFor={ids.word}>{name}</label>
        <NativeSelect
          id={ids.word}
          data-autofocus
          value={word}
          onChange={(event) => {
            setProblem(undefined)
            setWord(event.currentTarget.value as ConditionWord)
          }}
          data={words.map((value) => ({ value, label: CONDITION_WORDS[value] }))}
        />
      </div>
      {(fields === 'one' || fields === 'two') && (
        <div className={styles.choice}>
          <label htmlFor={ids.text}>{fields === 'two' ? 'From' : 'Value'}</label>
          <TextInput
            id={ids.text}
            value={entered.text}
            placeholder={low}
            error={problem}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
        </div>
      )}
      {fields === 'two' && (
        <div className={styles.choice}>
          <label htmlFor={ids.to}>To</label>
          <TextInput
            id={ids.to}
            value={entered.to}
            placeholder={high}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
        </div>
      )}
      {fields === 'list' && (
        <div className={styles.choice}>
          <label htmlFor={ids.list}>Values</label>
          <TagsInput
            id={ids.list}
            value={[...entered.texts]}
            onChange={(texts) => set({ texts })}
            data={summary.kind === 'coded' ? summary.top.map(({ value }) => value) : []}
            placeholder="Add a value"
            splitChars={[]}
            clearable={false}
            error={problem}
            comboboxProps={{ withinPortal: false, shadow: 'none' }}
          />
        </div>
      )}
      {type === 'datetime' && fields !== 'none' && (
        <p className="caption">A date means the whole day, UTC. A time can follow it: 2012-01-31 14:05.</p>
      )}
      <div className={styles.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" type="submit">
          Filter
        </Button>
      </div>
    </form>
  )
}
