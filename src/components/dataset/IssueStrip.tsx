import { Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { countIssues, countMissing } from '@/core/dataset/issue.ts'
import { formatShare, formatUnits } from '@/core/format/format.ts'
import styles from './dataset.module.css'
import { IssueReview } from './IssueReview.tsx'

/** What the reading had to put right, and how much is missing: in words, none of it hidden. */
export function IssueStrip({ dataset }: { dataset: Dataset }) {
  const [isOpen, { open, close }] = useDisclosure()
  const issues = countIssues(dataset.issues)
  const missing = countMissing(dataset.columns)
  const cells = dataset.rows * dataset.columns.length
  const things = issues.length + (missing.cells > 0 ? 1 : 0)
  return (
    <section className={styles.strip} aria-label="Things to know">
      {things === 0 ? (
        <span className={styles.thing}>
          <IconCheck size={14} aria-hidden className="good" />
          Every row was read as it stands, and no cell is missing
        </span>
      ) : (
        <>
          <b className="strong">{formatUnits(things, 'thing')} to know</b>
          <ul className={styles.things}>
            {issues.map(({ kind, text }) => (
              <li key={kind} className={`${styles.thing} warn`}>
                <IconAlertTriangle size={14} aria-hidden />
                {text}
              </li>
            ))}
            {missing.cells > 0 && (
              <li className={styles.thing}>
                {formatUnits(missing.cells, 'missing cell')} in {formatUnits(missing.columns, 'column')},{' '}
                {formatShare(missing.cells / cells)} of all
              </li>
            )}
          </ul>
        </>
      )}
      {issues.length > 0 && (
        <button type="button" className={styles.link} onClick={open} aria-label="Review what was put right">
          Review
        </button>
      )}
      <Modal
        opened={isOpen}
        onClose={close}
        size="xl"
        title="What was put right"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <IssueReview dataset={dataset} />
      </Modal>
    </section>
  )
}
