import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { MiniHistogram } from '@/components/ui/MiniHistogram.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { StepPreview as Preview, PreviewColumn } from '@/core/experiment/preview.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import { describeRange } from '@/core/profile/describe.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './preview.module.css'

/** How long the settings must rest before rows are prepared anew, in ms. */
const REST = 250

/** What a step does to the columns it changes: their values and first cells, before and after. */
export function StepPreview({ dataset, question, step }: { dataset: Dataset; question: Question; step: string }) {
  const { target, task, classes, recipe, roles } = question
  const index = recipe.steps.findIndex(({ id }) => id === step)
  // What stands behind the step does not matter to what it does.
  const asked = {
    target,
    task,
    classes,
    recipe: { ...recipe, steps: recipe.steps.slice(0, index + 1) },
    ...(roles && { roles }),
  }
  const [key] = useDebouncedValue(canonicalJson([dataset.id, asked, step]), REST)
  const { output, error, isPending, again } = useJob(key, (jobs, signal) =>
    jobs.read.call('previewStep', { datasetId: dataset.id, question: asked, step }, { signal }),
  )
  const [last, setLast] = useState<Preview | undefined>()
  useEffect(() => {
    if (output) setLast(output)
  }, [output])
  // A recipe that can't be fitted says so beside its steps already.
  if (error && error.code !== 'recipe.invalid')
    return (
      <div className={styles.preview}>
        <ErrorStrip error={error} action={<Button onClick={again}>Try again</Button>} />
      </div>
    )
  const preview = output ?? last
  if (error || !preview)
    return (
      <p className={`${styles.preview} caption`}>
        {error ? 'What it does shows once this step and those before it are complete.' : ' '}
      </p>
    )
  return (
    <div className={styles.preview} aria-busy={isPending}>
      <p className="caption">{sayPreview(preview)}</p>
      <div className={styles.sides}>
        <Side title="Before" columns={preview.before} more={preview.more.before} rows={preview.rows} />
        <Side
          title="After"
          columns={preview.after}
          more={preview.more.after}
          rows={preview.rowsAfter ?? preview.rows}
          empty="Nothing is left of them."
        />
      </div>
    </div>
  )
}

function sayPreview({ rows, total, rowsAfter, before, after }: Preview): string {
  const of =
    rows === total
      ? `all ${formatUnits(rows, 'row')}`
      : `${formatCount(rows)} of ${formatUnits(total, 'row')}, drawn by chance`
  if (rowsAfter !== undefined)
    return `${formatUnits(rowsAfter, 'training row')} from ${of}; the answers before and after:`
  if (before.length + after.length === 0) return `Nothing changes, in ${of}.`
  return `Shown on ${of}. Training learns the step from training rows alone.`
}

function Side({
  title,
  columns,
  more,
  rows,
  empty = 'None: its columns are new.',
}: {
  title: string
  columns: readonly PreviewColumn[]
  more: number
  rows: number
  empty?: string
}) {
  return (
    <Scrollable label={title}>
      <table className={styles.table}>
        <caption>{title}</caption>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">
                {column.name}
                <span className="caption">{column.type}</span>
              </th>
              <td>
                <MiniHistogram column={column} rows={rows} width={96} />
                <span className="caption">{describeRange(column, rows)}</span>
              </td>
              {column.cells.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are told apart by their row alone
                <td key={i} data-missing={cell === null || undefined}>
                  {cell ?? 'missing'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length === 0 && <p className="caption">{empty}</p>}
      {more > 0 && <p className="caption">and {formatUnits(more, 'more column')}</p>}
    </Scrollable>
  )
}
