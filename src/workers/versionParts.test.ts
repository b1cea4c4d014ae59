import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Edit } from '@/core/dataset/edit.ts'
import { toErrorData } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { RunResult } from '@/core/run/run.ts'
import { PARTS, type SplitSpec } from '@/core/split/split.ts'
import { unattended } from '@/core/task.ts'
import { assignRows } from '@/engine/prepare.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { openRowIds } from '@/storage/numbers.ts'
import { openTable } from '@/storage/tables.ts'
import { codedColumn, frameOf, readFrame } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { openFrames } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

let records: Records
let arrays: Arrays

beforeEach(() => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
})

const edit = (dataset: Dataset, ...edits: readonly Edit[]) =>
  makeLoadJobs({ records, arrays }).edit({ datasetId: dataset.id, edits }, unattended)
const cellsOf = async (dataset: Dataset) => readFrame(toFrame(await openTable(arrays, dataset)))

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
