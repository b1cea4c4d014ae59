import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { describeDiff } from '@/core/dataset/diff.ts'
import type { Edit } from '@/core/dataset/edit.ts'
import { describeVersion } from '@/core/dataset/lineage.ts'
import { toErrorData } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { RunResult } from '@/core/run/run.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { PARTS, type SplitSpec } from '@/core/split/split.ts'
import { unattended } from '@/core/task.ts'
import { withoutRows } from '@/engine/bundle/datasetFacts.ts'
import { assignRows } from '@/engine/prepare.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { openRowIds, openWeights } from '@/storage/numbers.ts'
import { openTable } from '@/storage/tables.ts'
import { codedColumn, frameOf, numericColumn, readFrame } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { makeReadJobs } from './read.jobs.ts'
import { openFrames } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

let records: Records
let arrays: Arrays
let v0: Dataset

const frame = frameOf(
  numericColumn('amount', [1, 2, null, 4, 5]),
  codedColumn('kind', ['a', 'b', 'a', null, 'b']),
  codedColumn('note', ['p', 'q', 'r', 's', 't'], 'text'),
)

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  v0 = await storeFrame(records, arrays, 'things.csv', frame)
})

const edit = (dataset: Dataset, ...edits: readonly Edit[]) =>
  makeLoadJobs({ records, arrays }).edit({ datasetId: dataset.id, edits }, unattended)
const cellsOf = async (dataset: Dataset) => readFrame(toFrame(await openTable(arrays, dataset)))
const relabel = (rows: readonly number[], value: string): Edit => ({ kind: 'setCells', column: 'kind', rows, value })

