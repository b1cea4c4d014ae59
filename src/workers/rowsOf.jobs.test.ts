import { beforeAll, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset, ReadOptions } from '@/core/dataset/dataset.ts'
import type { ReadJobs } from '@/core/dataset/jobs.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { listClasses } from '@/core/experiment/target.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { RowDiff, SaidRowsInput } from '@/core/prediction/jobs.ts'
import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { makeReadJobs } from './read.jobs.ts'
import { readPart, type Stores } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'
import { makeVersionJobs } from './versions.ts'

interface Bench {
  readonly stores: Stores
  readonly read: ReadJobs
  readonly model: OwnModelJobs
  train(id: string, letter: string, question: Question, learner: Learner): Promise<void>
}

function openBench(): Bench {
  const stores = { records: openMemoryRecords(), arrays: openMemoryArrays(), platform: nodePlatform }
  const jobs = makeTrainJobs(stores)
  return {
    stores,
    read: makeReadJobs(stores),
    model: makeModelJobs(stores),
    async train(id, letter, question, learner) {
      const run = makeRun(id, makeSpec(question, learner))
      await stores.records.put('run', { ...run, mark: { ...run.mark, letter } })
      await jobs.train({ runId: id }, unattended)
    },
  }
}

const glm: Learner = { kind: 'glm', options: { strength: 1 } }
const boosting: Learner = { kind: 'boosting', options: { ...LEARNERS.boosting.defaults(1_000), rounds: 12 } }
const baseline: Learner = { kind: 'baseline', options: {} }

const asked = (runId: string, more: Partial<SaidRowsInput> = {}): SaidRowsInput => ({
  runId,
  part: 'validation',
  view: WHOLE_VIEW,
  shown: [],
  ...more,
})

function countsOf(diff: RowDiff | undefined) {
  if (!diff || 'reason' in diff) throw new Error(`no counts: ${JSON.stringify(diff)}`)
  return diff
}

/** All rows that are listed, column by column. */
async function listed(read: ReadJobs, input: SaidRowsInput, columns: readonly string[]) {
  const { rows } = await read.findSaidRows(input, unattended)
  const window = await read.saidWindow({ ...input, start: 0, count: rows, columns }, unattended)
  expect(window.length).toBe(rows)
  return window
}

