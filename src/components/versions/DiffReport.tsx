import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type DatasetDiff, describeDiff } from '@/core/dataset/diff.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { DiffColumns } from './DiffColumns.tsx'
import { ChangedRows, Reweighted, WholeRows } from './DiffRows.tsx'
import styles from './versions.module.css'

/** How two tables differ: a sentence, then rows and columns. */
export function DiffReport({ before, after, keys }: { before: Dataset; after: Dataset; keys: readonly string[] }) {
  const asked = useWatched<DatasetDiff>(JSON.stringify([before.id, after.id, keys]), (jobs, options) =>
    jobs.read.call('diff', { before: before.id, after: after.id, ...(keys.length > 0 && { keys }) }, options),
  )
  const diff = asked.output
  if (!diff) return <Waiting asked={asked} what="Comparing the tables" unit="column" rows={6} />
  return (
    <>
      <p className={styles.verdict}>{describeDiff(diff)}</p>
      <p className="caption">
        From {formatUnits(diff.rows.before, 'row')} to {formatUnits(diff.rows.after, 'row')}, matched by{' '}
        {keys.length > 0
          ? keys.join(', ')
          : before.lineage === after.lineage
            ? 'the number that each row had when it was first read'
            : 'row number'}
        .
      </p>
      <Doubtful diff={diff} />
      <ChangedRows changed={diff.changed} />
      <Reweighted reweighted={diff.reweighted} />
      <WholeRows title="Rows removed" rows={diff.removed} columns={before.columns} />
      <WholeRows title="Rows added" rows={diff.added} columns={after.columns} />
      <DiffColumns diff={diff} />
    </>
  )
}

/** What makes the matching of rows doubtful. */
function Doubtful({ diff: { repeated, keyless } }: { diff: DatasetDiff }) {
  const repeats = repeated.before + repeated.after
  const without = keyless.before + keyless.after
  if (repeats === 0 && without === 0) return null
  return (
    <p className={styles.doubtful}>
      {repeats > 0 && (
        <>
          {formatUnits(repeats, 'row')} {repeats === 1 ? 'has' : 'have'} a key that another row has (
          {formatCount(repeated.before)} before, {formatCount(repeated.after)} after; such as{' '}
          {repeated.first.slice(0, 3).join('; ')}
          ): they are matched in their order.{' '}
        </>
      )}
      {without > 0 && (
        <>
          {formatUnits(without, 'row')} {without === 1 ? 'has' : 'have'} no key ({formatCount(keyless.before)} before,{' '}
          {formatCount(keyless.after)} after) and {without === 1 ? 'is' : 'are'} matched with none.
        </>
      )}
    </p>
  )
}
