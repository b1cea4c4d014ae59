import { Part } from '@/components/profile/Part.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { parentOf } from '@/core/dataset/lineage.ts'
import { liveVersions } from '@/state/dataset.ts'
import { useAssay } from '@/state/useAssay.ts'
import { DiffControls } from './DiffControls.tsx'
import { DiffReport } from './DiffReport.tsx'
import { LineageList } from './LineageList.tsx'
import { otherData, useKeys } from './useKeys.ts'
import styles from './versions.module.css'

/** Every version of the data, what made it and what uses it; and how two of them, or any two tables, differ. */
export function VersionsView({
  dataset,
  against,
  keys: chosen,
}: {
  dataset: Dataset
  /** What the data is held against; the version that it was made of where absent. */
  against: DatasetId | undefined
  keys: readonly string[] | undefined
}) {
  const shelves = useAssay((state) => state.shelves)
  const versions = Object.values(shelves.dataset).filter(({ lineage }) => lineage === dataset.lineage)
  const live = liveVersions({ shelves }, dataset.lineage)
  const others = otherData({ shelves }, dataset)
  const before =
    (against === undefined ? undefined : shelves.dataset[against]) ??
    parentOf(dataset, live) ??
    live.find(({ id }) => id !== dataset.id)
  const keys = useKeys(before, dataset, chosen)
  const go = (next: {
    readonly datasetId?: DatasetId
    readonly against?: DatasetId
    readonly keys?: readonly string[]
  }) => goTo({ page: 'data', datasetId: dataset.id, view: 'versions', against: before?.id, keys: chosen, ...next })
  return (
    <div className={styles.view}>
      <Part title="Versions">
        <LineageList versions={versions} shown={dataset} onCompare={(id) => go({ against: id })} />
      </Part>
      <Part title="What differs">
        <DiffControls
          dataset={dataset}
          before={before}
          versions={live}
          others={others}
          keys={keys}
          onBefore={(id) => goTo({ page: 'data', datasetId: dataset.id, view: 'versions', against: id })}
          onAfter={(id) =>
            goTo({
              page: 'data',
              datasetId: id,
              view: 'versions',
              ...(before && before.id !== id && { against: before.id }),
            })
          }
          onKeys={(next) => go({ keys: next })}
        />
        {before ? (
          <DiffReport before={before} after={dataset} keys={keys} />
        ) : (
          <p className={styles.only}>
            There is one version so far. Edit a cell, drop rows or weigh them under Rows, or give a column another type:
            each makes the next one. Other data can be chosen above.
          </p>
        )}
      </Part>
    </div>
  )
}