describe('rows of small animals', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = openBench()
    const { stores, train } = bench
    await storeFrame(stores.records, stores.arrays, 'animals.csv', animals(400))
    const weight = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    await train('base', 'A', animalQuestion(), baseline)
    await train('trees', 'B', animalQuestion(), boosting)
    await train('weightBase', 'A', weight, baseline)
    const legs = animalQuestion({ target: 'legs', task: 'binary', classes: ['2', '4'] })
    await train('legsBase', 'A', legs, baseline)
    await train('legsTrees', 'B', legs, boosting)
    await train('weightTrees', 'B', weight, boosting)
  }, 60_000)

  it('are those of the part, worst first, with the columns of the data', async () => {
    const { read, stores } = bench
    const metas = await read.saidColumns(asked('base'), unattended)
    expect(metas.map(({ name }) => name)).toEqual(['was', 'called', 'p of true', 'loss', 'tag'])
    const window = await listed(read, asked('base'), ['loss', 'kind', 'was', 'size'])
    const { rows } = await readPart(stores.arrays, 'base', 'validation')
    expect([...window.rows!].toSorted((a, b) => a - b)).toEqual([...rows])
    const [loss, kind, was, size] = window.columns as [Float64Array, string[], string[], Float64Array]
    expect([...loss]).toEqual([...loss].toSorted((a, b) => b - a))
    expect(was).toEqual(kind)
    const { columns } = await read.window(
      { datasetId: 'animals.csv', start: 0, count: 0, columns: ['size'], single: window.rows! },
      unattended,
    )
    expect(size).toEqual(columns[0])
    expect([...(await read.saidWindow({ ...asked('base'), start: 3, count: 2 }, unattended)).rows!]).toEqual([
      ...window.rows!.slice(3, 5),
    ])
  })

  it('carry their tags by their keys: to ask for, to order by, and as CSV in their order', async () => {
    const { read, stores } = bench
    const { rows } = await readPart(stores.arrays, 'trees', 'validation')
    const [first, second, third] = rows
    const tags = [
      { tag: 'odd', keys: [second!] },
      { tag: 'wrong, label', keys: [first!, third!] },
    ]
    await stores.records.put('rowTags', { schema: 1, id: 'animals.csv', tags, updatedAt: 1 })
    const view = { ...WHOLE_VIEW, sort: [{ column: 'size', descending: true }] }
    const wrong = { ...view, conditions: [{ column: 'tag', word: 'is', text: 'wrong, label' } as const] }
    const found = await listed(read, asked('trees', { view: wrong }), ['tag', 'kind', 'size'])
    expect([...found.rows!].sort((a, b) => a - b)).toEqual([first, third].sort((a, b) => a! - b!))
    expect(found.columns[0]).toEqual(['wrong, label', 'wrong, label'])
    const csv = await read.writeSaid({ ...asked('trees', { view: wrong }), columns: ['tag', 'kind'] }, unattended)
    const kinds = found.columns[1] as string[]
    expect(await csv.text()).toBe(`tag,kind\n${kinds.map((kind) => `"wrong, label",${kind}\n`).join('')}`)
    // Told anew as soon as they change.
    await stores.records.put('rowTags', { schema: 1, id: 'animals.csv', tags: tags.slice(0, 1), updatedAt: 2 })
    expect((await read.findSaidRows(asked('trees', { view: wrong }), unattended)).rows).toBe(0)
    await stores.records.remove('rowTags', 'animals.csv')
  })

  it('can be those of a cell of the confusion matrix, as many as it counts', async () => {
    const { read, stores } = bench
    const { confusion } = (await stores.records.get('evaluation', 'trees/validation'))!
    const classes = ['bird', 'mammal', 'reptile']
    for (const [i, was] of classes.entries())
      for (const [j, called] of classes.entries())
        expect((await read.findSaidRows(asked('trees', { was, called }), unattended)).rows).toBe(confusion![i]![j])
    const right = await read.findSaidRows(asked('trees', { outcomes: ['right'] }), unattended)
    expect(right.rows).toBe(confusion!.reduce((sum, line, i) => sum + line[i]!, 0))
  })

  it('follow conditions, orders and searches of both kinds of columns', async () => {
    const { read } = bench
    const view = {
      conditions: [
        { column: 'skin', word: 'is', text: 'fur' },
        { column: 'p of true', word: 'more', value: 0.3 },
      ],
      search: '',
      sort: [{ column: 'size', descending: false }],
    } as const
    const window = await listed(read, asked('base', { view }), ['skin', 'p of true', 'size'])
    const [skin, p, size] = window.columns as [string[], Float64Array, Float64Array]
    expect(skin.length).toBeGreaterThan(5)
    expect(new Set(skin)).toEqual(new Set(['fur']))
    expect(p.every((each) => each > 0.3)).toBe(true)
    const present = [...size].filter((each) => !Number.isNaN(each))
    expect(present).toEqual(present.toSorted((a, b) => a - b))
    const found = await listed(
      read,
      asked('base', { view: { ...WHOLE_VIEW, search: 'REPT' }, shown: ['was', 'skin'] }),
      ['was'],
    )
    expect(new Set(found.columns[0] as string[])).toEqual(new Set(['reptile']))
    const foreign = asked('base', { view: { ...WHOLE_VIEW, sort: [{ column: 'B called', descending: false }] } })
    await expect(read.findSaidRows(foreign, unattended)).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })

  it('of two runs are fixed or broken, what changed most first', async () => {
    const { read } = bench
    const input = asked('trees', { base: 'base', outcomes: ['fixed'] })
    const window = await listed(read, input, ['was', 'A called', 'B called', 'outcome', 'change of p'])
    const [was, before, after, outcome, change] = window.columns as [
      string[],
      string[],
      string[],
      string[],
      Float64Array,
    ]
    expect(was.length).toBeGreaterThan(5)
    expect(after).toEqual(was)
    expect(was.some((label, row) => label === before[row])).toBe(false)
    expect(new Set(outcome)).toEqual(new Set(['fixed']))
    const sizes = [...change].map(Math.abs)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it('of numbers are closer or farther by more than the tolerance', async () => {
    const { read, stores } = bench
    const a = await readPart(stores.arrays, 'weightBase', 'validation')
    const b = await readPart(stores.arrays, 'weightTrees', 'validation')
    for (const tolerance of [0, 1.5]) {
      const counts = { closer: 0, farther: 0, alike: 0 }
      for (let row = 0; row < a.rows.length; row++) {
        const gain = Math.abs(a.scores[row]! - a.actual[row]!) - Math.abs(b.scores[row]! - b.actual[row]!)
        if (gain > tolerance) counts.closer++
        else if (gain < -tolerance) counts.farther++
        else counts.alike++
      }
      const input = { base: 'weightBase', others: ['weightTrees'], part: 'validation', tolerance } as const
      const diff = countsOf((await read.diffRows(input, unattended))[0])
      expect(diff.numbers).toEqual(counts)
      expect(diff.gains!.counts.reduce((sum, each) => sum + each)).toBe(diff.rows)
      const closer = asked('weightTrees', { base: 'weightBase', tolerance, outcomes: ['closer'] })
      expect((await read.findSaidRows(closer, unattended)).rows).toBe(counts.closer)
    }
  })

  it('lie over the values of each column, without regard to conditions on it', async () => {
    const { read } = bench
    const input = { ...asked('trees', { base: 'base', outcomes: ['fixed', 'broke'] }), base: 'base' }
    const spread = await read.spreadRows(input, unattended)
    expect(spread.map(({ column }) => column)).not.toContain('note')
    expect(spread.map(({ strength }) => strength)).toEqual(
      spread.map(({ strength }) => strength).toSorted((x, y) => y - x),
    )
    const { rows, of } = await read.findSaidRows(input, unattended)
    for (const { groups } of spread) {
      expect(groups.reduce((sum, { shown }) => sum + shown, 0)).toBe(rows)
      expect(groups.reduce((sum, { all }) => sum + all, 0)).toBe(of)
      for (const { shown, gained, lost } of groups) expect(shown).toBe(gained + lost)
    }
    // A click on a bar lists as many rows as it says, and leaves the other bars of its column as they were.
    const skin = spread.find(({ column }) => column === 'skin')!
    for (const { condition, shown } of skin.groups) {
      const narrowed = { ...input, view: { ...WHOLE_VIEW, conditions: [condition!] } }
      expect((await read.findSaidRows(narrowed, unattended)).rows).toBe(shown)
      const next = await read.spreadRows(narrowed, unattended)
      expect(next.find(({ column }) => column === 'skin')).toEqual(skin)
      const legs = next.find(({ column }) => column === 'legs')!
      expect(legs.groups.reduce((sum, group) => sum + group.shown, 0)).toBe(shown)
    }
  })

  it('lie over the values of those that a search finds in the columns that are shown', async () => {
    const { read } = bench
    for (const shown of [['skin'], ['was'], ['B called', 'skin'], []]) {
      const input = { ...asked('trees', { base: 'base', view: { ...WHOLE_VIEW, search: 'f' }, shown }), base: 'base' }
      const { rows } = await read.findSaidRows(input, unattended)
      for (const { groups } of await read.spreadRows(input, unattended))
        expect([shown, groups.reduce((sum, group) => sum + group.shown, 0)]).toEqual([shown, rows])
    }
  })

  it('are called anew where a threshold was moved, in lists, orders and spreads', async () => {
    const { read, model, stores } = bench
    const called = (label: string) => asked('legsTrees', { called: label })
    const spread = { ...asked('legsTrees', { base: 'legsBase', outcomes: ['fixed', 'broke'] }), base: 'legsBase' }
    const shownIn = async () =>
      (await read.spreadRows(spread, unattended)).map(({ groups }) => groups.map(({ gained, lost }) => [gained, lost]))
    const before = await shownIn()
    const counts: number[][] = []
    for (const threshold of [0.5, 1, 0, 0.5]) {
      await model.setThreshold({ runId: 'legsTrees', threshold }, unattended)
      const { confusion } = (await stores.records.get('evaluation', 'legsTrees/validation'))!
      const found = await Promise.all(['2', '4'].map(async (label) => read.findSaidRows(called(label), unattended)))
      counts.push(found.map(({ rows }) => rows))
      expect(counts.at(-1)).toEqual([0, 1].map((j) => confusion![0]![j]! + confusion![1]![j]!))
      const { rows } = await read.findSaidRows(spread, unattended)
      for (const { groups } of await read.spreadRows(spread, unattended))
        expect(groups.reduce((sum, { shown }) => sum + shown, 0)).toBe(rows)
    }
    expect(counts[1]![1]).toBe(0)
    expect(counts[2]![0]).toBe(0)
    expect(counts[3]).toEqual(counts[0])
    expect(await shownIn()).toEqual(before)
  })

  it('of two versions of one table are those of the later run that both were scored on, as many as are counted', async () => {
    const { read, stores, train } = bench
    const before = await readPart(stores.arrays, 'trees', 'validation')
    const dropped = [...before.rows.slice(0, 5)]
    const edits = [{ kind: 'dropRows', rows: dropped }] as const
    const version = await makeVersionJobs(stores).edit({ datasetId: 'animals.csv', edits }, unattended)
    // A letter that two runs have is written with a prime.
    await train('next', 'A', animalQuestion({ datasetId: version.id }), boosting)
    const input = { base: 'base', others: ['next'], part: 'validation', tolerance: 0 } as const
    const diff = countsOf((await read.diffRows(input, unattended))[0])
    expect(diff.shared).toMatchObject({ rows: before.rows.length - 5, ofBase: before.rows.length })
    const counts = { fixed: diff.paired!.onlyB, broke: diff.paired!.onlyA, bothRight: diff.paired!.both } as const
    expect(counts.fixed).toBeGreaterThan(5)
    for (const [outcome, count] of Object.entries(counts)) {
      const only = asked('next', { base: 'base', outcomes: [outcome as keyof typeof counts] })
      const found = await listed(read, only, ['was', 'kind', 'A called', 'A′ called', 'size'])
      expect(found.length).toBe(count)
      const [was, kind, called, next, size] = found.columns as [string[], string[], string[], string[], Float64Array]
      expect(was).toEqual(kind)
      expect(called.every((label, i) => (label === was[i]) === (outcome !== 'fixed'))).toBe(true)
      expect(next.every((label, i) => (label === was[i]) === (outcome !== 'broke'))).toBe(true)
      // Rows are numbered as in the version of the later run.
      const { columns } = await read.window(
        { datasetId: version.id, start: 0, count: 0, columns: ['size'], single: found.rows! },
        unattended,
      )
      expect(size).toEqual(columns[0])
    }
  })

  it('are not there where a run is not scored, or two were not asked the same', async () => {
    const { read } = bench
    const never = { code: 'storage.missing' }
    await expect(read.findSaidRows(asked('trees', { part: 'test' }), unattended)).rejects.toMatchObject(never)
    await expect(read.saidColumns(asked('never'), unattended)).rejects.toMatchObject(never)
    const foreign = asked('trees', { base: 'weightBase' })
    await expect(read.findSaidRows(foreign, unattended)).rejects.toMatchObject({ code: 'spec.invalid' })
    const input = { base: 'base', others: ['weightTrees', 'never'], part: 'validation', tolerance: 0 } as const
    expect(await read.diffRows(input, unattended)).toEqual([
      { runId: 'weightTrees', reason: 'otherQuestion', cause: 'weightTrees' },
      { runId: 'never', reason: 'notScored', cause: 'never' },
    ])
  })
})

