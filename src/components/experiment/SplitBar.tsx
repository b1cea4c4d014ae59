import { formatCount, formatShare } from '@/core/format/format.ts'
import type { Part } from '@/core/split/split.ts'
import styles from './parts.module.css'

const PART_NAMES: readonly { readonly part: Part; readonly name: string }[] = [
  { part: 'train', name: 'Train' },
  { part: 'validation', name: 'Validate' },
  { part: 'test', name: 'Test' },
]

/** The parts as one ruled bar, to scale, with their rows below. */
export function SplitBar({
  parts,
  testName,
}: {
  parts: Readonly<Partial<Record<Part, number>>>
  /** The second file, where one tests. */
  testName: string | undefined
}) {
  const known = PART_NAMES.flatMap(({ part, name }) => {
    const rows = parts[part]
    return rows === undefined ? [] : [{ part, name, rows }]
  })
  const total = known.reduce((sum, { rows }) => sum + rows, 0)
  if (known.length < PART_NAMES.length)
    return <p className="caption">How many rows each part has is known once the first run has split them.</p>
  return (
    <div className={styles.split}>
      <div className={styles.bar} aria-hidden>
        {known.map(({ part, rows }) => (
          <span key={part} data-part={part} style={{ flexGrow: rows }} />
        ))}
      </div>
      <dl className={styles.parts}>
        {known.map(({ part, name, rows }) => (
          <div key={part}>
            <dt>
              <i data-part={part} aria-hidden />
              {name}
            </dt>
            <dd>
              {/* Chance deals the exact numbers; a second file tests whole. */}
              {part === 'test' && testName ? '' : 'about '}
              <b>{formatCount(rows)}</b> rows{' '}
              <span className="caption">
                {part === 'test' && testName ? testName : testName ? '' : formatShare(rows / total)}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
