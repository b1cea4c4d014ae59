import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import { frameFromText } from '@/core/pipeline/contract.ts'
import { setOfRow } from '@/core/pipeline/pipeline.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import type { RunSpec } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { makeRunBundle, penguinFrame } from '@/testing/runBundle.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { openPredictionDevice } from '../neural/device.ts'
import { loadPipeline, predict } from '../predict.ts'
import { trainRun } from '../trainRun.ts'
import { exampleRow } from './readme.ts'
import { type RunBundle, runBundleFiles } from './runBundle.ts'

const run = promisify(execFile)
const nodeModules = resolve(dirname(fileURLToPath(import.meta.url)), '../../../node_modules')
const folders: string[] = []

/** The bundle as somebody has it who unpacked it, with what npm installed beside it. */
function unpackToFolder(bundle: RunBundle): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bundle-'))
  folders.push(folder)
  for (const { path, bytes } of runBundleFiles(bundle)) writeFileSync(join(folder, path), bytes)
  symlinkSync(nodeModules, join(folder, 'node_modules'))
  return folder
}

beforeAll(async () => {
  await openPredictionDevice(nodePlatform)
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

type Row = Record<string, string | number | boolean | null>
interface Answer {
  readonly prediction: string | number
  readonly probabilities?: Readonly<Record<string, number>>
  readonly low?: number
  readonly high?: number
  readonly set?: readonly string[]
}

function rowsOf({ rows, columns }: Frame): Record<string, string | null>[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, type, vector }) => {
        if (vector.kind === 'coded') return [name, vector.dictionary[vector.codes[row]!] ?? null]
        const value = vector.values[row]!
        if (Number.isNaN(value)) return [name, null]
        return [name, type === 'datetime' ? new Date(value).toISOString() : String(value)]
      }),
    ),
  )
}

/** Cells that nobody would wish for, each in the column where it could hurt. */
const oddRows: readonly Record<string, string | null>[] = [
  {},
  { 'bill length': '', mass: 'heavy', island: 'Atlantis', sex: 'missing', seen: 'yesterday', banded: 'perhaps' },
  { 'bill length': ' 3.9e1 ', mass: '-12', island: 'elsewhere', sex: '', seen: '2010-02-29', banded: 'TRUE' },
  { 'bill length': '.5', mass: '007', island: ' Dream', sex: 'Female', seen: '2012-02-29', banded: 'n' },
  {
    'bill length': '1e400',
    mass: '9007199254740993',
    island: '__proto__',
    seen: '2009-12-31 23:59:59.999',
    banded: '1',
  },
  { 'bill length': '1e30', mass: '0', island: 'constructor', seen: '2010/7/4T1:05+02:30', banded: '2' },
  { 'bill length': '40', mass: '4000', island: 'Coulman', sex: 'male', seen: '2009-03-02 11:30-05:00' },
  { 'bill length': '0x10', mass: '3,750', seen: '0099-01-01', banded: '0' },
  { 'bill length': 'Infinity', mass: '5.', seen: '2010-01-01T24:00', banded: 'yes ' },
]

async function answersOf(folder: string, rows: readonly Row[]): Promise<readonly Answer[]> {
  writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows))
  const { stdout } = await run('sh', ['-c', 'node predict.mjs < rows.json'], { cwd: folder, maxBuffer: 2 ** 24 })
  return JSON.parse(stdout)
}

/** What the engine says of the same rows, in the same form. */
async function engineAnswers(bundle: RunBundle, rows: readonly Record<string, string | null>[]): Promise<Answer[]> {
  const { pipeline, weights } = bundle
  const loaded = await loadPipeline(
    pipeline,
    weights.map((bytes) => bytes.slice().buffer),
  )
  const { predictions } = await predict(loaded, frameFromText(rows, pipeline.contract), unattended)
  loaded.dispose()
  const { classes } = pipeline.contract
  return rows.map((_, row) => {
    const scores = predictions.scores.subarray(row * predictions.width, (row + 1) * predictions.width)
    const { intervals } = predictions
    const set = setOfRow(predictions, row)?.map((j) => classes[j]!)
    if (!predictions.labels)
      return { prediction: scores[0]!, ...(intervals && { low: intervals.low[row]!, high: intervals.high[row]! }) }
    return {
      prediction: classes[predictions.labels[row]!]!,
      probabilities: Object.fromEntries(classes.map((name, i) => [name, scores[i]!])),
      ...(set && { set }),
    }
  })
}