if (!sharedDataDir()) console.info('Skipped: there are no shared data on this machine, so no real rows are counted.')

/** A question of a real file, two runs of which are trained. */
async function trainBoth(bench: Bench, fileName: string, target: string | number, options: ReadOptions = {}) {
  const { table } = await readCsv(new Blob([new Uint8Array(readSharedCsv(fileName)!)]), options, unattended)
  const frame = toFrame(table)
  const name = typeof target === 'number' ? table.columns[target]!.name : target
  const { vector, type } = frame.columns.find((column) => column.name === name)!
  const dataset: Dataset = await storeFrame(bench.stores.records, bench.stores.arrays, fileName, frame)
  const question: Question = {
    datasetId: dataset.id,
    target: name,
    task: 'binary',
    classes: listClasses(vector, type),
    metric: 'accuracy',
    split: { kind: 'stratified', validation: 0.25, test: 0.25 },
    recipe: {
      schema: 1,
      steps: frame.columns.some((column) => column.name === 'customerID')
        ? [{ kind: 'drop', id: 'a', on: true, columns: ['customerID'], reason: 'Every value is different.' }]
        : [],
    },
  }
  await bench.train(`${fileName} glm`, 'A', question, glm)
  await bench.train(`${fileName} boosting`, 'B', question, boosting)
}