describe('edit', () => {
  it('makes the next version, shares the columns that did not change, and keeps the log', async () => {
    const v1 = await edit(v0, relabel([1], 'a'), { kind: 'setWeights', rows: [0], weight: 2 })
    expect(await records.get('dataset', v1.id)).toEqual(v1)
    expect(v1).toMatchObject({
      version: 1,
      lineage: v0.id,
      parent: v0.id,
      rows: 5,
      edits: [
        { kind: 'setCells', column: 'kind', value: 'a', rows: { count: 1, keys: [1] } },
        { kind: 'setWeights', weight: 2, rows: { count: 1, keys: [0] } },
      ],
    })
    expect(v1.rowIds).toBeUndefined()
    expect(v1.columns.map(({ digest }, i) => digest === v0.columns[i]!.digest)).toEqual([true, false, true])
    expect(v1.columns[1]!.summary).toMatchObject({
      distinct: 2,
      top: [
        { value: 'a', count: 3 },
        { value: 'b', count: 1 },
      ],
    })
    expect((await cellsOf(v1))['kind']).toEqual(['a', 'a', 'a', null, 'b'])
    expect(await openWeights(arrays, v1)).toEqual(Float64Array.of(2, 1, 1, 1, 1))
    expect(describeVersion(v1, v0)).toBe('kind of row 2 is a, 1 row counts 2')
  })

  it('drops rows, which keep their keys through later edits and in windows', async () => {
    const v1 = await edit(v0, { kind: 'dropRows', rows: [1, 3] })
    const v2 = await edit(v1, relabel([4, 3], 'c'), { kind: 'dropRows', rows: [0] })
    expect(v2).toMatchObject({ version: 2, parent: v1.id, rows: 2 })
    expect(await cellsOf(v2)).toEqual({ amount: [null, 5], kind: ['a', 'c'], note: ['r', 't'] })
    expect(await openRowIds(arrays, v2)).toEqual(Uint32Array.of(2, 4))

    const read = makeReadJobs({ records, arrays })
    const window = await read.window({ datasetId: v2.id, start: 1, count: 5, columns: ['note'] }, unattended)
    expect(window).toEqual({ start: 1, length: 1, columns: [['t']], keys: Uint32Array.of(4) })
    const view = { conditions: [], search: '', sort: [{ column: 'note', descending: true }] }
    const arranged = { view, shown: ['note'] }
    const sorted = await read.window(
      { datasetId: v2.id, start: 0, count: 9, columns: ['note'], view: arranged },
      unattended,
    )
    expect([...sorted.keys!]).toEqual([4, 2])
    expect([...sorted.rows!]).toEqual([1, 0])
    expect([...(await read.rowKeys({ datasetId: v2.id, ...arranged }, unattended))]).toEqual([4, 2])
    expect([...(await read.rowKeys({ datasetId: v0.id, ...arranged }, unattended))]).toEqual([4, 3, 2, 1, 0])
  })

  it('finds rows by their places where that is asked', async () => {
    const v1 = await edit(v0, { kind: 'dropRows', rows: [0] })
    const edits: readonly Edit[] = [relabel([0, 9], 'z')]
    const v2 = await makeLoadJobs({ records, arrays }).edit({ datasetId: v1.id, edits, byPlace: true }, unattended)
    expect((await cellsOf(v2))['kind']).toEqual(['z', 'a', null, 'b'])
    expect(v2.edits).toMatchObject([{ rows: { count: 1, keys: [1] } }])
  })

  it('of the same content is the same version, however it came about', async () => {
    const jobs = makeLoadJobs({ records, arrays })
    const load = (text: string) =>
      jobs.load({ files: [{ file: new Blob([text]), fileName: 'pets.csv' }], sourceKind: 'file' }, unattended)
    const file = await load('kind,legs\ncat,4\nbird,2\ncat,3\n')
    const v1 = await edit(file, relabel([1], 'cat'))
    expect(parseRecord('dataset', JSON.parse(JSON.stringify(v1)))).toEqual(v1)
    expect((await edit(v1, relabel([1], 'bird'))).id).toBe(file.id)
    expect((await edit(file, relabel([0], 'cat'), { kind: 'dropRows', rows: [17] })).id).toBe(file.id)
    // Row 2 is gone either way, and with it all that was edited of it.
    const dropped = await edit(file, { kind: 'dropRows', rows: [1] })
    expect((await edit(v1, { kind: 'dropRows', rows: [1] })).id).toBe(dropped.id)
    expect(await records.all('dataset')).toHaveLength(4)
    // A file with these rows alone deals them otherwise, so it is another dataset.
    const alone = await load('kind,legs\ncat,4\ncat,3\n')
    expect(alone.columns.map(({ digest }) => digest)).toEqual(dropped.columns.map(({ digest }) => digest))
    expect(alone.id).not.toBe(dropped.id)
  })

  it('keeps long lists of rows in a file, which a sweep leaves alone', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => i)
    const long = await storeFrame(records, arrays, 'long.csv', frameOf(numericColumn('n', rows)))
    const even = Uint32Array.from(rows.filter((row) => row % 2 === 0))
    const v1 = await edit(long, { kind: 'setWeights', rows: even, weight: 0.5 }, { kind: 'dropRows', rows: [7] })
    expect(v1.edits).toMatchObject([{ rows: { count: 1_500, stored: { width: 4 } } }, { rows: { keys: [7] } }])
    await records.remove('dataset', long.id)
    await records.remove('dataset', v0.id)
    await makeLoadJobs({ records, arrays }).sweep({ runIds: [] }, unattended)
    expect((await openWeights(arrays, v1))!.reduce((sum, weight) => sum + weight, 0)).toBe(750 + 1_499)
    expect((await openRowIds(arrays, v1))![7]).toBe(8)
    expect(await arrays.size(`columns/${v1.edits![0]!.rows.stored!.digest}`)).toBeGreaterThan(0)
    expect(await arrays.size(`columns/${v1.firstRead!.columns[0]!.digest}`)).toBeGreaterThan(0)
    await records.remove('dataset', v1.id)
    await makeLoadJobs({ records, arrays }).sweep({ runIds: [] }, unattended)
    expect(await arrays.list('columns')).toEqual([])
  })

  it('commits nothing where it is stopped or refused', async () => {
    const controller = new AbortController()
    controller.abort()
    const jobs = makeLoadJobs({ records, arrays })
    const input = { datasetId: v0.id, edits: [{ kind: 'dropRows', rows: [1] }] as const }
    await expect(jobs.edit(input, { ...unattended, signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    const bad = edit(v0, { kind: 'setCells', column: 'amount', rows: [0], value: 'much' })
    await expect(bad).rejects.toMatchObject({ code: 'edit.invalid', message: expect.stringContaining('“much”') })
    const unknown = edit(v0, { kind: 'setCells', column: 'size', rows: [0], value: '1' })
    await expect(unknown).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
    expect(await records.all('dataset')).toHaveLength(1)
  })
})

/** The part of every row by its key, for rows that are in one. */
async function partsOf(dataset: Dataset, question: Question): Promise<Map<number, string>> {
  const asked = { ...question, datasetId: dataset.id }
  const frames = await openFrames({ records, arrays }, asked, unattended)
  const ids = await openRowIds(arrays, dataset)
  const { split } = assignRows(asked, 3, frames)
  return new Map(PARTS.flatMap((part) => Array.from(split[part], (row) => [ids ? ids[row]! : row, part] as const)))
}

const shares = { validation: 0.2, test: 0.2 }
const kinds: readonly SplitSpec[] = [
  { kind: 'random', ...shares },
  { kind: 'stratified', ...shares },
  { kind: 'group', column: 'skin', ...shares },
  { kind: 'time', column: 'weight', ...shares },
  { kind: 'modulus', modulus: 4, remainder: 1, validation: 0.2 },
  { kind: 'column', column: 'legs', testValue: '2', validation: 0.2 },
  { kind: 'file', testDatasetId: 'others.csv', validation: 0.2 },
]

describe('no edit moves a row across a split', () => {
  const rows = 60
  const keys = fc.array(fc.nat(rows - 1), { minLength: 1, maxLength: 6 })
  const cells = (column: string, ...values: readonly string[]) =>
    fc.record({
      kind: fc.constant('setCells' as const),
      column: fc.constant(column),
      rows: keys,
      value: fc.constantFrom(...values),
    })
  const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
    cells('kind', 'bird', 'mammal', 'reptile', 'fish', ''),
    cells('skin', 'fur', 'scales', 'hair', ''),
    cells('weight', '', '1', '40', '17.5'),
    cells('legs', '2', '4', ''),
    fc.record({ kind: fc.constant('dropRows' as const), rows: keys }),
    fc.record({ kind: fc.constant('setWeights' as const), rows: keys, weight: fc.constantFrom(0.5, 1, 2) }),
  )
  const chain = fc.array(fc.array(anyEdit, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })

  it.each(kinds)('$kind', async (split) => {
    const question = animalQuestion({ split, classes: ['bird', 'fish', 'mammal', 'reptile'] })
    const first = await storeFrame(records, arrays, 'animals.csv', animals(rows))
    await storeFrame(records, arrays, 'others.csv', animals(20, 'others'))
    const before = await partsOf(first, question)
    await fc.assert(
      fc.asyncProperty(chain, async (versions) => {
        let dataset = first
        for (const edits of versions) dataset = await edit(dataset, ...edits)
        const after = await partsOf(dataset, question).catch((cause: unknown) => {
          // A part may have lost its last row.
          if (toErrorData(cause).code !== 'split.empty') throw cause
          return undefined
        })
        fc.pre(after !== undefined)
        if (split.kind === 'file')
          for (const part of [before, after]) for (const [key, name] of part) if (name === 'test') part.delete(key)
        for (const [key, part] of after) if (before.has(key)) expect(part, `row ${key}`).toBe(before.get(key))
        // The rows that are left and have a target are all in a part.
        const kind = (await cellsOf(dataset))['kind']!
        if (split.kind !== 'file') expect(after.size).toBe(kind.filter((cell) => cell !== null).length)
      }),
      { numRuns: 25 },
    )
  })

  it('a column read as another type in between, and labels written otherwise', async () => {
    const question = animalQuestion({ split: { kind: 'stratified', ...shares }, classes: ['bird', 'mammal', 'lizard'] })
    const first = await storeFrame(records, arrays, 'animals.csv', animals(rows))
    const jobs = makeLoadJobs({ records, arrays })
    const before = await partsOf(first, animalQuestion({ split: question.split }))
    const labels = { reptile: 'lizard' }
    const v1 = await jobs.relabel({ datasetId: first.id, column: 'kind', labels }, unattended)
    const v2 = await edit(v1, { kind: 'setCells', column: 'kind', rows: [0, 1, 2], value: 'bird' })
    const { dataset: v3 } = await jobs.retype({ datasetId: v2.id, column: 'kind', type: 'text' }, unattended)
    for (const version of [v1, v2, v3]) expect(await partsOf(version, question)).toEqual(before)

    const years = { kind: 'time', column: 'year', ...shares } as const
    const dated = await storeFrame(
      records,
      arrays,
      'dated.csv',
      frameOf(
        codedColumn(
          'year',
          Array.from({ length: rows }, (_, row) => String(1900 + ((row * 7) % 30))),
        ),
        codedColumn(
          'kind',
          Array.from({ length: rows }, (_, row) => (row % 2 ? 'bird' : 'mammal')),
        ),
      ),
    )
    const byYear = animalQuestion({ split: years, classes: ['bird', 'mammal'] })
    const { dataset: plain } = await jobs.retype({ datasetId: dated.id, column: 'year', type: 'integer' }, unattended)
    const edited = await edit(dated, { kind: 'setCells', column: 'year', rows: [3], value: '1999' })
    const { dataset: late } = await jobs.retype({ datasetId: edited.id, column: 'year', type: 'integer' }, unattended)
    expect((await cellsOf(late))['year']![3]).toBe(1999)
    expect(await partsOf(late, byYear)).toEqual(await partsOf(plain, byYear))
  })
})

