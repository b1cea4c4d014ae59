import { beforeEach, describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type View, WHOLE_VIEW } from '@/core/dataset/view.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { makeReadJobs } from './read.jobs.ts'

const CSV = 'name,size,note\nant,3,=1+1\nbee,,plain\ncat,40,"<b>bold</b>"\ndog,7,-5\n'

let stores: { records: ReturnType<typeof openMemoryRecords>; arrays: ReturnType<typeof openMemoryArrays> }
let dataset: Dataset
const jobs = () => makeReadJobs(stores)

beforeEach(async () => {
  stores = { records: openMemoryRecords(), arrays: openMemoryArrays() }
  dataset = await makeLoadJobs(stores).load(
    { files: [{ file: new File([CSV], 'zoo.csv'), fileName: 'zoo.csv' }], sourceKind: 'file' },
    unattended,
  )
})

const bySize: View = { ...WHOLE_VIEW, sort: [{ column: 'size', descending: true }] }
const shown = ['name', 'size', 'note']

describe('arrange and window', () => {
  it('count the rows of a view and give them in its order, by the columns asked for', async () => {
    const { arrange, window } = jobs()
    const view: View = { ...bySize, conditions: [{ column: 'size', word: 'more', value: 3 }] }
    expect(await arrange({ datasetId: dataset.id, view, shown }, unattended)).toBe(2)
    const columns = ['size', 'name']
    const rows = await window({ datasetId: dataset.id, start: 0, count: 9, columns, view: { view, shown } }, unattended)
    expect(rows).toEqual({
      start: 0,
      length: 2,
      columns: [new Float64Array([40, 7]), ['cat', 'dog']],
      rows: new Uint32Array([2, 3]),
    })
  })

  it('puts missing cells last, and cuts a window to the rows there are', async () => {
    const input = { datasetId: dataset.id, start: 3, count: 5, columns: ['name'], view: { view: bySize, shown } }
    expect(await jobs().window(input, unattended)).toMatchObject({ start: 3, length: 1, columns: [['bee']] })
  })

  it('gives single rows by their numbers', async () => {
    const input = { datasetId: dataset.id, start: 0, count: 0, columns: ['name'], single: Uint32Array.of(3, 0, 3) }
    expect(await jobs().window(input, unattended)).toMatchObject({ length: 3, columns: [['dog', 'ant', 'dog']] })
  })

  it('searches only what is shown', async () => {
    const { arrange } = jobs()
    const view = { ...WHOLE_VIEW, search: 'BOLD' }
    expect(await arrange({ datasetId: dataset.id, view, shown }, unattended)).toBe(1)
    expect(await arrange({ datasetId: dataset.id, view, shown: ['name', 'size'] }, unattended)).toBe(0)
  })

  it('refuses a view of columns that are not there', async () => {
    const view: View = { ...WHOLE_VIEW, conditions: [{ column: 'tail', word: 'present' }] }
    const arranged = jobs().arrange({ datasetId: dataset.id, view, shown }, unattended)
    await expect(arranged).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })

  it('opens each column once for all that is asked of it', async () => {
    const read: string[] = []
    const { arrays, records } = stores
    const { arrange, window } = makeReadJobs({
      records,
      arrays: {
        ...arrays,
        read: (path, ...range) => {
          read.push(path)
          return arrays.read(path, ...range)
        },
      },
    })
    await arrange({ datasetId: dataset.id, view: bySize, shown }, unattended)
    const input = { datasetId: dataset.id, start: 0, count: 2, columns: ['size'], view: { view: bySize, shown } }
    await window(input, unattended)
    const before = read.length
    expect(before).toBeGreaterThan(0)
    await arrange({ datasetId: dataset.id, view: { ...bySize, search: '' }, shown: ['name'] }, unattended)
    await arrange(
      { datasetId: dataset.id, view: { ...bySize, sort: [{ column: 'size', descending: false }] }, shown },
      unattended,
    )
    await window({ ...input, start: 2 }, unattended)
    expect(read.length).toBe(before)
  })
})