describe.skipIf(!sharedDataDir())('rows of real data, counted by hand', () => {
  it.each([
    ['telco_churn', 'Churn'],
    ['adult.data', 14],
  ] as const)('%s', { timeout: 120_000 }, async (file, target) => {
    const bench = openBench()
    await trainBoth(bench, file, target)
    const { read, model, stores } = bench
    const [base, other] = [`${file} glm`, `${file} boosting`]
    for (const part of ['validation', 'test'] as const) {
      for (const runId of [base, other]) await model.evaluate({ runId, part }, unattended)
      const a = await readPart(stores.arrays, base, part)
      const b = await readPart(stores.arrays, other, part)
      const threshold = async (runId: string) => (await stores.records.get('pipeline', runId))!.threshold
      const [cutA, cutB] = [await threshold(base), await threshold(other)]
      const hand = { both: 0, onlyA: 0, onlyB: 0, neither: 0 }
      const fixed: number[] = []
      for (let row = 0; row < a.rows.length; row++) {
        const isRightA = (a.scores[2 * row + 1]! >= cutA ? 1 : 0) === a.actual[row]
        const isRightB = (b.scores[2 * row + 1]! >= cutB ? 1 : 0) === b.actual[row]
        if (isRightA && isRightB) hand.both++
        else if (isRightA) hand.onlyA++
        else if (isRightB) {
          hand.onlyB++
          fixed.push(a.rows[row]!)
        } else hand.neither++
      }
      expect(hand.onlyA).toBeGreaterThan(0)
      expect(hand.onlyB).toBeGreaterThan(0)

      const diff = countsOf((await read.diffRows({ base, others: [other], part, tolerance: 0 }, unattended))[0])
      expect(diff.paired).toEqual(hand)
      const [compared] = await model.compareRuns({ base, others: [other], part, metric: 'accuracy' }, unattended)
      expect(compared).toMatchObject({
        comparison: {
          p: diff.p,
          difference: (hand.onlyB - hand.onlyA) / a.rows.length,
          test: diff.isExact ? 'McNemar, exact' : 'McNemar',
        },
      })

      const input = asked(other, { base, part, outcomes: ['fixed'] })
      const window = await listed(read, input, ['was'])
      expect([...window.rows!].toSorted((x, y) => x - y)).toEqual(fixed)
      const wrong = await read.findSaidRows(asked(base, { part, outcomes: ['wrong'] }), unattended)
      expect(wrong).toEqual({ rows: hand.onlyB + hand.neither, of: a.rows.length })
      for (const { groups } of await read.spreadRows({ ...input, base }, unattended)) {
        expect(groups.reduce((sum, { gained }) => sum + gained, 0)).toBe(hand.onlyB)
        expect(groups.reduce((sum, { lost }) => sum + lost, 0)).toBe(hand.onlyA)
      }
    }
  })
})