describe('weights', () => {
  it('of 0 take a row out of training, to the bit as if it were dropped, and out of nothing else', async () => {
    const first = await storeFrame(records, arrays, 'animals.csv', animals(300))
    const before = await partsOf(first, animalQuestion())
    const trains = [...before].filter(([, part]) => part === 'train').map(([key]) => key)
    const validates = [...before].filter(([, part]) => part === 'validation').map(([key]) => key)
    const rows = trains.slice(0, 40)
    const weighed = await edit(first, { kind: 'setWeights', rows: [...rows, validates[0]!], weight: 0 })
    const after = await partsOf(weighed, animalQuestion())
    expect([...after.keys()].sort()).toEqual([...before.keys()].filter((key) => !rows.includes(key)).sort())
    const dropped = await edit(first, { kind: 'dropRows', rows })

    for (const learner of [{ kind: 'baseline', options: {} }, quickNetwork] as const) {
      const results: RunResult[] = []
      for (const [index, { id }] of [first, weighed, dropped].entries()) {
        const runId = `${learner.kind}${index}`
        await records.put('run', makeRun(runId, makeSpec(animalQuestion({ datasetId: id }), learner)))
        results.push(await makeTrainJobs({ records, arrays, platform: nodePlatform }).train({ runId }, unattended))
      }
      const [all, zero, gone] = results
      expect(zero!.rows).toEqual(gone!.rows)
      expect(zero!.weightsDigest).toBe(gone!.weightsDigest)
      expect(zero!.weightsDigest).not.toBe(all!.weightsDigest)
      expect(await scoresOf(`${learner.kind}1`)).toEqual(await scoresOf(`${learner.kind}2`))
    }
  })

  it('reach the learner, and the scores of the validation rows do not look at them', async () => {
    const first = await storeFrame(records, arrays, 'animals.csv', animals(300))
    const parts = await partsOf(first, animalQuestion())
    const weigh = async (part: string) => {
      const rows = [...parts].filter(([key, each]) => each === part && key % 2 === 0).map(([key]) => key)
      const { id } = await edit(first, { kind: 'setWeights', rows, weight: 9 })
      await records.put('run', makeRun(part, makeSpec(animalQuestion({ datasetId: id }))))
      return makeTrainJobs({ records, arrays, platform: nodePlatform }).train({ runId: part }, unattended)
    }
    await records.put('run', makeRun('plain', makeSpec(animalQuestion())))
    const plain = await makeTrainJobs({ records, arrays, platform: nodePlatform }).train({ runId: 'plain' }, unattended)
    expect((await weigh('train')).weightsDigest).not.toBe(plain.weightsDigest)
    expect((await weigh('validation')).weightsDigest).toBe(plain.weightsDigest)
    expect(await scoresOf('validation')).toEqual(await scoresOf('plain'))
  })

  it('of 0 on all rows leave nothing to train on', async () => {
    const first = await storeFrame(records, arrays, 'animals.csv', animals(60))
    const rows = Array.from({ length: 60 }, (_, row) => row)
    const none = await edit(first, { kind: 'setWeights', rows, weight: 0 })
    await expect(partsOf(none, animalQuestion())).rejects.toMatchObject({
      code: 'split.empty',
      message: expect.stringContaining('weighs 0'),
    })
  })
})

