import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { chooseFiles, TABLES } from '@/components/shell/openFiles.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset, Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { changedTypes } from '@/core/dataset/lineage.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'
import { DialectFields } from './DialectFields.tsx'
import { DialectPreview } from './DialectPreview.tsx'
import styles from './dialog.module.css'

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
      size="xl"
      title={`Read ${dataset.source.fileName} again`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {dialect && <ReadForm dataset={dataset} found={dialect} onClose={onClose} view={view} />}
    </Modal>
  )
}

function ReadForm({
  dataset,
  found,
  onClose,
  view,
}: {
  dataset: Dataset
  found: Dialect
  onClose: () => void
  view: ViewOfData
}) {
  const actions = useActions()
  const [dialect, setDialect] = useState<Dialect>(found)
  const first = useAssay((state) => state.shelves.dataset[dataset.lineage])
  const isAtHand = actions().canReread(dataset.id)

  const readAgain = async () => {
    // Types that were set by hand stay, as long as the columns keep their names.
    const types = first && dialect.header === found.header ? changedTypes(first, dataset) : {}
    const options: ReadOptions = { ...dialect, ...(Object.keys(types).length > 0 && { types }) }
    const files = isAtHand ? [] : await chooseFiles(TABLES)
    if (!isAtHand && files.length === 0) return
    onClose()
    const read = await (files.length > 0
      ? actions().loadFiles(files, 'file', options)
      : actions().reread(dataset.id, options))
    if (read) goTo({ page: 'data', datasetId: read.id, view })
  }

  return (
    <form
      className={styles.readForm}
      onSubmit={(event) => {
        event.preventDefault()
        void readAgain()
      }}
    >
      <DialectFields dialect={dialect} onChange={setDialect} />
      {isAtHand ? (
        <DialectPreview datasetId={dataset.id} dialect={dialect} />
      ) : (
        <p className="secondary">
          The page was opened anew since, and a browser does not let a page open a file by itself. Choose{' '}
          {dataset.source.fileName} once more; what was read before stays as it is.
        </p>
      )}
      <div className={styles.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" type="submit">
          {isAtHand ? 'Read again' : 'Choose the file'}
        </Button>
      </div>
    </form>
  )
}