function expectSame(actual: readonly Answer[], expected: readonly Answer[]) {
  expect(actual).toHaveLength(expected.length)
  for (const [i, { prediction, probabilities, low, high, set }] of expected.entries()) {
    const got = actual[i]!
    expect(got.set, `row ${i}`).toEqual(set)
    for (const [end, own] of [
      [low, got.low],
      [high, got.high],
    ] as const) {
      if (end === undefined) expect(own).toBeUndefined()
      else expect(Math.abs(own! - end) / Math.max(1, Math.abs(end)), `row ${i}`).toBeLessThan(1e-6)
    }
    if (typeof prediction === 'number') {
      const share = Math.abs((got.prediction as number) - prediction) / Math.max(1, Math.abs(prediction))
      expect(share, `row ${i}`).toBeLessThan(1e-6)
    } else {
      expect(got.prediction, `row ${i}`).toBe(prediction)
      for (const [name, value] of Object.entries(probabilities!))
        expect(Math.abs(got.probabilities![name]! - value), `row ${i}, ${name}`).toBeLessThan(1e-6)
    }
  }
}

const cases: readonly { task: TaskKind; isWide: boolean }[] = [
  { task: 'binary', isWide: false },
  { task: 'multiclass', isWide: false },
  { task: 'regression', isWide: false },
  { task: 'multiclass', isWide: true },
]

describe.each(cases)('the script of a $task bundle, with an embedded column: $isWide', ({ task, isWide }) => {
  let bundle: RunBundle
  let folder: string
  beforeAll(async () => {
    bundle = await makeRunBundle(task, { isWide })
    folder = unpackToFolder(bundle)
  })

  it('predicts as the engine does, missing, unseen and unreadable cells included', async () => {
    const rows = [
      ...rowsOf(penguinFrame(120, isWide)),
      ...oddRows.map((row, i) => (i % 3 ? { nest: `nest ${90 * i}`, ...row } : row)),
    ]
    const expected = await engineAnswers(bundle, rows)
    expectSame(await answersOf(folder, rows), expected)
    // The rows differ enough for a wrong column or step to show.
    expect(new Set(expected.map((answer) => JSON.stringify(answer))).size).toBeGreaterThan(100)
  })

  it('takes numbers and truths as well as their text', async () => {
    const asText = { 'bill length': '41.5', mass: '3750', island: 'Dream', banded: 'true', seen: '2009-11-01' }
    const asValues = { 'bill length': 41.5, mass: 3750, island: 'Dream', banded: true, seen: '2009-11-01', unknown: 1 }
    expectSame(await answersOf(folder, [asValues]), await engineAnswers(bundle, [asText]))
  })

  it('runs as the README says: in a shell, from a program, and with tfjs, to one answer', async () => {
    const readme = new TextDecoder().decode(runBundleFiles(bundle).find(({ path }) => path === 'README.md')!.bytes)
    expect(readme).toContain('this folder opens there again, in a browser or a terminal')
    const snippets = [...readme.matchAll(/```(sh|js)\n([\s\S]*?)```/g)].map(([, language, code]) => ({
      language,
      code,
    }))
    expect(snippets.map(({ language }) => language)).toEqual(['sh', 'js', 'js'])
    const [shell = '', program = '', tensorflow = ''] = snippets.map(({ code }) => code)
    const [answer] = await answersOf(folder, [exampleRow(bundle.pipeline.contract)])

    const { stdout } = await run('sh', ['-c', shell], { cwd: folder })
    expect(JSON.parse(stdout)).toEqual([answer])

    writeFileSync(join(folder, 'program.mjs'), program)
    const printed = await run(process.execPath, ['program.mjs'], { cwd: folder })
    expect(printed.stdout).toContain(String(answer!.prediction))

    // What .print() shows is rounded, so the same tensor is asked for its numbers beside it.
    writeFileSync(
      join(folder, 'tensorflow.mjs'),
      tensorflow.replace(/model\.predict\((.*)\)\.print\(\)/, '$&\nconsole.log("=" + model.predict($1).dataSync())'),
    )
    const lines = (await run(process.execPath, ['tensorflow.mjs'], { cwd: folder })).stdout
    const numbers = /^=(.*)$/m.exec(lines)![1]!.split(',').map(Number)
    const values = answer!.probabilities ? Object.values(answer!.probabilities) : [answer!.prediction as number]
    const wanted = task === 'binary' ? [values[1]!] : values
    expect(numbers).toHaveLength(wanted.length)
    for (const [i, value] of wanted.entries())
      expect(Math.abs(numbers[i]! - value) / Math.max(1, Math.abs(value))).toBeLessThan(1e-5)
  }, 60_000)
})

