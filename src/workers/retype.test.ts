import { beforeEach, describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { describeVersion } from '@/core/dataset/lineage.ts'
import { propose } from '@/core/experiment/propose.ts'
import { questionFrom } from '@/core/experiment/question.ts'
import { mendedLabels, readTestLabels, tellStrangeLabels } from '@/core/experiment/testLabels.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { openTable } from '@/storage/tables.ts'
import { readFrame } from '@/testing/frames.ts'
import { fileInput, pets } from '@/testing/petsFile.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'
import { makeLoadJobs } from './load.jobs.ts'

let records: Records
let arrays: Arrays

beforeEach(() => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
})

const jobs = () => makeLoadJobs({ records, arrays })
const load = (text = pets) => jobs().load(fileInput(text), unattended)
const cellsOf = async (dataset: Dataset) => readFrame(toFrame(await openTable(arrays, dataset)))

describe('retype', () => {
  it('makes the next version, which shares what did not change', async () => {
    const v0 = await load()
    const { dataset: v1, lost } = await jobs().retype(
      { datasetId: v0.id, column: 'legs', type: 'category' },
      unattended,
    )
    expect(lost).toBe(0)
    expect(v1).toMatchObject({ name: 'pets', version: 1, lineage: v0.id, rows: 3 })
    expect(v1.columns.map(({ type }) => type)).toEqual(['identifier', 'category', 'category', 'number'])
    expect(v1.columns.map(({ digest }, i) => digest === v0.columns[i]!.digest)).toEqual([true, true, false, true])
    expect((await cellsOf(v1))['legs']).toEqual(['4', '2', '3'])
    expect(v1.columns[2]!.summary).toMatchObject({ kind: 'coded', distinct: 3 })
    expect(await records.get('dataset', v1.id)).toEqual(v1)
    expect(await records.get('dataset', v0.id)).toEqual(v0)
  })

  it('counts cells that became missing, and numbers versions on', async () => {
    const v0 = await load()
    const { dataset: v1, lost } = await jobs().retype(
      { datasetId: v0.id, column: 'weight', type: 'integer' },
      unattended,
    )
    expect(lost).toBe(1)
    expect((await cellsOf(v1))['weight']).toEqual([null, null, 5])
    const { dataset: v2 } = await jobs().retype({ datasetId: v0.id, column: 'kind', type: 'text' }, unattended)
    expect(v2).toMatchObject({ version: 2, lineage: v0.id })
  })

  it('reads dates in the order that somebody says, in a file that left it in doubt', async () => {
    const v0 = await load('day,v\n01/02/2020,1\n03/04/2020,2\n')
    expect(v0.doubts).toEqual([{ kind: 'dateOrder', example: '01/02/2020', cells: 2, columns: ['day'] }])
    expect(parseRecord('dataset', v0)).toEqual(v0)
    const change = { datasetId: v0.id, column: 'day', type: 'datetime' } as const
    const { dataset, lost } = await jobs().retype({ ...change, dateOrder: 'dmy' }, unattended)
    expect(lost).toBe(0)
    expect((await cellsOf(dataset))['day']).toEqual([Date.UTC(2020, 1, 1), Date.UTC(2020, 3, 3)])
    expect(dataset.doubts).toBeUndefined()
    expect((await jobs().retype(change, unattended)).lost).toBe(2)
  })

  it('back to an earlier type is back to the earlier version', async () => {
    const v0 = await load()
    const { dataset: v1 } = await jobs().retype({ datasetId: v0.id, column: 'legs', type: 'category' }, unattended)
    const { dataset } = await jobs().retype({ datasetId: v1.id, column: 'legs', type: 'integer' }, unattended)
    expect(dataset).toEqual({ ...v0, deletedAt: undefined })
  })

  it('knows which columns there are', async () => {
    const { id } = await load()
    const unknown = jobs().retype({ datasetId: id, column: 'tail', type: 'text' }, unattended)
    await expect(unknown).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })
})

describe.skipIf(!sharedDataDir())('a real second file (needs the shared data)', () => {
  it('whose labels have a dot at their end is told of, with rows and cure', async () => {
    const [data, test] = await Promise.all(
      ['adult.data', 'adult.test'].map((name) =>
        jobs().load(
          {
            files: [{ file: new Blob([new Uint8Array(readSharedCsv(name)!)]), fileName: `${name}.csv` }],
            sourceKind: 'file',
          },
          unattended,
        ),
      ),
    )
    const question = questionFrom(data!, 'column 15', propose(data!, 'column 15'))
    const labels = readTestLabels(test!, question)
    expect(labels).toMatchObject({ known: 0, strangeRows: 16_281 })
    expect(tellStrangeLabels(labels, 'column 15')).toBe(
      'column 15 has labels that the data that trains does not have: “<=50K.” (12,435 rows), “>50K.” (3,846 rows), so none ' +
        'of its 16,281 rows can test. “<=50K.” is “<=50K” and “>50K.” is “>50K”, but for spaces or a dot at the end: ' +
        'have them read so, or change the file and open it again.',
    )
    const mended = await jobs().relabel(
      { datasetId: test!.id, column: 'column 15', labels: mendedLabels(labels!) },
      unattended,
    )
    expect(mended).toMatchObject({ version: 1, lineage: test!.id, name: 'adult.test' })
    expect(readTestLabels(mended, question)).toEqual({ known: 16_281, strange: [], strangeRows: 0 })
    expect(describeVersion(mended, test)).toBe('labels of column 15 changed')
  })
})
