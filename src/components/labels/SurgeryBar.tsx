import { Button, Checkbox, NumberInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import type { RepairRow, RepairWay } from '@/core/labels/labelCheck.ts'
import type { Run } from '@/core/run/run.ts'
import { canWarmStart, whyAlwaysCold } from '@/core/run/warmStart.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './labels.module.css'
import { RelabelField } from './RelabelField.tsx'

/** What a row counts that is neither believed nor thrown away. */
const WEIGHT = 0.2

interface SurgeryBarProps {
  readonly run: Run
  /** The rows that are ticked, wherever they are listed. */
  readonly rows: readonly RepairRow[]
  readonly onDone: () => void
  /** Why none of them may be repaired; they may where absent. */
  readonly whyNot?: string | undefined
  /** How many of them train, where some do not: a weight of the others changes nothing. */
  readonly training?: number | undefined
  readonly label?: string | undefined
  /** What else can be done with them. */
  readonly children?: ReactNode
}

/** What can be done to the rows that are ticked: a new version of the data, and the run's spec trained on it. */
export function SurgeryBar({
  run,
  rows,
  onDone,
  whyNot,
  training,
  label = 'What to do with the ticked rows',
  children,
}: SurgeryBarProps) {
  const actions = useActions()
  const { datasetId } = run.spec.question
  const { learner } = run.spec
  const [weight, setWeight] = useState<number | string>(WEIGHT)
  const [wantsWarm, setWantsWarm] = useState(true)
  const [isBusy, setBusy] = useState(false)
  const job = useAssay(({ jobs }) =>
    Object.values(jobs).find(({ kind, subject }) => kind === 'edit' && subject === datasetId),
  )
  const isOff = rows.length === 0 || isBusy
  const trainsNone = training === 0
  const repair = async (way: RepairWay) => {
    setBusy(true)
    await actions().repairRows(run.id, way, rows, { isWarm: wantsWarm })
    setBusy(false)
    onDone()
  }
  return (
    <section aria-label={label} className={styles.surgery}>
      <div className={styles.bar}>
        <span className="strong" role="status">
          {rows.length === 0 ? 'No row ticked' : `${formatUnits(rows.length, 'row')} ticked`}
          {training !== undefined && training > 0 && `, ${formatCount(training)} of them train`}
        </span>
        {children}
        {whyNot === undefined && (
          <>
            {rows.some(({ suggested }) => suggested !== undefined) && (
              <Button disabled={isOff} onClick={() => void repair({ kind: 'relabel' })}>
                Relabel as suggested
              </Button>
            )}
            <RelabelField run={run} isOff={isOff} onRelabel={(value) => void repair({ kind: 'relabel', value })} />
            <Button disabled={isOff} onClick={() => void repair({ kind: 'drop' })}>
              Drop
            </Button>
            <span className={styles.weigh}>
              <Button
                disabled={isOff || trainsNone || typeof weight !== 'number'}
                onClick={() => typeof weight === 'number' && void repair({ kind: 'weigh', weight })}
              >
                Weigh by
              </Button>
              <NumberInput
                aria-label="Weight of the ticked rows"
                value={weight}
                onChange={setWeight}
                min={0}
                max={100}
                step={0.1}
                hideControls
                error={typeof weight === 'number' ? undefined : 'Enter a number of 0 or more.'}
              />
            </span>
          </>
        )}
      </div>
      {whyNot !== undefined ? (
        <p className="caption">{whyNot}</p>
      ) : canWarmStart(learner) ? (
        <Checkbox
          size="xs"
          label={`Train on from the weights of run ${run.mark.letter}: part of a gain may be the longer training`}
          checked={wantsWarm}
          onChange={(event) => setWantsWarm(event.currentTarget.checked)}
        />
      ) : (
        <p className="caption">Trained again from the start. {whyAlwaysCold(learner)}</p>
      )}
      {whyNot === undefined && trainsNone && (
        <p className="caption">
          Validation rows train no model: relabelled or dropped, they choose and judge otherwise; a weight would change
          nothing. Suspects among the rows that train are under{' '}
          <a href={hrefOf({ page: 'run', runId: run.id, view: 'labels' })}>Labels</a>.
        </p>
      )}
      {job && <JobStrip job={job} />}
    </section>
  )
}
