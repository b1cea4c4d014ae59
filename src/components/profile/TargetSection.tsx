import { NativeSelect } from '@mantine/core'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { formatScore, formatUnits } from '@/core/format/format.ts'
import { type Association, figureOf, sizeOf } from '@/core/profile/associate.ts'
import type { Relations } from '@/core/profile/jobs.ts'
import { sayFewRows } from '@/core/profile/words.ts'
import { AssociationTable } from './AssociationTable.tsx'
import { ContrastPanel } from './ContrastPanel.tsx'
import { Part } from './Part.tsx'
import styles from './profile.module.css'
import { useWatched } from './useWatched.ts'
import { Waiting } from './Waiting.tsx'

const LISTED = 30

/** Every column against the one to be predicted, the strongest first; and how the target lies in the values of one. */
export function TargetSection({
  dataset,
  column,
  target,
  onTarget,
  onColumn,
}: {
  dataset: Dataset
  column: string
  target: string | undefined
  onTarget: (name: string | undefined) => void
  onColumn: (name: string) => void
}) {
  const { id } = dataset
  const asked = useWatched(target === undefined ? undefined : `relate/${id}/${target}`, (jobs, options) =>
    jobs.read.call('relate', { datasetId: id, target: target! }, options),
  )
  return (
    <Part
      title="Columns against a target"
      aside={
        <NativeSelect
          aria-label="Target"
          value={target ?? ''}
          onChange={(event) => onTarget(event.currentTarget.value || undefined)}
          data={[
            { value: '', label: 'Choose a target' },
            ...dataset.columns.map(({ name }) => ({ value: name, label: name })),
          ]}
        />
      }
    >
      {target === undefined ? (
        <p className="secondary">
          Choose the column you want to predict to see which of the others tell most about it.
        </p>
      ) : asked.output ? (
        <>
          <p className={styles.verdict}>{sayRelations(asked.output)}</p>
          {asked.output.associations.length > 0 && (
            <div className={styles.side}>
              <Ranked associations={asked.output.associations} shown={column} onColumn={onColumn} />
              {column === target ? (
                <p className="secondary">Choose another column to see {target} by its values.</p>
              ) : (
                <ContrastPanel datasetId={id} feature={column} target={target} />
              )}
            </div>
          )}
        </>
      ) : (
        <Waiting asked={asked} what={`Measuring columns against ${target}`} unit="column" rows={5} />
      )}
    </Part>
  )
}

function sayRelations({ target, associations, why }: Relations): string {
  if (why) return `Nothing can be measured against ${target}: ${why}.`
  const [first, second] = associations
  if (!first) return `There is no other column that could be measured against ${target}.`
  if (sizeOf(first) < 0.1) return `No column alone tells much about ${target}.`
  const more = second && sizeOf(second) >= 0.1 ? `, then ${second.a} (${formatScore(figureOf(second) ?? 0)})` : ''
  return `${first.a} tells most about ${target} (${formatScore(figureOf(first) ?? 0)})${more}.${sayFewRows(first)}`
}

function Ranked({
  associations,
  shown,
  onColumn,
}: {
  associations: readonly Association[]
  shown: string
  onColumn: (name: string) => void
}) {
  return (
    <Scrollable label="Columns by what they tell of the target" className={styles.ranked!}>
      <AssociationTable
        associations={associations}
        listed={LISTED}
        caption={
          associations.length > LISTED
            ? `The ${LISTED} strongest of ${formatUnits(associations.length, 'column')}`
            : 'Measures of different names are not quite of one scale'
        }
        heads={['Column', 'Rows']}
        shown={shown}
      >
        {({ a }) => (
          <th scope="row" className={styles.value}>
            <button type="button" className={styles.link} onClick={() => onColumn(a)}>
              {a}
            </button>
          </th>
        )}
      </AssociationTable>
    </Scrollable>
  )
}
