import { formatCount } from '@/core/format/format.ts'
import styles from './experiment.module.css'

/** The parts as one ruled bar, to scale. */
export function SplitBar({ train, validation, test }: { train: number; validation: number; test: number }) {
  const parts = [
    { name: 'train', rows: train },
    { name: 'validate', rows: validation },
    { name: 'test', rows: test },
  ]
  return (
    <div
      className={styles.bar}
      role="img"
      aria-label={parts.map(({ name, rows }) => `${formatCount(rows)} ${name}`).join(', ')}
    >
      {parts.map(({ name, rows }) => (
        <span key={name} data-part={name} style={{ flexGrow: rows }}>
          {name} {formatCount(rows)}
        </span>
      ))}
    </div>
  )
}
