import { AskedStatus } from '@/components/profile/AskedStatus.tsx'
import { useWatched } from '@/components/profile/useWatched.ts'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { describeComparison } from '@/core/compare/comparison.ts'
import { capitalise } from '@/core/format/format.ts'
import { judgeRuns } from '@/core/pipeline/noComparison.ts'
import type { Run } from '@/core/run/run.ts'
import { baselineOf } from '@/state/baseline.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import { useAssay } from '@/state/useAssay.ts'
import { comparedPart } from './comparedPart.ts'
import { TrainBaseline } from './TrainBaseline.tsx'
import { Reason, SharedNote } from './VerdictSentences.tsx'

/** Whether a run is better than the baseline, in a sentence: Compare's verdict on the two, on test rows once both opened theirs. */
export function BesideBaseline({ run }: { run: Run }) {
  const baseline = useAssay((state) => baselineOf(state, run))
  if (!baseline || run.spec.learner.kind === 'baseline') return null
  return <Beside run={run} baseline={baseline} />
}

function Beside({ run, baseline }: { run: Run; baseline: Run }) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const ids = [baseline.id, run.id]
  const { part } = comparedPart(evaluations, ids, undefined)
  const { metric } = run.spec.question
  const input = { base: baseline.id, others: [run.id], part, metric }
  const scored = useAssay((state) => scoredKey(state, ids, part))
  const asked = useWatched(JSON.stringify([input, scored]), (jobs, options) =>
    jobs.model.call('compareRuns', input, options),
  )
  const [found] = asked.output ? judgeRuns(asked.output) : []
  const say = part === 'test' ? (said: string) => said : capitalise
  const where = part === 'test' ? 'On test rows: ' : ''
  return (
    <>
      {!found && !asked.error && !asked.isStopped && <p className="secondary">Beside the baseline: …</p>}
      {found && (
        <p>
          {'verdict' in found ? (
            where + say(describeComparison(found.verdict, { a: 'the baseline', b: `run ${run.mark.letter}` }))
          ) : (
            <>
              {where + say('no verdict against the baseline.')}{' '}
              <Reason found={found} run={run} base={baseline} part={part} metric={metric} />{' '}
              {found.reason === 'otherRows' && <TrainBaseline run={run} baseline={baseline} />}
            </>
          )}{' '}
          <a
            href={hrefOf({
              page: 'compare',
              experimentId: run.experimentId,
              runIds: [baseline.id, run.id],
              diffOnly: true,
            })}
          >
            Compare the two
          </a>
          <SharedNote shared={'verdict' in found ? found.shared : undefined} base={baseline} run={run} part={part} />
        </p>
      )}
      <AskedStatus asked={asked} what="Drawing resamples" />
    </>
  )
}
