import type { ReactNode } from 'react'
import { describeTimings } from '@/components/shell/DeviceChip.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { roleOf } from '@/core/dataset/role.ts'
import { describeDense } from '@/core/encoding/dense.ts'
import { capitalise, formatBytes, formatCount, formatDuration, formatUnits } from '@/core/format/format.ts'
import { isDescentKind, type LearnerKind } from '@/core/learner/learner.ts'
import { describeOption } from '@/core/learner/options.ts'
import { countedBy, fieldsOfRun, LEARNERS } from '@/core/learner/table.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import { describeStep } from '@/core/recipe/describe.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import { describeDevice } from '@/core/run/describe.ts'
import { describePostprocessing } from '@/core/run/postprocessing.ts'
import { type Run, type RunResult, trainedOn } from '@/core/run/run.ts'
import { describeStart, WARM_START } from '@/core/run/warmStart.ts'
import { describeFolds, describeSplit } from '@/core/split/describe.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './run.module.css'

interface Fact {
  readonly label: string
  readonly value: ReactNode
}

const fact = (label: string, value: ReactNode): Fact => ({ label, value })

const ENDED: Readonly<Record<RunResult['ended'], string>> = {
  epochs: 'all that was asked for done',
  early: 'stopped early: the validation loss no longer fell',
  stopped: 'stopped by hand; the best weights were kept',
  'closed-form': 'computed at once, without steps',
  converged: 'solved: no coefficients are better',
}

/** Everything behind the run: data, question, learner, device, times, hashes. */
export function RunFacts({ run }: { run: Run }) {
  const shelves = useAssay((state) => state.shelves)
  const result = shelves.result[run.id]
  const { question, learner, seed, device } = run.spec
  const dataset = shelves.dataset[question.datasetId]
  const did = result && trainedOn(result)
  const fields = fieldsOfRun(learner, question.task)
  const later = Object.keys(question.roles ?? {}).filter((name) => roleOf(question.roles, name) === 'later')
  const steps = question.recipe.steps.filter(({ on }) => on)
  const data = [
    fact(
      'Table',
      dataset ? (
        <a href={hrefOf({ page: 'data', datasetId: dataset.id, view: 'columns' })}>
          {dataset.name}, v{dataset.version}
        </a>
      ) : (
        'not in this browser'
      ),
    ),
    fact('Content', <Hash value={question.datasetId} />),
    fact('Target', question.target),
    fact('Measure', METRICS[question.metric].label),
    fact('Split', describeSplit(question.split)),
    ...(question.folds ? [fact('Cross-validation', describeFolds(question.split, question.folds))] : []),
    ...(result ? [fact('Rows', describeRows(result.rows))] : []),
    ...(later.length > 0 ? [fact('Known later', listNames(later))] : []),
    fact('Preparation', steps.length === 0 ? 'none' : steps.map(describeStep).join('; ')),
  ]
  const model = [
    fact('Learner', LEARNERS[learner.kind].label(question.task)),
    ...fields.map((field) => fact(field.label, describeOption(field, learner.options))),
    ...describePostprocessing(run.spec).map(({ label, value }) => fact(label, value)),
    ...(run.spec.warmStart ? [fact(WARM_START, <WarmStartFact run={run} />)] : []),
    fact('Seed', seed),
    ...encodingFacts(shelves.pipeline[run.id]),
    ...(result ? trainingFacts(result, learner.kind) : []),
  ]
  const work = [
    fact('Device', result ? describeDevice(result.device) : 'none yet'),
    ...(result?.auto?.device ? [fact('Networks on', describeDevice(result.auto.device))] : []),
    ...(did?.measured ? [fact('Timed before', describeTimings(did.measured))] : []),
    ...(did?.fallbackReason ? [fact('Passed over', did.fallbackReason)] : []),
    fact('Asked for', device),
    fact('Started', new Date(run.startedAt ?? run.createdAt).toLocaleString('en-GB')),
    ...(result
      ? [
          fact('Preparing', formatDuration(result.timings.prepareMs)),
          fact('Training', formatDuration(result.timings.trainMs)),
          fact('Scoring', formatDuration(result.timings.evaluateMs)),
          fact('Weights', <Hash value={result.weightsDigest} />),
        ]
      : []),
    fact('Spec', <Hash value={run.specHash} />),
  ]
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">What it was made from</h2>
      <div className={styles.factColumns}>
        <Facts title="Data and question" facts={data} />
        <Facts title="Model" facts={model} />
        <Facts title="Work" facts={work} />
      </div>
    </section>
  )
}

/** The run whose model this one starts from, where it is in this browser. */
function WarmStartFact({ run }: { run: Run }) {
  const result = useAssay((state) => state.shelves.result[run.id])
  const digest = run.spec.warmStart!.weightsDigest
  const from = useAssay(({ shelves }) => {
    const maker = Object.values(shelves.result).find(({ weightsDigest }) => weightsDigest === digest)
    return maker && shelves.run[maker.id]
  })
  return (
    <>
      {from ? <a href={hrefOf({ page: 'run', runId: from.id })}>run {from.mark.letter}</a> : 'a run that is not here'},{' '}
      {describeStart(run.spec.warmStart!, result?.start)}
      {result?.start?.kind === 'warm' &&
        result.bestEpoch === 0 &&
        result.history.length > 0 &&
        ', kept: no epoch was better'}
    </>
  )
}

function describeRows({ train, validation, test, unlabelled }: RunResult['rows']): string {
  const parts = `${formatCount(train)} train, ${formatCount(validation)} validate, ${formatCount(test)} test`
  return unlabelled > 0 ? `${parts}; ${formatCount(unlabelled)} without a target left out` : parts
}

/** How rows become numbers, for those models that take numbers; a mix of several learners can have several ways. */
function encodingFacts(pipeline: Pipeline | undefined): readonly Fact[] {
  const ways = new Set(
    pipeline?.members.flatMap(({ encoding }) => (encoding.kind === 'dense' ? describeDense(encoding) : [])),
  )
  return ways.size > 0 ? [fact('Encoding', [...ways].join('; '))] : []
}

function trainingFacts(result: RunResult, kind: LearnerKind): readonly Fact[] {
  const counted = countedBy(kind)
  const isStepped = isDescentKind(kind)
  return [
    fact('Features', formatCount(result.featureCount)),
    fact('Parameters', `${formatCount(result.parameterCount)}, ${formatBytes(result.parameterCount * 4)}`),
    ...(isStepped
      ? [fact('Steps', `${formatCount(result.stepsDone)} in ${formatUnits(result.history.length, counted)}`)]
      : result.history.length > 0
        ? [fact(`${capitalise(counted)}s`, formatCount(result.history.length))]
        : []),
    fact('Ended', ENDED[result.ended]),
    ...(result.members
      ? [
          fact(
            'Weights of',
            `epochs ${listNames(result.members.map(({ bestEpoch }) => String(bestEpoch)))}, one a network`,
          ),
        ]
      : result.bestEpoch > 0
        ? [fact(isStepped ? 'Weights of' : 'Kept', `${counted} ${formatCount(result.bestEpoch)}`)]
        : []),
  ]
}

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <dl className={styles.factList}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The first digits of a hash, whole on demand. */
function Hash({ value }: { value: string }) {
  return (
    <details className={styles.hash}>
      <summary>
        <code>{value.slice(0, 10)}</code>
      </summary>
      <code>{value}</code>
    </details>
  )
}
