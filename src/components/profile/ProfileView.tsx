import { useEffect, useMemo } from 'react'
import { FindingList, sayFindings } from '@/components/finding/FindingList.tsx'
import { OfferedTo } from '@/components/finding/OfferedTo.tsx'
import { useFix } from '@/components/finding/useFix.ts'
import { RowFindings } from '@/components/rows/RowFindings.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { proposeTarget } from '@/core/experiment/candidate.ts'
import { sortFindings } from '@/core/finding/finding.ts'
import { formatUnits } from '@/core/format/format.ts'
import { useActions } from '@/state/useAssay.ts'
import { AssociationSection } from './AssociationSection.tsx'
import { ColumnSection } from './ColumnSection.tsx'
import { MissingSection } from './MissingSection.tsx'
import { Part } from './Part.tsx'
import styles from './profile.module.css'
import { TargetSection } from './TargetSection.tsx'
import { useAssociations } from './useAssociations.ts'
import { useWatched } from './useWatched.ts'
import { Waiting } from './Waiting.tsx'

/** What the data holds: what is suspicious, every column in full, columns against each other and against a target. */
export function ProfileView({
  dataset,
  column,
  target,
}: {
  dataset: Dataset
  column: string | undefined
  target: string | undefined
}) {
  if (dataset.rows === 0 || dataset.columns.length === 0)
    return <Empty>There is no row in this data, so there is nothing to profile.</Empty>
  return <Profiled key={dataset.id} dataset={dataset} column={column} target={target} />
}

function Profiled({
  dataset,
  column,
  target,
}: {
  dataset: Dataset
  column: string | undefined
  target: string | undefined
}) {
  const { id } = dataset
  const asked = useWatched(`profile/${id}`, (jobs, options) => jobs.read.call('profile', { datasetId: id }, options))
  const profile = asked.output
  const actions = useActions()
  useEffect(() => {
    if (profile) actions().keepFindings(id, profile.findings)
  }, [profile, id, actions])
  // Asked for only now, so that the columns come first.
  const associations = useAssociations(dataset, profile !== undefined)
  const { onFix, stateOf, planned } = useFix(dataset, 'profile')
  const found = sortFindings([...(profile?.findings ?? []), ...(associations.output?.findings ?? [])])
  const names = new Set(dataset.columns.map(({ name }) => name))
  const shown = column !== undefined && names.has(column) ? column : dataset.columns[0]!.name
  const against = target !== undefined && names.has(target) ? target : undefined
  const label = useMemo(() => against ?? proposeTarget(dataset)?.column, [against, dataset])
  const show = (next: { column?: string; target?: string | undefined }) =>
    goTo({ page: 'data', datasetId: id, view: 'profile', column: shown, target: against, ...next }, { replace: true })
  return (
    <div className={styles.profile}>
      <Part title="Findings">
        {profile ? (
          <>
            <p className={styles.verdict}>
              {sayFindings(found)}
              {planned.length > 0 && (
                <>
                  {' '}
                  {formatUnits(planned.length, 'step')} will be in the recipe of the next question:{' '}
                  <a href={hrefOf({ page: 'ask', datasetId: id, target: against })}>ask it</a>.
                  <OfferedTo lineage={dataset.lineage} planned={planned} />
                </>
              )}
            </p>
            <FindingList datasetId={id} findings={found} stateOf={stateOf} onFix={onFix} />
          </>
        ) : (
          <Waiting asked={asked} what="Profiling the columns" unit="column" rows={4} />
        )}
      </Part>
      <Part title="Odd rows">
        <RowFindings dataset={dataset} target={label} />
      </Part>
      {profile && (
        <>
          <ColumnSection profile={profile} shown={shown} onShow={(name) => show({ column: name })} />
          <TargetSection
            dataset={dataset}
            column={shown}
            target={against}
            onTarget={(name) => show({ target: name })}
            onColumn={(name) => show({ column: name })}
          />
          <AssociationSection asked={associations} onColumn={(name) => show({ column: name })} />
          <MissingSection missing={profile.missing} datasetId={id} />
        </>
      )}
    </div>
  )
}
