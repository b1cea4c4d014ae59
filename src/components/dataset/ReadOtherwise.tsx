import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dialect } from '@/core/dataset/dataset.ts'
import type { JobState } from '@/state/job.ts'
import { useActions } from '@/state/useAssay.ts'
import { DialectFields } from './DialectFields.tsx'
import { DialectPreview } from './DialectPreview.tsx'
import styles from './dialog.module.css'
import { usePreview } from './usePreview.ts'
import { chooseTables } from './useReadAgain.ts'

/** Lets files that could not be read as they were found be read as the person says. */
export default function ReadOtherwise({ job }: { job: JobState }) {
  const [isOpen, { open, close }] = useDisclosure()
  const files = useActions()().filesRefused(job.subject)
  if (!files) return null
  return (
    <>
      <Button onClick={open}>Read it otherwise…</Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size={1000}
        yOffset={24}
        title={`Read ${job.subject} otherwise`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <OtherwiseForm job={job} refused={files} onClose={close} />
      </Modal>
    </>
  )
}

function OtherwiseForm({ job, refused, onClose }: { job: JobState; refused: readonly File[]; onClose: () => void }) {
  const actions = useActions()
  const [parts, setParts] = useState<Partial<Dialect>>({})
  const [files, setFiles] = useState(refused)
  const previewed = usePreview(undefined, files, parts)
  const { preview, error, found } = previewed
  const choose = async () => setFiles((await chooseTables()) ?? files)
  const read = async () => {
    onClose()
    actions().dismissJob(job.id)
    const dataset = await actions().loadFiles(files, 'file', parts)
    if (dataset) goTo({ page: 'data', datasetId: dataset.id, view: 'columns' })
  }
  return (
    <form
      className={styles.readForm}
      onSubmit={(event) => {
        event.preventDefault()
        void read()
      }}
    >
      <DialectFields parts={parts} found={found} onChange={setParts} />
      <DialectPreview {...previewed} settled={[]} onChoose={() => void choose()} />
      <div className={styles.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" type="submit" disabled={error !== undefined || !preview}>
          Read it so
        </Button>
      </div>
    </form>
  )
}