const scoresOf = async (runId: string) => (await records.get('evaluation', `${runId}/validation`))!.metrics

it('in a bundle tells nothing of the cells that were edited, and is a record still', async () => {
  const jobs = makeLoadJobs({ records, arrays })
  const file = { file: new Blob(['name,legs\nRex,4\nTweety,2\n']), fileName: 'pets.csv' }
  const { id } = await jobs.load({ files: [file], sourceKind: 'file' }, unattended)
  const edits: readonly Edit[] = [
    { kind: 'setCells', column: 'name', rows: [0], value: 'Fido' },
    { kind: 'dropRows', rows: [1] },
  ]
  const facts = withoutRows(await jobs.edit({ datasetId: id, edits }, unattended))
  const { parent, rowIds, firstRead } = parseRecord('dataset', JSON.parse(JSON.stringify(facts)))
  expect({ parent, rowIds, rows: firstRead?.rows }).toEqual({ parent: id, rowIds: undefined, rows: 2 })
  expect(facts.edits).toBeUndefined()
})

it('diff: what an edited version and its first differ by, told through the read worker', async () => {
  const v1 = await edit(
    v0,
    relabel([1, 2], 'c'),
    { kind: 'dropRows', rows: [4] },
    { kind: 'setWeights', rows: [0], weight: 3 },
  )
  const events: unknown[] = []
  const read = makeReadJobs({ records, arrays })
  const task = { signal: unattended.signal, report: (event: unknown) => events.push(event) }
  const found = await read.diff({ before: v0.id, after: v1.id }, task)
  expect(describeDiff(found)).toBe(
    '1 row removed, 2 rows changed in kind, 1 row reweighted; the cells of 2 rows are the same.',
  )
  expect(found.changed.first).toEqual([
    { name: '2', cells: [{ column: 'kind', before: 'b', after: 'c' }] },
    { name: '3', cells: [{ column: 'kind', before: 'a', after: 'c' }] },
  ])
  expect(events.at(-1)).toEqual({ done: 3, total: 3 })
  expect((await read.diff({ before: v0.id, after: v0.id }, unattended)).same).toBe(5)
})
