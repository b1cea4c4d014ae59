import { Button, Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type TargetProposal, targetsWorthAsking } from '@/core/experiment/candidate.ts'
import { AskedBefore } from './AskedBefore.tsx'
import styles from './aside.module.css'
import { OtherTargets } from './OtherTargets.tsx'
import { TargetReasons } from './TargetReasons.tsx'

/** Which column to ask about: a proposal with its reasons, other columns, and what was asked before. */
export function TargetAside({
  dataset,
  proposed,
  target,
  onTarget,
}: {
  dataset: Dataset
  proposed: TargetProposal | undefined
  target: string | undefined
  onTarget: (target: string) => void
}) {
  const candidates = useMemo(() => targetsWorthAsking(dataset), [dataset])
  const chosen = candidates.find(({ column }) => column === target)
  return (
    <div className={styles.ask}>
      <h2>What do you want to predict?</h2>
      <Select
        aria-label="Column to predict"
        searchable
        allowDeselect={false}
        value={target ?? null}
        data={candidates.map(({ column, ok }) => ({ value: column, label: column, disabled: !ok }))}
        onChange={(column) => column && onTarget(column)}
      />
      {chosen && <TargetReasons dataset={dataset} candidate={chosen} proposed={proposed} />}
      <OtherTargets dataset={dataset} candidates={candidates} target={target} onTarget={onTarget} />
      <AskedBefore dataset={dataset} />
      <Button
        variant="filled"
        size="lg"
        className={styles.go!}
        disabled={!chosen?.ok}
        rightSection={<IconArrowRight size={16} aria-hidden />}
        onClick={() => target !== undefined && goTo({ page: 'ask', datasetId: dataset.id, target })}
      >
        {target === undefined ? 'Choose a column' : `Ask about ${target}`}
      </Button>
    </div>
  )
}
