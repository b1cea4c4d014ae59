import { AskedStatus } from '@/components/profile/AskedStatus.tsx'
import { comparedPart } from '@/components/run/comparedPart.ts'
import { Reason, SharedNote } from '@/components/run/VerdictSentences.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { sayDiff } from '@/core/prediction/sayDiff.ts'
import type { Run } from '@/core/run/run.ts'
import { rowsTogether } from '@/core/split/describe.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import type { CompareRowsRoute } from '@/state/rowsRoute.ts'
import { useAssay } from '@/state/useAssay.ts'
import { DiffTable } from './DiffTable.tsx'
import styles from './prediction.module.css'
import { useRowDiff } from './useRowDiff.ts'

/** What each run does to the rows of the leftmost: which it fixes, which it breaks; and the way to those rows. */
export function RowByRow({ route, runs, question }: { route: CompareRoute; runs: readonly Run[]; question: Question }) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const [base, ...others] = runs as [Run, ...Run[]]
  const { part } = comparedPart(
    evaluations,
    runs.map(({ id }) => id),
    route.part,
  )
  const asked = useRowDiff(
    base.id,
    others.map(({ id }) => id),
    part,
  )
  const together = rowsTogether(question.split)
  return (
    <section aria-labelledby="rows">
      <h2 id="rows">Row by row</h2>
      <AskedStatus asked={asked} what="Counting the rows" />
      <div className={styles.diffs}>
        {asked.output?.map((diff, index) => {
          const other = others[index]!
          if ('reason' in diff)
            return (
              <p key={diff.runId} className="secondary">
                <b className="strong">{other.mark.letter}</b>{' '}
                <Reason found={diff} run={other} base={base} part={part} metric={question.metric} />
              </p>
            )
          const letters = { a: base.mark.letter, b: other.mark.letter }
          const rows: CompareRowsRoute = {
            page: 'compare',
            view: 'rows',
            experimentId: route.experimentId,
            runIds: route.runIds,
            base: base.id,
            other: other.id,
            part,
          }
          return (
            <div key={diff.runId} className={styles.diff}>
              <p>{sayDiff(diff, letters, part, together === undefined)}</p>
              <DiffTable diff={diff} {...letters} route={rows} />
              <SharedNote shared={diff.shared} base={base} run={other} part={part} />
              <a href={hrefOf(rows)}>
                See the rows on which {letters.a} and {letters.b} differ
              </a>
            </div>
          )
        })}
      </div>
      <p className={`caption ${styles.note}`}>
        {question.task === 'regression'
          ? 'Closer and farther by the size of the error.'
          : `Fixed: ${base.mark.letter} was wrong and the other is right. Broke: the other way round.`}{' '}
        {together !== undefined
          ? `${together}, so no test of single rows is given: see “Is it better?”.`
          : `p is the chance of so uneven a count between models that are ${question.task === 'regression' ? 'nearer' : 'right'} equally often.`}
      </p>
    </section>
  )
}
