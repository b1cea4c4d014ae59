import type { Dataset } from '@/core/dataset/dataset.ts'
import { describeSource } from '@/core/dataset/dialect.ts'
import styles from './dataset.module.css'

/** How the file was read, in words, and the way to have it read otherwise. */
export function SourceStrip({ dataset, onChange }: { dataset: Dataset; onChange: () => void }) {
  return (
    <section className={styles.strip} aria-label="Read as">
      <span className={styles.stripName}>Read as</span>
      <ul className={styles.chips}>
        {describeSource(dataset.source).map((part) => (
          <li key={part}>
            <code>{part}</code>
          </li>
        ))}
      </ul>
      {dataset.source.dialect && (
        <button type="button" className={styles.link} onClick={onChange} aria-label="Change how the file is read">
          Change
        </button>
      )}
    </section>
  )
}
