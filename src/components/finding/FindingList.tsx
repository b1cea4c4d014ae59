import { Button } from '@mantine/core'
import { IconAlertTriangle, IconFlag, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import { type Finding, SEVERITIES, type Severity } from '@/core/finding/finding.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import styles from './finding.module.css'

/** Findings listed at once. */
const LISTED = 12
/** Rows named one by one, where no view can show them. */
const NAMED = 8

const WORDS: Readonly<Record<Severity, string>> = { serious: 'Serious', warning: 'Look at', note: 'Note' }

/** How a fix stands: to be had, being done, or already among the steps of the next question. */
export interface FixState {
  readonly isPlanned: boolean
  readonly isBusy: boolean
}

/** Findings in one list, the worst first: each a sentence, the rows that show it, and what mends it. */
export function FindingList({
  datasetId,
  findings,
  stateOf,
  onFix,
}: {
  datasetId: DatasetId
  findings: readonly Finding[]
  stateOf: (finding: Finding) => FixState
  /** Does the fix, or takes back what is planned. */
  onFix: (finding: Finding) => void
}) {
  const [isAll, setAll] = useState(false)
  const listed = isAll ? findings : findings.slice(0, LISTED)
  return (
    <>
      <ul className={styles.findings}>
        {listed.map((finding) => (
          <FindingLine
            key={finding.id}
            datasetId={datasetId}
            finding={finding}
            state={stateOf(finding)}
            onFix={() => onFix(finding)}
          />
        ))}
      </ul>
      {findings.length > listed.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          Show {formatUnits(findings.length - listed.length, 'more finding')}
        </Button>
      )}
    </>
  )
}

/** "7 findings: 1 to take seriously, 2 to look at, 4 to note." */
export function sayFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing here looks suspicious.'
  const words: Readonly<Record<Severity, string>> = {
    serious: 'to take seriously',
    warning: 'to look at',
    note: 'to note',
  }
  const parts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count > 0 ? [`${formatCount(count)} ${words[severity]}`] : []
  })
  if (parts.length === 1) return `${formatUnits(findings.length, 'finding')} ${parts[0]!.replace(/^[\d,]+ /, '')}.`
  return `${formatUnits(findings.length, 'finding')}: ${parts.join(', ')}.`
}

function FindingLine({
  datasetId,
  finding,
  state,
  onFix,
}: {
  datasetId: DatasetId
  finding: Finding
  state: FixState
  onFix: () => void
}) {
  const { severity, sentence, rows, fix } = finding
  return (
    <li className={styles.finding} data-severity={severity}>
      <span className={styles.severity}>
        <SeverityIcon severity={severity} />
        {WORDS[severity]}
      </span>
      <p>
        {sentence}
        {rows?.kind === 'list' && (
          <span className="secondary">
            {' '}
            Rows{' '}
            {rows.rows
              .slice(0, NAMED)
              .map((row) => formatCount(row + 1))
              .join(', ')}
            {rows.count > NAMED && ` and ${formatCount(rows.count - NAMED)} more`}.
          </span>
        )}
      </p>
      <span className={styles.actions}>
        {rows?.kind === 'view' && (
          <a
            href={hrefOf({
              page: 'data',
              datasetId,
              view: 'rows',
              rows: { ...WHOLE_VIEW, conditions: rows.conditions },
            })}
            aria-label={`Show ${formatUnits(rows.count, 'row')}: ${sentence}`}
          >
            Show {formatUnits(rows.count, 'row')}
          </a>
        )}
        {fix &&
          (state.isPlanned ? (
            <span className={styles.planned}>
              In the next question
              <Button size="xs" variant="subtle" aria-label={`Take back: ${fix.label}`} onClick={onFix}>
                Take back
              </Button>
            </span>
          ) : (
            <Button size="xs" loading={state.isBusy} onClick={onFix}>
              {fix.label}
            </Button>
          ))}
      </span>
    </li>
  )
}

function SeverityIcon({ severity }: { severity: Severity }) {
  const Icon = severity === 'serious' ? IconAlertTriangle : severity === 'warning' ? IconFlag : IconInfoCircle
  return <Icon size={14} aria-hidden />
}
