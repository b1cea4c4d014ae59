import { Button } from '@mantine/core'
import { useState } from 'react'
import { SurgeryBar } from '@/components/labels/SurgeryBar.tsx'
import { TagField } from '@/components/labels/TagField.tsx'
import type { Ticks } from '@/components/labels/useTicks.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { View } from '@/core/dataset/view.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useModel, useRead } from '@/state/useAssay.ts'
import { type SaidAsked, type SaidTable, saidInput } from './useSaidTable.ts'

const TEST_ROWS =
  'Test rows can be tagged, but are not repaired: a test that is mended after a look at it is a test no more.'

/** What can be done to rows that a run was scored on: a tag, and for those that are no test a repair. */
export function RowSurgery({
  run,
  part,
  dataset,
  asked,
  view,
  table: { shown = [] },
  ticks,
}: {
  run: Run
  part: Evaluation['part']
  dataset: Dataset
  asked: SaidAsked
  view: View
  table: SaidTable
  ticks: Ticks
}) {
  const read = useRead()
  const model = useModel()
  const [error, setError] = useState<ErrorData>()
  const [training, setTraining] = useState<ReadonlySet<number>>(new Set())
  const rows = [...ticks.rows]
  const tickAll = async () => {
    setError(undefined)
    try {
      const all = { ...saidInput(asked, view, shown), start: 0, count: dataset.rows, columns: [] }
      const window = await read('saidWindow', all)
      ticks.toggleAll(window.rows ?? [])
    } catch (cause) {
      setError(toErrorData(cause))
    }
  }
  const { conditions } = view
  const isOfData = conditions.every(({ column }) => dataset.columns.some(({ name }) => name === column))
  const tickTraining = async () => {
    setError(undefined)
    try {
      const found = await model('trainingRowsLike', { runId: run.id, conditions })
      setTraining((known) => new Set([...known, ...found]))
      ticks.toggleAll(found)
    } catch (cause) {
      setError(toErrorData(cause))
    }
  }
  return (
    <>
      <SurgeryBar
        run={run}
        rows={rows.map((row) => ({ row }))}
        onDone={ticks.clear}
        whyNot={part === 'test' ? TEST_ROWS : undefined}
        training={part === 'validation' ? rows.filter((row) => training.has(row)).length : undefined}
      >
        <Button onClick={() => void tickAll()}>Tick all listed</Button>
        {part === 'validation' && conditions.length > 0 && isOfData && (
          <Button title="Rows that meet the same conditions" onClick={() => void tickTraining()}>
            Tick those that train
          </Button>
        )}
        <TagField dataset={dataset} rows={rows} />
      </SurgeryBar>
      {error && <ErrorStrip error={error} />}
    </>
  )
}
