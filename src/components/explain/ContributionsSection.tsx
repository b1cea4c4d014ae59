import { useMemo } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { CutShort } from '@/components/ui/CutShort.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import study from '@/components/ui/study.module.css'
import { useLimit } from '@/components/ui/useLimit.ts'
import type { Explained } from '@/core/explain/jobs.ts'
import { sizeColumns } from '@/core/explain/summary.ts'
import { ColumnCells } from './ColumnCells.tsx'
import styles from './explain.module.css'
import type { ExplainProps } from './props.ts'
import { RowSection } from './RowSection.tsx'
import { SizeTable } from './SizeTable.tsx'
import { SummaryPlot } from './SummaryPlot.tsx'
import { sayContributions, sayMethod } from './say.ts'

/** Rows explained at once. */
const MOST_ROWS = 200

/** What each column adds to the answers of single rows: all of them in one picture, one column, one row. */
export function ContributionsSection(props: ExplainProps & { column: string | undefined }) {
  const { run, evaluation, output } = props
  const { part, digest } = evaluation
  const [budgetMs, setBudget] = useLimit(props.budgetMs)
  const asked = useWatched(
    `explain ${digest} ${part} ${output.index} ${budgetMs}`,
    (jobs, options) =>
      jobs.model.call('explain', { runId: run.id, part, output: output.index, most: MOST_ROWS, budgetMs }, options),
    budgetMs,
  )
  return (
    <>
      <section aria-labelledby="contributions">
        <h2 id="contributions">What each column adds</h2>
        {asked.output ? (
          <>
            <CutShort reached={asked.output.reached} unit="row" budgetMs={budgetMs} onMore={setBudget} />
            <Drawn {...props} explained={asked.output} />
          </>
        ) : (
          <Waiting asked={asked} what="Taking the answers of rows apart" unit="row" rows={10} />
        )}
      </section>
      {asked.output && asked.output.columns.length > 0 && <RowSection {...props} explained={asked.output} />}
    </>
  )
}

function Drawn({
  run,
  evaluation,
  output,
  show,
  column,
  explained,
}: ExplainProps & { column: string | undefined; explained: Explained }) {
  const sizes = useMemo(() => sizeColumns(explained), [explained])
  const chosen = sizes.find((each) => each.column === column) ?? sizes[0]
  const pickRow = (row: number) => show({ row })
  return (
    <>
      <p className={study.verdict}>{sayContributions(sizes[0], explained.scale, output)}</p>
      <p className={`caption ${styles.caption}`}>{sayMethod(explained, output, evaluation.part)}</p>
      {chosen && (
        <>
          <SummaryPlot explained={explained} sizes={sizes} output={output} onRow={pickRow} />
          <div className={styles.beside}>
            <SizeTable
              sizes={sizes}
              explained={explained}
              output={output}
              colour={runColourOf(run)}
              chosen={chosen.column}
              onColumn={(name) => show({ column: name })}
            />
            <ColumnCells
              explained={explained}
              place={chosen.place}
              output={output}
              colour={runColourOf(run)}
              onRow={pickRow}
            />
          </div>
        </>
      )}
    </>
  )
}
