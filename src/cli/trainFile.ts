import { basename, extname } from 'node:path'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { type Experiment, questionOfRun } from '@/core/experiment/experiment.ts'
import { findProblems } from '@/core/experiment/question.ts'
import { formatCount, formatShare, formatUnits } from '@/core/format/format.ts'
import { LEARNER_KINDS } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { holdsRows } from '@/core/pipeline/pipeline.ts'
import { markOf } from '@/core/run/mark.ts'
import { BACKENDS, type Run, type RunSpec, specHash } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import type { RunBundle } from '@/engine/bundle/runBundle.ts'
import { loadPipeline } from '@/engine/predict.ts'
import { assignRows, type Frames } from '@/engine/prepare.ts'
import { scorePart } from '@/engine/score.ts'
import { nameOfTable } from '@/engine/table/format.ts'
import { type DatasetRead, readDataset } from '@/engine/table/readDataset.ts'
import { type TrainedRun, trainRun } from '@/engine/trainRun.ts'
import { type Flags, oneOf, readFlags } from './flags.ts'
import { describeRun, factsOf } from './inspect.ts'
import { requireWritable } from './outFile.ts'
import { tellTraining } from './progress.ts'
import { askQuestion, readLearner, readPostprocessing } from './question.ts'
import { saveRunFile } from './runFile.ts'
import { openFile, openPlatform } from './surroundings.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage.ts'

/** `assay train DATA --target COLUMN`: from a file to a run that is saved with all that it was made from. */
export async function trainFile(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { files, flags } = readFlags('train', args, ['DATA'])
  refuseBoth(flags)
  const kind = flags.auto ? 'auto' : oneOf('learner', flags.learner ?? 'boosting', LEARNER_KINDS)
  if (flags.budget !== undefined && kind !== 'auto') throw new UsageError('--budget is for --auto.')
  const settings = flags.budget === undefined ? flags.set : [...flags.set, `budgetS=${flags.budget}`]
  const device = oneOf('device', flags.device, ['auto', ...BACKENDS])
  const seed = readSeed(flags.seed)
  if (flags.target === undefined) throw new UsageError('--target says which column is to be predicted.')

  const out = flags.out ?? `${basename(files[0]!, extname(files[0]!))}-${kind}.assay`
  await requireWritable(out)

  const data = await read(files[0]!, terminal, signal)
  const test = flags.test === undefined ? undefined : await read(flags.test, terminal, signal)
  const { question, warnings } = askQuestion(data.dataset, flags.target, flags, test?.dataset)
  const postprocessing = readPostprocessing(flags, question.task)
  for (const warning of warnings) terminal.say(`note: ${warning}`)
  const problems = findProblems(data.dataset, question, test?.dataset)
  const [problem] = [...problems.split, ...problems.recipe, ...Object.values(problems.steps).flat()]
  if (problem) throw new AssayError('spec.invalid', problem)

  const frames: Frames = {
    frame: toFrame(data.read.table),
    ...(test && { testFrame: toFrame(test.read.table) }),
  }
  const assigned = assignRows(question, seed, frames)
  const learner = readLearner(kind, question.task, settings, assigned.split.train.length)
  const spec: RunSpec = {
    schema: 1,
    question: questionOfRun(question),
    learner,
    seed,
    device,
    ...(postprocessing && { postprocessing }),
  }
  terminal.say(
    `${LEARNERS[kind].label(question.task)} on ${formatUnits(assigned.split.train.length, 'row')} of ${data.dataset.name}, by ${METRICS[question.metric].label}`,
  )

  const runId = crypto.randomUUID()
  const startedAt = Date.now()
  const trained = await trainRun(
    {
      runId,
      spec,
      platform: await openPlatform(),
      openFrames: async () => frames,
      cache: { get: () => undefined, set: () => {} },
    },
    { signal, report: tellTraining(terminal, learner) },
  )
  const evaluations = [trained.validation.evaluation]
  if (!flags['no-test'] && assigned.split.test.length > 0)
    evaluations.push(await testScore(trained, assigned.part('test')))
  const bundle = bundleOf({ data, question, spec, trained, evaluations, startedAt })
  await saveRunFile(out, bundle, `${LEARNERS[kind].label(question.task)}: ${bundle.experiment.name}`)
  if (holdsRows(trained.pipeline))
    terminal.say(
      'note: this model holds its training rows, as numbers with their answers; whoever has the file has them.',
    )
  if (flags.json) terminal.answer(JSON.stringify({ out, ...factsOf(bundle) }, null, 2))
  else terminal.answer(describeRun(bundle))
  terminal.say(`${trained.result.ended === 'stopped' ? 'Stopped; the best so far is saved' : 'Saved'}: ${out}`)
}

