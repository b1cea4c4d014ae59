import type { ReactNode } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { describeComparison } from '@/core/compare/comparison.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { SharedRows } from '@/core/pipeline/jobs.ts'
import { explainUncompared, type JudgedRun, type Uncompared } from '@/core/pipeline/noComparison.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'
import { sharedSaid } from './sharedSaid.ts'

interface About {
  readonly base: Run
  readonly part: Evaluation['part']
  readonly metric: MetricName
}

/** What is shown of each run beside the base, a sentence each; or why there is nothing, and what to do. */
export function VerdictSentences({
  judged,
  others,
  ...about
}: About & {
  judged: readonly JudgedRun[]
  /** In the order of what is said of them. */
  others: readonly Run[]
}) {
  return (
    <ul className={styles.sentences}>
      {judged.map((each, place) => {
        const run = others[place]!
        if (!('verdict' in each))
          return (
            <li key={each.runId} className="secondary">
              No verdict on {run.mark.letter}. <Reason found={each} run={run} {...about} />
            </li>
          )
        const { verdict } = each
        return (
          <li key={each.runId} className={verdict.verdict === 'no evidence' ? undefined : styles.verdict}>
            {describeComparison(verdict, { a: about.base.mark.letter, b: run.mark.letter })}
            <SharedNote shared={each.shared} base={about.base} run={run} part={about.part} />
          </li>
        )
      })}
    </ul>
  )
}

/** Which rows judge two runs of two versions of one table; nothing of runs of one. */
export function SharedNote({
  shared,
  base,
  run,
  part,
}: Omit<About, 'metric'> & { shared: SharedRows | undefined; run: Run }) {
  const datasets = useAssay((state) => state.shelves.dataset)
  const said = sharedSaid(datasets, shared, base, run, part)
  return said && <span className={styles.sharedRows}>{said}</span>
}

/** Why there is no verdict, and what to do; the run that is named is a link. */
export function Reason({ found, ...about }: About & { found: Uncompared; run: Run }): ReactNode {
  const culprit = found.cause === about.base.id ? about.base : about.run
  const name = `run ${culprit.mark.letter}`
  const [before, after] = explainUncompared(found, about).split(name, 2)
  return after === undefined ? (
    before
  ) : (
    <>
      {before}
      <a href={hrefOf({ page: 'run', runId: culprit.id })}>{name}</a>
      {after}
    </>
  )
}
