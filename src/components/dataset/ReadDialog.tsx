import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Dataset, DatasetSource, Dialect } from '@/core/dataset/dataset.ts'
import { useActions } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'
import { DialectFields } from './DialectFields.tsx'
import { DialectPreview } from './DialectPreview.tsx'
import styles from './dialog.module.css'
import { usePreview } from './usePreview.ts'
import { areFilesOf, getAgain, useReadAgain } from './useReadAgain.ts'

/** Reads the file again, with any part of how it is read set by hand. The first reading can be had back. */
export function ReadDialog({
  dataset,
  isOpen,
  onClose,
  view,
}: {
  dataset: Dataset
  isOpen: boolean
  onClose: () => void
  view: ViewOfData
}) {
  const { dialect } = dataset.source
  return (
    <Modal
      opened={isOpen && dialect !== undefined}
      onClose={onClose}
      size={1000}
      yOffset={24}
      title={`Read ${dataset.source.fileName} again`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {dialect && <ReadForm dataset={dataset} onClose={onClose} view={view} />}
    </Modal>
  )
}

/** How what was read is got once more. */
const AGAIN: Readonly<Record<DatasetSource['kind'], (fileName: string) => { why: string; label: string }>> = {
  file: (fileName) => ({
    why: `and a browser does not let a page open a file by itself. Choose ${fileName} once more`,
    label: 'Choose the file',
  }),
  bundle: (fileName) => AGAIN.file(fileName),
  paste: () => ({ why: 'and what was pasted lies in no file. Paste it once more', label: 'Paste it once more' }),
  sample: (fileName) => ({ why: `so ${fileName} has to be fetched once more`, label: 'Fetch the sample' }),
}

function ReadForm({ dataset, onClose, view }: { dataset: Dataset; onClose: () => void; view: ViewOfData }) {
  const actions = useActions()
  const readAgain = useReadAgain(dataset, view)
  const [parts, setParts] = useState<Partial<Dialect>>(dataset.source.fixed ?? {})
  const [files, setFiles] = useState(() => actions().filesOf(dataset.id))
  const previewed = usePreview(dataset, files, parts)
  const { preview, error, found } = previewed
  const again = AGAIN[dataset.source.kind](dataset.source.fileName)
  const choose = async () => {
    const chosen = await getAgain(dataset)
    if (chosen) setFiles(chosen)
  }
  return (
    <form
      className={styles.readForm}
      onSubmit={(event) => {
        event.preventDefault()
        if (!files) return void choose()
        onClose()
        const names = preview && new Set(preview.columns.map(({ name }) => name))
        void readAgain(parts, { files, names })
      }}
    >
      <DialectFields parts={parts} found={found} onChange={setParts} />
      {files ? (
        <DialectPreview {...previewed} settled={dataset.settled ?? []} onChoose={() => void choose()} />
      ) : (
        <p className="secondary">
          The page was opened anew since, {again.why} to see how it would be read; what was read before stays as it is.
        </p>
      )}
      {files && !areFilesOf(dataset, files) && (
        <p className="secondary">
          {files.map(({ name }) => name).join(', ')}: not what was read before, so it becomes data of its own beside it.
        </p>
      )}
      <div className={styles.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" type="submit" disabled={error !== undefined}>
          {files ? 'Read again' : again.label}
        </Button>
      </div>
    </form>
  )
}
