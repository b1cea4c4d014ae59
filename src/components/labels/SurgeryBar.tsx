import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import { formatUnits } from '@/core/format/format.ts'
import type { LabelFindings, RepairWay } from '@/core/labels/labelCheck.ts'
import type { Run } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './labels.module.css'

/** What a row counts that is neither believed nor thrown away. */
const WEIGHT = 0.2

/** What can be done to the rows that are ticked, wherever the list has them. */
export function SurgeryBar({
  run,
  found,
  ticked,
  onDone,
}: {
  run: Run
  found: LabelFindings
  ticked: ReadonlySet<number>
  onDone: () => void
}) {
  const actions = useActions()
  const { datasetId } = run.spec.question
  const [weight, setWeight] = useState<number | string>(WEIGHT)
  const [isBusy, setBusy] = useState(false)
  const job = useAssay(({ jobs }) =>
    Object.values(jobs).find(({ kind, subject }) => kind === 'edit' && subject === datasetId),
  )
  const isOff = ticked.size === 0 || isBusy
  const repair = async (way: RepairWay) => {
    setBusy(true)
    await actions().repairLabels(
      run.id,
      way,
      [...found.suspects].filter(({ row }) => ticked.has(row)),
    )
    setBusy(false)
    onDone()
  }
  return (
    <section aria-label="What to do with the ticked rows" className={styles.surgery}>
      <div className={styles.bar}>
        <span className="strong" role="status">
          {ticked.size === 0 ? 'No row ticked' : `${formatUnits(ticked.size, 'row')} ticked`}
        </span>
        {found.kind === 'classes' && (
          <Button disabled={isOff} onClick={() => void repair({ kind: 'relabel' })}>
            Relabel as suggested
          </Button>
        )}
        <Button disabled={isOff} onClick={() => void repair({ kind: 'drop' })}>
          Drop
        </Button>
        <span className={styles.weigh}>
          <Button
            disabled={isOff || typeof weight !== 'number'}
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
      </div>
      {job && <JobStrip job={job} />}
    </section>
  )
}
