import { Button, Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type TargetProposal, targetsWorthAsking } from '@/core/experiment/candidate.ts'
import { formatUnits } from '@/core/format/format.ts'
import { liveExperiments } from '@/state/experiment.ts'
import { liveRuns } from '@/state/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './dataset.module.css'

/** Which column to ask about: a proposal with its reason, every other column, and what was asked before. */
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
  const shelves = useAssay((state) => state.shelves)
  const candidates = targetsWorthAsking(dataset)
  const chosen = candidates.find(({ column }) => column === target)
  const asked = liveExperiments({ shelves }).filter(({ question }) => question.datasetId === dataset.id)
  const canAsk = chosen?.ok === true
  return (
    <div className={styles.aside}>
      <h2>What do you want to predict?</h2>
      <Select
        aria-label="Column to predict"
        searchable
        allowDeselect={false}
        value={target ?? null}
        data={candidates.map(({ column, ok }) => ({ value: column, label: column, disabled: !ok }))}
        onChange={(column) => column && onTarget(column)}
      />
      <p className="secondary">
        {chosen && !chosen.ok
          ? chosen.why
          : target !== undefined && target === proposed?.column
            ? `Assay proposes this column. ${proposed.reason} Any other will do.`
            : 'The other columns are what it is predicted from.'}
      </p>
      {asked.length > 0 && (
        <section>
          <h3>Asked before</h3>
          <ul>
            {asked.map((experiment) => (
              <li key={experiment.id} className={styles.asked}>
                <a href={hrefOf({ page: 'question', experimentId: experiment.id })}>{experiment.name}</a>
                <span className="caption">{formatUnits(liveRuns({ shelves }, experiment.id).length, 'run')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Button
        variant="filled"
        size="lg"
        disabled={!canAsk}
        rightSection={<IconArrowRight size={16} aria-hidden />}
        onClick={() => target !== undefined && goTo({ page: 'ask', datasetId: dataset.id, target })}
      >
        {target === undefined ? 'Choose a column' : `Ask about ${target}`}
      </Button>
    </div>
  )
}
