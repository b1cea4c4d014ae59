import { CALIBRATIONS } from '@/core/calibration/calibration.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { proposalFor } from '@/core/experiment/propose.ts'
import { questionFrom } from '@/core/experiment/question.ts'
import type { Learner, LearnerKind } from '@/core/learner/learner.ts'
import { parseOptions } from '@/core/learner/options.ts'
import { fieldsFor, LEARNERS } from '@/core/learner/table.ts'
import { metricsFor, TASKS, type TaskKind } from '@/core/metrics/metric.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import type { SplitSpec } from '@/core/split/split.ts'
import { type Flags, oneOf } from './flags.ts'
import { UsageError } from './usage.ts'

/** Shares where the command names a kind of split and no more: as the page proposes them. */
const SHARES = { validation: 0.16, test: 0.2 } as const

/**
 * The question that the page would propose of this column, changed as the flags say.
 * @throws UsageError; AssayError where nothing can be asked of the column.
 */
export function askQuestion(
  dataset: Dataset,
  target: string,
  flags: Pick<Flags<'train'>, 'task' | 'metric' | 'split' | 'drop' | 'folds'>,
  test: Dataset | undefined,
): { readonly question: Question; readonly warnings: readonly string[] } {
  const task = flags.task === undefined ? undefined : oneOf('task', flags.task, TASKS)
  const proposal = proposalFor(dataset, target, task ? { task } : {})
  const proposed = questionFrom(dataset, target, proposal)
  const metric = flags.metric === undefined ? proposed.metric : oneOf('metric', flags.metric, metricsFor(proposed.task))
  const split = flags.split === undefined ? proposed.split : readSplit(flags.split)
  const dropped = (flags.drop ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const unknown = dropped.find((name) => !dataset.columns.some((column) => column.name === name))
  if (unknown !== undefined) throw new UsageError(`--drop: there is no column “${unknown}”.`)
  const drop = { id: 'dropped', on: true, kind: 'drop', columns: dropped } as const
  const question: Question = {
    ...proposed,
    metric,
    split: test ? { kind: 'file', testDatasetId: test.id, validation: SHARES.test } : split,
    ...(flags.folds !== undefined && { folds: readFolds(flags.folds) }),
    recipe: { ...proposed.recipe, steps: [...(dropped.length > 0 ? [drop] : []), ...proposed.recipe.steps] },
  }
  return { question, warnings: proposal.warnings }
}

function readFolds(text: string): number {
  const folds = Number(text)
  if (Number.isInteger(folds) && folds >= 2 && folds <= 100) return folds
  throw new UsageError(`--folds is a whole number from 2 to 100, not “${text}”.`)
}

function readSplit(text: string): SplitSpec {
  const [kind, rest = ''] = text.split(/:(.*)/s)
  if (kind === 'random' || kind === 'stratified') return { kind, ...SHARES }
  if ((kind === 'time' || kind === 'group') && rest) return { kind, column: rest, ...SHARES }
  const modulus = Number(rest)
  if (kind === 'every' && Number.isInteger(modulus) && modulus >= 2)
    return { kind: 'modulus', modulus, remainder: 0, validation: SHARES.test }
  throw new UsageError(`--split is random, stratified, time:COLUMN, group:COLUMN or every:N, not “${text}”.`)
}

/** What is to be fitted after training. @throws UsageError where it makes no sense for the task */
export function readPostprocessing(
  { calibrate, intervals }: Pick<Flags<'train'>, 'calibrate' | 'intervals'>,
  task: TaskKind,
): Postprocessing | undefined {
  if (calibrate === undefined && intervals === undefined) return undefined
  const level = Number(intervals)
  if (intervals !== undefined && !(level > 0 && level < 1))
    throw new UsageError(`--intervals is a share between 0 and 1, such as .9, not “${intervals}”.`)
  if (calibrate !== undefined && task === 'regression')
    throw new UsageError('--calibrate is for classes: a number has no probability. --intervals gives it an interval.')
  return {
    ...(calibrate !== undefined && { calibration: oneOf('calibrate', calibrate, CALIBRATIONS) }),
    ...(intervals !== undefined && { conformal: { level } }),
  }
}

/**
 * A learner with its defaults for so many rows, and what `--set` changes of them. A setting that means nothing for the task
 * would be part of the spec, and do nothing.
 * @throws UsageError
 */
export function readLearner(
  kind: LearnerKind,
  task: TaskKind,
  settings: readonly string[],
  trainRows: number,
): Learner {
  const fields = fieldsFor(kind, task)
  const texts: Record<string, string> = {}
  for (const setting of settings) {
    const [key = '', value] = setting.split(/=(.*)/s)
    if (value === undefined) throw new UsageError(`--set is KEY=VALUE, not “${setting}”.`)
    if (!fields.some((field) => field.key === key))
      throw new UsageError(
        `${kind} has no setting “${key}” for ${task}; it has ${fields.map((field) => field.key).join(', ') || 'none'}.`,
      )
    texts[key] = value
  }
  const { options, errors } = parseOptions(kind, texts, LEARNERS[kind].defaults(trainRows))
  if (errors) {
    const [key, error] = Object.entries(errors)[0]!
    throw new UsageError(`--set ${key}: ${error}`)
  }
  // The options were parsed for this kind.
  return { kind, options } as Learner
}