/** Refuses options of which one would be taken and the other silently dropped. */
function refuseBoth({ auto, learner, test, split }: Flags<'train'>): void {
  if (auto && learner !== undefined && learner !== 'auto')
    throw new UsageError('--auto chooses learners itself and --learner names one: leave one of the two out.')
  if (test !== undefined && split !== undefined)
    throw new UsageError('--test says which rows test, and --split would too: leave one of the two out.')
}

function readSeed(text: string): number {
  const seed = Number(text)
  if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 32 - 1)
    throw new UsageError(`--seed is a whole number from 0 to ${formatCount(2 ** 32 - 1)}, not “${text}”.`)
  return seed
}

interface FileRead {
  readonly read: DatasetRead
  readonly dataset: Dataset
}

async function read(path: string, terminal: Terminal, signal: AbortSignal): Promise<FileRead> {
  const file = await openFile(path)
  const found = await readDataset(
    [file],
    'file',
    {},
    {
      signal,
      report: (event) =>
        terminal.progress(() =>
          event.phase === 'reading'
            ? `reading ${file.name}: ${formatCount(event.rows)} rows, ${formatShare(Math.round((100 * event.bytes) / Math.max(1, event.total)) / 100)}`
            : `summarising ${file.name}`,
        ),
    },
  )
  const { id, table, columns, reading } = found
  const dataset: Dataset = {
    schema: 1,
    id,
    name: nameOfTable(file.name),
    version: 0,
    lineage: id,
    rows: table.rows,
    columns,
    ...reading,
    createdAt: Date.now(),
  }
  const issues = Object.values(reading.issues.counts).reduce((sum, count) => sum + count, 0)
  terminal.say(
    `${file.name}: ${formatUnits(table.rows, 'row')}, ${formatUnits(columns.length, 'column')}${issues > 0 ? `; ${formatUnits(issues, 'cell')} not as the file says` : ''}`,
  )
  return { read: found, dataset }
}

async function testScore({ pipeline, weights }: TrainedRun, rows: ReturnType<ReturnType<typeof assignRows>['part']>) {
  const loaded = await loadPipeline(pipeline, weights)
  try {
    return (await scorePart(loaded, 'test', rows, unattended)).evaluation
  } finally {
    loaded.dispose()
  }
}

function bundleOf({
  data: { dataset },
  question,
  spec,
  trained: { result, pipeline, weights },
  evaluations,
  startedAt,
}: {
  readonly data: FileRead
  readonly question: Experiment['question']
  readonly spec: RunSpec
  readonly trained: TrainedRun
  readonly evaluations: RunBundle['evaluations']
  readonly startedAt: number
}): RunBundle {
  const now = Date.now()
  const experiment: Experiment = {
    schema: 1,
    id: crypto.randomUUID(),
    name: `${question.target} of ${dataset.name}`,
    question,
    runsStarted: 1,
    createdAt: startedAt,
    updatedAt: now,
  }
  const run: Run = {
    schema: 1,
    id: result.id,
    experimentId: experiment.id,
    spec,
    specHash: specHash(spec),
    mark: markOf(0),
    status: result.ended === 'stopped' ? 'stopped' : 'done',
    device: result.device,
    createdAt: startedAt,
    startedAt,
    finishedAt: now,
  }
  return {
    run,
    result,
    experiment,
    pipeline,
    weights: weights.map((each) => new Uint8Array(each)),
    evaluations,
    dataset,
  }
}
