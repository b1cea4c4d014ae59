import { Button } from '@mantine/core'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { describeVersion, layLineage, parentOf } from '@/core/dataset/lineage.ts'
import { formatAgo, formatCount } from '@/core/format/format.ts'
import { useActions } from '@/state/useAssay.ts'
import { LineageGraph } from './LineageGraph.tsx'
import { VersionUses } from './VersionUses.tsx'
import styles from './versions.module.css'

/** The versions of one lineage, newest first: what made each, and what uses it. Those that were removed can be had back. */
export function LineageList({
  versions,
  shown,
  onCompare,
}: {
  /** Removed ones too. */
  versions: readonly Dataset[]
  shown: Dataset
  onCompare: (id: DatasetId) => void
}) {
  const actions = useActions()
  const rows = layLineage(versions)
  const now = Date.now()
  return (
    <div className={styles.lineage}>
      <LineageGraph rows={rows} shown={shown.id} />
      <table>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">What changed</th>
            <th scope="col" className="n">
              Rows
            </th>
            <th scope="col">Made</th>
            <th scope="col">Used by</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ version }) => {
            const { id, rows: count, createdAt, deletedAt } = version
            const name = `v${version.version}`
            const isShown = id === shown.id
            const parent = parentOf(version, versions)
            return (
              <tr key={id} data-selected={isShown || undefined} data-removed={deletedAt ? '' : undefined}>
                <th scope="row">
                  {name} {isShown && <span className={styles.tag}>shown</span>}
                  {deletedAt && <span className={styles.gone}>removed</span>}
                </th>
                <td className={styles.what} title={describeVersion(version, parent)}>
                  {describeVersion(version, parent)}
                  {parent && parent.version !== version.version - 1 && (
                    <span className="caption"> from v{parent.version}</span>
                  )}
                </td>
                <td className="n">{formatCount(count)}</td>
                <td className="secondary">
                  <time dateTime={new Date(createdAt).toISOString()} title={new Date(createdAt).toLocaleString('en')}>
                    {formatAgo(createdAt, now)}
                  </time>
                </td>
                <td>
                  <VersionUses datasetId={id} />
                </td>
                <td>
                  <div className={styles.rowActions}>
                    {deletedAt ? (
                      <Button variant="subtle" onClick={() => void actions().restore('table', id)}>
                        Restore<span className="visually-hidden"> {name}</span>
                      </Button>
                    ) : isShown ? null : (
                      <>
                        <Button variant="subtle" onClick={() => onCompare(id)}>
                          Compare
                          <span className="visually-hidden">
                            {' '}
                            {name} with v{shown.version}
                          </span>
                        </Button>
                        <Button component="a" href={hrefOf({ page: 'data', datasetId: id, view: 'rows' })}>
                          Go {version.version < shown.version ? 'back ' : ''}to {name}
                        </Button>
                      </>
                    )}
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