describe('write', () => {
  it('writes the rows and columns of the view in its order, formulas made harmless', async () => {
    const told: unknown[] = []
    const task = { signal: new AbortController().signal, report: (event: unknown) => told.push(event) }
    const csv = await jobs().write({ datasetId: dataset.id, view: bySize, shown: ['note', 'size'] }, task)
    expect(await csv.text()).toBe(`note,size\n<b>bold</b>,40\n-5,7\n"'=1+1",3\nplain,\n`)
    expect(told).toEqual([{ done: 4, total: 4 }])
  })

  it('writes every row where the view is whole, and the header alone where none matches', async () => {
    const whole = await jobs().write({ datasetId: dataset.id, view: WHOLE_VIEW, shown: ['name'] }, unattended)
    expect(await whole.text()).toBe('name\nant\nbee\ncat\ndog\n')
    const none = await jobs().write(
      { datasetId: dataset.id, view: { ...WHOLE_VIEW, search: 'zebra' }, shown: ['name'] },
      unattended,
    )
    expect(await none.text()).toBe('name\n')
  })

  it('hears a stop', async () => {
    const stopped = jobs().write(
      { datasetId: dataset.id, view: WHOLE_VIEW, shown },
      { signal: AbortSignal.abort(), report: () => {} },
    )
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('rowFindings', () => {
  const input = () => ({ datasetId: dataset.id, target: 'note' })

  it('finds what is odd, and finds it once', async () => {
    const { rowFindings } = jobs()
    const told: unknown[] = []
    const task = { signal: new AbortController().signal, report: (event: unknown) => told.push(event) }
    const found = await rowFindings(input(), task)
    expect(found).toMatchObject({ rows: 4, compared: { rows: 4, columns: ['name', 'size'], neighbours: 3 } })
    expect(told.at(-1)).toEqual({ phase: 'comparing', done: 4, total: 4 })
    const before = told.length
    expect(await rowFindings(input(), task)).toBe(found)
    expect(told.length).toBe(before)
  })

  it('refuses a target that is not there', async () => {
    const asked = jobs().rowFindings({ datasetId: dataset.id, target: 'tail' }, unattended)
    await expect(asked).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
    const compared = jobs().rowFindings({ datasetId: dataset.id, columns: ['tail'] }, unattended)
    await expect(compared).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })
})

describe('leaks', () => {
  const lines = Array.from(
    { length: 200 },
    (_, i) => `${(i * 37) % 101},${(i * 37) % 101 > 50 ? 'large' : 'small'},${(i * 7) % 5}`,
  )
  const split = { kind: 'random', test: 0.2, validation: 0.16 } as const

  it('are found in stored data, and looked for once', async () => {
    const file = new File([`size,big,other\n${lines.join('\n')}\n`], 'sizes.csv')
    const sizes = await makeLoadJobs(stores).load(
      { files: [{ file, fileName: 'sizes.csv' }], sourceKind: 'file' },
      unattended,
    )
    const { leaks } = jobs()
    const question = { datasetId: sizes.id, target: 'big', task: 'binary', classes: ['small', 'large'], split } as const
    const report = await leaks({ question, seed: 1 }, unattended)
    expect(report.leaks[0]).toMatchObject({ kind: 'power', level: 'suspect', columns: ['size'] })
    const done: number[] = []
    const again = await leaks({ question, seed: 1 }, { ...unattended, report: (event) => void done.push(event.done) })
    expect(again).toBe(report)
    expect(done).toEqual([])
  })

  it('of data that is gone are an error that says so', async () => {
    const question = { datasetId: 'gone', target: 'a', task: 'regression', classes: [], split } as const
    await expect(jobs().leaks({ question, seed: 1 }, unattended)).rejects.toMatchObject({ code: 'storage.missing' })
  })
})
