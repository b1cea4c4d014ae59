import { IconAlertTriangle } from '@tabler/icons-react'
import type { CellIssue } from '@/core/dataset/dataset.ts'
import { formatUnits } from '@/core/format/format.ts'
import styles from './pipeline.module.css'

const SHOWN = 8

/** Cells that could not be used as given, and what was done instead. */
export function CellIssues({ issues, total }: { issues: readonly CellIssue[]; total: number }) {
  if (total === 0) return null
  return (
    <div className={styles.issues}>
      <p>
        <IconAlertTriangle size={15} aria-hidden /> {formatUnits(total, 'cell')} could not be used as given:
      </p>
      <ul>
        {issues.slice(0, SHOWN).map((issue) => (
          <li key={`${issue.line} ${issue.column} ${issue.raw}`}>
            {issue.column} in row {issue.line}: <code>{issue.raw || 'empty'}</code>, {issue.reason}
          </li>
        ))}
      </ul>
      {total > SHOWN && <p className="caption">and {formatUnits(total - SHOWN, 'more', 'more')}</p>}
    </div>
  )
}