/** Its answer is the exponential of what its layers say. */
const poisson: Learner = { kind: 'glm', options: { distribution: 'poisson', strength: 0.01 } }

const asked: readonly (readonly [TaskKind, Question])[] = [
  ['multiclass', animalQuestion()],
  ['regression', animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })],
  ['binary', animalQuestion({ target: 'legs', task: 'binary', classes: ['2', '4'], metric: 'auc' })],
]

describe.each<Learner>([
  { kind: 'glm', options: {} },
  { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(200), rounds: 15, minRows: 2 } },
  { kind: 'forest', options: { trees: 9, depth: 0, minRows: 1 } },
  { kind: 'neighbours', options: { k: 5, weights: 'distance' } },
  { kind: 'auto', options: { budgetS: 1, tries: 4 } },
])('the script of a model by $kind', (learner) => {
  it.each(asked)('of a %s question predicts as the engine does', async (task, question) => {
    const own = task === 'regression' && learner.kind === 'glm' ? poisson : learner
    await expectScriptAgrees(task, makeSpec(question, own))
  })
})

describe.each<{ learner: Learner; postprocessing: Postprocessing }>([
  // The script's own arithmetic of layers and mixes is a rounding away, which the steps of an isotonic curve could enlarge.
  { learner: { kind: 'glm', options: {} }, postprocessing: { calibration: 'platt', conformal: { level: 0.8 } } },
  {
    learner: { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(200), rounds: 15, minRows: 2 } },
    postprocessing: { calibration: 'isotonic', conformal: { level: 0.9, sets: 'aps' } },
  },
  {
    learner: { kind: 'auto', options: { budgetS: 1, tries: 4 } },
    postprocessing: { calibration: 'temperature', conformal: { level: 0.95 } },
  },
])(
  'the script of a model by $learner.kind, calibrated by $postprocessing.calibration',
  ({ learner, postprocessing }) => {
    it.each(asked)('of a %s question predicts as the engine does, with intervals or sets', async (task, question) => {
      await expectScriptAgrees(task, { ...makeSpec(question, learner), postprocessing })
    })
  },
)

it('the script of a model whose threshold was moved calls by it', async () => {
  const binary = asked.find(([task]) => task === 'binary')![1]
  const spec = makeSpec(binary, { kind: 'glm', options: {} })
  const trained = await expectScriptAgrees('binary', spec)
  const moved = await expectScriptAgrees('binary', spec, 0.9)
  expect(moved.map(({ probabilities }) => probabilities)).toEqual(trained.map(({ probabilities }) => probabilities))
  // Rows between the two thresholds are called otherwise.
  const changed = trained.flatMap((answer, i) =>
    answer.prediction === moved[i]!.prediction ? [] : answer.probabilities!['4']!,
  )
  expect(changed.length).toBeGreaterThan(0)
  expect(changed.every((p) => p >= 0.5 && p < 0.9)).toBe(true)
})

async function expectScriptAgrees(task: TaskKind, spec: RunSpec, threshold?: number): Promise<readonly Answer[]> {
  const frame = animals(300)
  const trained = await trainRun(
    {
      runId: `run-${task}`,
      spec,
      platform: nodePlatform,
      openFrames: async () => ({ frame }),
      cache: { get: () => undefined, set: () => {} },
    },
    unattended,
  )
  const bundle: RunBundle = {
    ...(await makeRunBundle(task)),
    pipeline: { ...trained.pipeline, ...(threshold !== undefined && { threshold }) },
    weights: trained.weights.map((bytes) => new Uint8Array(bytes)),
  }
  const rows = [
    ...rowsOf(animals(40, 'others')),
    {},
    { size: 'huge', skin: 'glass', legs: '-1' },
    { size: '1e400', skin: null, legs: '4', kind: 'unicorn' },
  ]
  const folder = unpackToFolder(bundle)
  const answers = await answersOf(folder, rows)
  expectSame(answers, await engineAnswers(bundle, rows))
  return answers
}
