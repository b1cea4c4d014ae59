import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { makeReadJobs } from './read.jobs.ts'

const jobs = makeReadJobs({ records: openMemoryRecords(), arrays: openMemoryArrays() })
const preview = (text: string, options: ReadOptions = {}, task = unattended) =>
  jobs.preview({ files: [{ file: new Blob([text]), fileName: 'a.csv' }], options }, task)

describe('preview', () => {
  it('is what the reader makes of the file', async () => {
    expect(await preview('id;kind;w\n1;cat;4\n2;;NA\n3;cat;x;9\n', { missing: ['NA', 'x'] })).toEqual({
      columns: [
        { name: 'id', type: 'identifier' },
        { name: 'kind', type: 'category' },
        { name: 'w', type: 'integer' },
      ],
      window: {
        start: 0,
        length: 3,
        columns: [['1', '2', '3'], ['cat', null, 'cat'], new Float64Array([4, Number.NaN, Number.NaN])],
      },
      rows: 3,
      isWhole: true,
      dialect: expect.objectContaining({ delimiter: ';', header: true, missing: ['NA', 'x'] }),
      issues: { counts: { cut: 1 } },
      doubts: [],
    })
  })

  it('shows no more than the first rows of a large file, and nothing of a record that is cut', async () => {
    // Every record is the same but for its number; one that was cut would make the column text.
    const record = (i: number) => `${i},"a\n${'b'.repeat(300)}"\n`
    const text = `n,t\n${Array.from({ length: 2_000 }, (_, i) => record(i)).join('')}`
    const { window, rows, isWhole, columns, issues } = await preview(text)
    expect(isWhole).toBe(false)
    expect(rows).toBeGreaterThan(800)
    expect(rows).toBeLessThan(900)
    expect(window.length).toBe(20)
    expect(window.columns[1]?.[19]).toBe(`a\n${'b'.repeat(300)}`)
    expect(columns.map(({ name }) => name)).toEqual(['n', 't'])
    expect(issues.counts).toEqual({})
  })

  it('keeps types of columns that there are, and leaves the others out', async () => {
    const types = { a: 'category', gone: 'text' } as const
    const { columns } = await preview('a,b\n1,2\n3,4\n', { types })
    expect(columns).toEqual([
      { name: 'a', type: 'category' },
      { name: 'b', type: 'integer' },
    ])
  })

  it('says why a file cannot be read so, and hears a stop', async () => {
    await expect(preview('a,b\n', { header: true })).rejects.toMatchObject({ code: 'csv.noRows' })
    const controller = new AbortController()
    controller.abort()
    await expect(preview('a\n1\n', {}, { ...unattended, signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
  })
})
