import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { saveFile } from '@/components/ui/saveFile.ts'
import { formatUnits } from '@/core/format/format.ts'
import { holdsRows } from '@/core/pipeline/pipeline.ts'
import type { Run } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

/** Saves a run as a file. Where its model is made of training rows, whoever saves it is told before. */
export function ExportButton({ run }: { run: Run }) {
  const actions = useActions()
  const [isAsked, setAsked] = useState(false)
  const isAskedFirst = useAssay(({ shelves: { pipeline } }) => {
    const own = pipeline[run.id]
    return own !== undefined && holdsRows(own)
  })
  const rows = useAssay((state) => state.shelves.result[run.id]?.rows.train ?? 0)
  const save = async () => {
    setAsked(false)
    const output = await actions().exportRun(run.id)
    if (output) saveFile(output.bundle, output.fileName)
  }
  return (
    <>
      <Button onClick={() => (isAskedFirst ? setAsked(true) : void save())}>Export</Button>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title="This model holds its training rows"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p>
          Nearest neighbours are made of the rows that they were trained on: {formatUnits(rows, 'row')}, as the numbers
          that they were prepared to, with their answers. Whoever has the file has them. Other learners keep no row.
        </p>
        <div className={styles.dialogActions}>
          <Button onClick={() => setAsked(false)}>Keep it here</Button>
          <Button variant="filled" onClick={() => void save()}>
            Export all the same
          </Button>
        </div>
      </Modal>
    </>
  )
}
