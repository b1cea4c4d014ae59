import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { useId, useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import { formatUnits } from '@/core/format/format.ts'
import type { PartRow } from '@/core/whatIf/jobs.ts'
import type { RowRoute } from '@/state/predictRoute.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './whatIf.module.css'

/** Which row the form starts from: a typical one, or one of a part by its number or by chance. */
export function RowSource({ route, row, target }: { route: RowRoute; row: PartRow | undefined; target: string }) {
  const actions = useActions()
  const id = useId()
  const { runId, part = 'validation' } = route
  // Another row has other cells, and is sought a way for when that is asked.
  const { set: _, isSought: __, ...rest } = route
  const hasTest = useAssay((state) => state.shelves.evaluation[`${runId}/test`] !== undefined)
  const [text, setText] = useState<string | number>(route.row === undefined ? '' : route.row + 1)
  const [error, setError] = useState<ErrorData>()
  const show = (next: number, of = part) => {
    setText(next + 1)
    goTo({ ...rest, part: of === 'test' ? of : undefined, row: next })
  }
  const random = async (of = part) => {
    setError(undefined)
    try {
      show((await actions().findPartRow(runId, of, { share: Math.random() })).row, of)
    } catch (cause) {
      setError(toErrorData(cause))
    }
  }
  const typed = typeof text === 'number' && text >= 1 ? text - 1 : undefined
  return (
    <div className={styles.source}>
      <form
        className={styles.sourceLine}
        aria-label="Start from a row of the data"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed !== undefined) show(typed)
        }}
      >
        {hasTest ? (
          <NativeSelect
            aria-label="Rows to start from"
            value={part}
            onChange={(event) => void random(event.currentTarget.value as 'validation' | 'test')}
            data={[
              { value: 'validation', label: 'Validation row' },
              { value: 'test', label: 'Test row' },
            ]}
          />
        ) : (
          <label htmlFor={id}>Validation row</label>
        )}
        <NumberInput
          id={id}
          aria-label="Number of the row"
          value={text}
          onChange={setText}
          min={1}
          allowDecimal={false}
          hideControls
          w={88}
          placeholder="number"
        />
        <Button type="submit" disabled={typed === undefined || typed === route.row}>
          Fill in
        </Button>
        <Button onClick={() => void random()}>
          {route.row === undefined ? 'A row at random' : 'Another row at random'}
        </Button>
        {route.row !== undefined && (
          <Button
            variant="subtle"
            onClick={() => {
              setText('')
              goTo({ ...rest, part: undefined, row: undefined })
            }}
          >
            Back to a typical row
          </Button>
        )}
      </form>
      {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
      <p className="caption">
        {row
          ? `One of ${formatUnits(row.of, `${part} row`)}. Its ${target} truly is ${row.actual}.`
          : 'A typical row: the median or most common value of each column in training.'}
      </p>
    </div>
  )
}
