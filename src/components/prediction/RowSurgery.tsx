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
import { useRead } from '@/state/useAssay.ts'
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
  const [error, setError] = useState<ErrorData>()
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
  return (
    <>
      <SurgeryBar
        run={run}
        rows={rows.map((row) => ({ row }))}
        onDone={ticks.clear}
        whyNot={part === 'test' ? TEST_ROWS : undefined}
        isValidation={part === 'validation'}
      >
        <Button onClick={() => void tickAll()}>Tick all listed</Button>
        <TagField dataset={dataset} rows={rows} />
      </SurgeryBar>
      {error && <ErrorStrip error={error} />}
    </>
  )
}
