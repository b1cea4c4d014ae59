import { Button, Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type TargetProposal, targetsWorthAsking } from '@/core/experiment/candidate.ts'
import { AskedBefore } from './AskedBefore.tsx'
import styles from './aside.module.css'
import { OtherTargets } from './OtherTargets.tsx'
import { TargetReasons } from './TargetReasons.tsx'

/** The decision of this page: which column to ask about, with what speaks for it, and what was asked before. */
export function TargetAside({
  dataset,
  proposed,
  target,
  onTarget,
}: {
  dataset: Dataset
  proposed: TargetProposal | undefined
  target: string | undefined
  onTarget: (column: string) => void
}) {
  const candidates = useMemo(() => targetsWorthAsking(dataset), [dataset])
  const candidate = candidates.find(({ column }) => column === target)
  const able = new Set(candidates.filter(({ ok }) => ok).map(({ column }) => column))
  const types = new Map(dataset.columns.map(({ name, type }) => [name, type]))
  const icon = (name: string) => <TypeIcon type={types.get(name) ?? 'text'} />
  return (
    <div className={styles.ask}>
      <h2>What do you want to predict?</h2>
      <Select
        className={styles.pick ?? ''}
        aria-label="Column to predict"
        data={dataset.columns.map(({ name }) => name)}
        value={target ?? null}
        onChange={(name) => name && onTarget(name)}
        placeholder="Choose a column"
        searchable
        allowDeselect={false}
        limit={200}
        maxDropdownHeight={320}
        nothingFoundMessage="No such column"
        leftSection={target && icon(target)}
        // Its list is made when it is opened: of a wide table it is long, and to place it the browser lays out all anew.
        comboboxProps={{ keepMounted: false }}
        renderOption={({ option: { value } }) => (
          <span className={styles.option}>
            {icon(value)}
            {value}
            {!able.has(value) && <span className="caption">can’t be predicted</span>}
          </span>
        )}
      />
      <p className="caption">
        {proposed === undefined
          ? dataset.rows === 1
            ? 'One row is too few to learn from. Read a file with more.'
            : 'As the types are, no column can be predicted. Change a type in the table.'
          : target === proposed.column
            ? 'Assay proposes this column. Any other will do.'
            : `Assay proposes ${proposed.column}.`}
      </p>
      {candidate && (
        <TargetReasons
          dataset={dataset}
          candidate={candidate}
          proposed={target === proposed?.column ? proposed : undefined}
        />
      )}
      <OtherTargets dataset={dataset} candidates={candidates} target={target} onTarget={onTarget} />
      <AskedBefore dataset={dataset} />
      <div className={styles.go}>
        <Button
          variant="filled"
          size="lg"
          fullWidth
          disabled={!candidate?.ok}
          rightSection={<IconArrowRight size={16} aria-hidden />}
          onClick={() => target && goTo({ page: 'ask', datasetId: dataset.id, target })}
        >
          {target ? `Ask about ${target}` : 'Choose a column to ask about'}
        </Button>
      </div>
    </div>
  )
}
