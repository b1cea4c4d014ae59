import { formatCount } from '@/core/format/format.ts'
import { PARTS, type Part } from '@/core/split/split.ts'
import styles from './experiment.module.css'

const VERBS: Readonly<Record<Part, string>> = { train: 'train', validation: 'validate', test: 'test' }

/** The parts whose size is known as one ruled bar, to scale. */
export function SplitBar({ parts }: { parts: Readonly<Partial<Record<Part, number>>> }) {
  const known = PARTS.flatMap((part) => (parts[part] === undefined ? [] : [{ part, rows: parts[part] }]))
  if (known.length < PARTS.length) return null
  const label = known.map(({ part, rows }) => `${formatCount(rows)} ${VERBS[part]}`).join(', ')
  return (
    <div className={styles.bar} role="img" aria-label={label}>
      {known.map(({ part, rows }) => (
        <span key={part} data-part={part} style={{ flexGrow: rows }}>
          {VERBS[part]} {formatCount(rows)}
        </span>
      ))}
    </div>
  )
}
