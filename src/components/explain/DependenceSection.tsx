import { Checkbox, NativeSelect } from '@mantine/core'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { CutShort } from '@/components/ui/CutShort.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import study from '@/components/ui/study.module.css'
import { useLimit } from '@/components/ui/useLimit.ts'
import type { ColumnType } from '@/core/dataset/column.ts'
import type { Dependences } from '@/core/explain/jobs.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { useAssay } from '@/state/useAssay.ts'
import { DependenceCurve, EffectsCurve } from './DependenceCurves.tsx'
import { DependenceTable } from './DependenceTable.tsx'
import styles from './explain.module.css'
import type { ExplainProps } from './props.ts'
import { sayDependence } from './say.ts'

/** How the answer follows one column. */
export function DependenceSection({
  run,
  evaluation,
  output,
  show,
  route,
  budgetMs: ofView,
  column,
  columns,
}: ExplainProps & {
  /** The column that is looked at; none where the model has none. */
  column: string | undefined
  /** Those to choose from. */
  columns: readonly string[]
}) {
  const inputs = useAssay((state) => state.shelves.pipeline[run.id])?.contract.inputs
  const known = inputs?.find(({ name }) => name === column)
  const { part, digest } = evaluation
  const [budgetMs, setBudget] = useLimit(ofView)
  const asked = useWatched(
    known && `dependence ${digest} ${part} ${output.index} ${JSON.stringify(known.name)} ${budgetMs}`,
    (jobs, options) =>
      jobs.model.call(
        'dependence',
        { runId: run.id, part, column: known!.name, output: output.index, budgetMs },
        options,
      ),
    budgetMs,
  )
  if (columns.length === 0) return null
  return (
    <section aria-labelledby="dependence">
      <div className={study.head}>
        <h2 id="dependence">How the answer follows</h2>
        <NativeSelect
          aria-label="Column to follow"
          value={known?.name ?? ''}
          onChange={(event) => show({ column: event.currentTarget.value })}
          data={known ? [...columns] : [{ value: '', label: 'a column' }, ...columns]}
        />
      </div>
      {!known ? (
        <p className="secondary">
          {column === undefined
            ? 'Choose a column to see how the answer follows it.'
            : `${column} is not a column that the model is given, so it cannot be set by itself. Choose one that is.`}
        </p>
      ) : asked.output ? (
        <>
          <CutShort
            reached={asked.output.reached}
            unit="value"
            also={{ reached: asked.output.effectsReached, unit: 'moved row' }}
            budgetMs={budgetMs}
            onMore={setBudget}
          />
          <Drawn
            found={asked.output}
            type={known.type}
            part={part}
            output={output}
            colour={runColourOf(run)}
            hasLines={route.lines !== false}
            onLines={(isShown) => show({ lines: isShown ? undefined : false })}
          />
        </>
      ) : (
        <Waiting asked={asked} what={`Asking the model about values of ${known.name}`} unit="answer" rows={8} />
      )}
    </section>
  )
}

function Drawn({
  found,
  type,
  part,
  output,
  colour,
  hasLines,
  onLines,
}: {
  found: Dependences
  type: ColumnType
  part: ExplainProps['evaluation']['part']
  output: ExplainProps['output']
  colour: string
  hasLines: boolean
  onLines: (isShown: boolean) => void
}) {
  const { dependence, effects, rows, of } = found
  const { column } = dependence
  const isTime = type === 'datetime'
  const some =
    rows < of
      ? `${formatCount(rows)} of ${formatUnits(of, `${part} row`)}, evenly taken`
      : formatUnits(of, `${part} row`)
  return (
    <>
      <p className={study.verdict}>{sayDependence(dependence, output)}</p>
      {dependence.isNumeric && type !== 'boolean' && dependence.points.length > 1 ? (
        <>
          <div className={styles.pair}>
            <DependenceCurve {...{ dependence, output, colour, isTime, hasLines }} />
            <EffectsCurve effects={effects} {...{ output, colour, isTime }} />
          </div>
          <Checkbox
            label={`Lines of ${formatUnits(dependence.lines.length, 'single row')}`}
            checked={hasLines}
            onChange={(event) => onLines(event.currentTarget.checked)}
          />
          <p className={`caption ${styles.caption}`}>
            Partial dependence gives every row the same {column} and keeps its other cells, over {some}. The band is the{' '}
            {INTERVAL_95} of that mean over rows. Where {column} goes together with other columns it asks about rows
            that cannot be: trust the accumulated effects there, which only move each row to the next values near its
            own. Where columns are independent the two have the same shape, and partial dependence says the level, too.
            Lines that run across each other mean that it matters what else a row holds.
          </p>
        </>
      ) : (
        <>
          <DependenceTable dependence={dependence} output={output} colour={colour} />
          <p className={`caption ${styles.caption}`}>
            The mean answer when every row is given the same {column} and keeps its other cells, over {some}. The
            interval is that of the mean over rows.
          </p>
        </>
      )}
    </>
  )
}
