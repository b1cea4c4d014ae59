import { Select } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type TargetProposal, targetsWorthAsking } from '@/core/experiment/candidate.ts'
import { chooser } from './chooser.ts'
import styles from './controls.module.css'
import { Section } from './Section.tsx'

/** Columns offered at once; a wider table is searched. */
const OFFERED = 200

/** The column that is asked about. Those that can't be say why. */
export function TargetSection({
  dataset,
  target,
  proposed,
  children,
}: {
  dataset: Dataset
  target: string | undefined
  proposed: TargetProposal | undefined
  /** What to do next, below. */
  children?: ReactNode
}) {
  const candidates = useMemo(
    () => new Map(targetsWorthAsking(dataset).map((candidate) => [candidate.column, candidate])),
    [dataset],
  )
  const types = useMemo(() => new Map(dataset.columns.map(({ name, type }) => [name, type])), [dataset])
  const type = target === undefined ? undefined : types.get(target)
  return (
    <Section title="Target" chosen="What do you want to predict?">
      <Select
        {...chooser}
        aria-label="What do you want to predict?"
        className={styles.target!}
        searchable
        allowDeselect={false}
        limit={OFFERED}
        placeholder="Choose a column"
        nothingFoundMessage="No column by that name"
        leftSection={type && <TypeIcon type={type} />}
        value={type ? (target ?? null) : null}
        data={dataset.columns.map(({ name }) => ({ value: name, label: name, disabled: !candidates.get(name)?.ok }))}
        renderOption={({ option: { value } }) => {
          const optionType = types.get(value)
          return (
            <span className={styles.optionText}>
              <span className={styles.optionName}>
                {optionType && <TypeIcon type={optionType} />}
                <b>{value}</b>
                <span className="caption">{optionType}</span>
              </span>
              {candidates.get(value)?.why && <span className="caption">{candidates.get(value)?.why}</span>}
            </span>
          )
        }}
        onChange={(column) => column && goTo({ page: 'ask', datasetId: dataset.id, target: column }, { replace: true })}
      />
      {proposed && target === proposed.column && (
        <p className="caption">Assay proposes this column. {proposed.reason} Any other will do.</p>
      )}
      {children}
    </Section>
  )
}
