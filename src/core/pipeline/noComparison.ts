import { ADJUSTMENT, type Adjustment } from '../compare/adjust.ts'
import { judgeTogether, type Verdict } from '../compare/comparison.ts'
import { formatCount, formatUnits } from '../format/format.ts'
import { METRICS, type MetricName } from '../metrics/metric.ts'
import type { Evaluation, Run, RunId } from '../run/run.ts'
import { rowsTogether } from '../split/describe.ts'
import type { ComparedRun, SharedRows } from './jobs.ts'

/** Of runs that were held against each other what has no verdict. */
export type Uncompared = Extract<ComparedRun, { readonly reason: unknown }>

/** What is shown of a run beside the base, or why there is nothing. */
export type JudgedRun =
  | { readonly runId: RunId; readonly verdict: Verdict; readonly shared?: SharedRows | undefined }
  | Uncompared

/** What runs that are read together show, p adjusted for all that could be compared. In the order given. */
export function judgeRuns(compared: readonly ComparedRun[], adjustment?: Adjustment): readonly JudgedRun[] {
  const verdicts = judgeTogether(
    compared.map((each) => ('comparison' in each ? each.comparison : undefined)),
    adjustment,
  )
  return compared.map((each, i) =>
    'comparison' in each ? { runId: each.runId, verdict: verdicts[i]!, shared: each.shared } : each,
  )
}

/** Why there is no verdict on a run against the base, and what to do: sentences that name runs as "run B". */
export function explainUncompared(
  { reason, cause }: Uncompared,
  { run, base, part, metric }: { run: Run; base: Run; part: Evaluation['part']; metric: MetricName },
): string {
  const name = `run ${(cause === base.id ? base : run).mark.letter}`
  const { letter } = base.mark
  switch (reason) {
    case 'notScored':
      return part === 'test'
        ? `The test rows of ${name} are still closed. Open them there, or judge on validation rows.`
        : `No scores yet of ${name}. It can be compared once it has trained.`
    case 'notStored':
      return `The predictions of ${name} are not in this browser. Train it again from its spec.`
    case 'otherQuestion':
      return `It has another target or other classes than ${letter}: compare it with runs of its own question.`
    case 'otherRows':
      return `Scored on other rows than ${letter}: train it again with the same data, split and seed.`
    case 'groupsMissing':
      return 'The column that groups the rows, or orders them in time, is not in this browser. Load the same file again.'
    case 'otherQuantile':
      return `Its pinball loss is of another quantile than that of ${letter}: two metrics that cannot be held against each other.`
    case 'noChance':
      return `${METRICS[metric].label} has no value here, or does not vary, so chance cannot be told. Choose another metric.`
  }
}

/**
 * Which rows judge two runs of two versions of one table, and why the others do not: "Judged on the 57 validation rows that v0
 * (A) and v2 (B) both have with one answer. Left out: 2 that v2 lacks, 1 relabelled."
 */
export function explainShared(
  { rows, ofBase, ofOther, relabelled }: SharedRows,
  part: Evaluation['part'],
  /** What the versions are called, the base's first. */
  [base, other]: readonly [string, string],
): string {
  const [dropped, added] = [ofBase - rows - relabelled, ofOther - rows - relabelled]
  const left = [
    ...(dropped > 0 ? [`${formatCount(dropped)} that ${other} lacks`] : []),
    ...(added > 0 ? [`${formatCount(added)} that ${base} lacks`] : []),
    ...(relabelled > 0 ? [`${formatCount(relabelled)} relabelled`] : []),
  ]
  return left.length === 0
    ? `All ${formatUnits(rows, `${part} row`)} are in ${base} and ${other} with the same answers.`
    : `Judged on the ${formatUnits(rows, `${part} row`)} that ${base} and ${other} both have with one answer. Left out: ${left.join(', ')}.`
}

/** What the figures of verdicts mean and how far they can be trusted, in sentences. */
export function explainVerdicts({
  base,
  part,
  metric,
  compared,
  adjustment = 'holm',
}: {
  base: Run
  part: Evaluation['part']
  metric: MetricName
  /** How many verdicts there are. */
  compared: number
  adjustment?: Adjustment | undefined
}): readonly string[] {
  const { letter } = base.mark
  const { split } = base.spec.question
  const together = rowsTogether(split)
  const { label, promise } = ADJUSTMENT[adjustment]
  return [
    `Difference is ${METRICS[metric].label} of the run less that of ${letter}.`,
    `p is the chance of a difference as large between models that are equally good; below .05 counts as evidence, where the interval leaves 0 out.`,
    ...(compared > 1
      ? [`Adjusted for ${compared} comparisons (${label}): ${promise}. Each interval is of its comparison alone.`]
      : []),
    ...(together ? [`${together}, so whole ${split.kind === 'time' ? 'blocks of them' : 'groups'} are drawn.`] : []),
    part === 'validation'
      ? `Validation rows took part in choosing (when to stop, how strong a penalty, which mix), which flatters the runs that chose most by them: open the test rows of ${letter} and of the run that you choose for a verdict that does not.`
      : 'Test rows took no part in training or choosing, as long as you did not choose a run by them.',
  ]
}
