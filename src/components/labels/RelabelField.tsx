import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { Run } from '@/core/run/run.ts'
import styles from './labels.module.css'

/** Gives rows a label of one's own: a class of the question, or a number. */
export function RelabelField({
  run,
  isOff,
  onRelabel,
}: {
  run: Run
  isOff: boolean
  onRelabel: (value: string) => void
}) {
  const { classes, target, task } = run.spec.question
  const [value, setValue] = useState<string | number>(classes[0] ?? '')
  return (
    <span className={styles.relabel}>
      <Button disabled={isOff || value === ''} onClick={() => onRelabel(String(value))}>
        Relabel as
      </Button>
      {task === 'regression' ? (
        <NumberInput aria-label={`${target} of the ticked rows`} value={value} onChange={setValue} hideControls />
      ) : (
        <NativeSelect
          aria-label={`${target} of the ticked rows`}
          value={value}
          data={[...classes]}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
    </span>
  )
}
