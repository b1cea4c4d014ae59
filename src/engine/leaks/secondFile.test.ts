import { describe, expect, it } from 'vitest'
import type { Column } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { leakSource } from '@/testing/leaks.ts'
import { answer, DAY, honest, number, ROWS, rows, words } from '@/testing/plantedRows.ts'
import { checkLeaks } from './checkLeaks.ts'

const question = {
  datasetId: 'train.csv',
  target: 'answer',
  task: 'binary',
  classes: ['no', 'yes'],
  split: { kind: 'file', testDatasetId: 'test.csv', validation: 0.2 },
} as const

const tested = (train: readonly Column[], test: readonly Column[]) =>
  checkLeaks(
    { question, seed: 1 },
    leakSource('train.csv', { rows: ROWS, columns: train }, { rows: 300, columns: test }),
    unattended,
  )

/** Rows that are nearly, but not quite, rows of the first. */
const other = rows.slice(0, 300).map((row) => ({ ...row, size: row.size + 0.001, row: row.row + 600 }))

describe('a second file', () => {
  it('is not like the first, or has its rows', async () => {
    const train = [...honest(), answer()]
    const strange = rows
      .slice(0, 300)
      .map((row) => ({ ...row, size: row.size + 6, colour: row.row < 60 ? 'grey' : 'blue' }))
    const { leaks } = await tested(train, [...honest(strange), answer(strange)])
    expect(leaks.map(({ kind, level, columns }) => [level, kind, ...columns])).toEqual([
      ['suspect', 'categories', 'colour'],
      ['note', 'shift', 'size', 'colour'],
    ])
    const same = rows.slice(0, 300)
    const copied = await tested(train, [...honest(same), answer(same)])
    expect(copied.leaks.map(({ kind }) => kind)).toEqual(['duplicates'])
    // The second file is the first 300 rows again, of which those that train are copies.
    const [leak] = copied.leaks
    expect(leak?.rows?.inTestFile).toBe(true)
    expect(leak?.rows?.count).toBe(Math.round(leak!.figure * 300))
    expect(leak?.fixes).toMatchObject([{ kind: 'dropRows', inTestFile: true, rows: { length: leak?.rows?.count } }])
  })

  it('passes over columns that it lacks, or has as something else', async () => {
    const late = number('late', ({ size }) => size)
    const kind = words('size', ({ size }) => (size > 10 ? 'large' : 'small'), other)
    const same = [late, ...honest(), answer()]
    expect((await tested(same, [...honest(other), answer(other)])).leaks).toEqual([])
    const { leaks, checks } = await tested(same, [kind, answer(other)])
    expect(leaks).toEqual([])
    expect(checks.find(({ kind }) => kind === 'duplicates')?.state).toBe('cannot tell')
  })

  it('is compared by what it has, conflicts by everything', async () => {
    // Copies of rows by colour and code, and a note that tells them apart.
    const code = (from: typeof rows) => number('code', ({ group }) => group, from)
    const torn = rows.map((row, i) => ({ ...rows[i % 600]!, row: row.row, answer: i < 600 ? 'yes' : 'no' }))
    const note = words('note', ({ row }) => `n${row}`, torn)
    const { leaks } = await tested(
      [code(torn), ...honest(torn), note, answer(torn)],
      [code(other), ...honest(other), answer(other)],
    )
    expect(leaks.map(({ kind }) => kind)).not.toContain('conflicts')
  })

  it('has dates of its own', async () => {
    const day = (from: typeof rows) => number('day', ({ row }) => row * DAY, from, 'datetime')
    const dated = [day(rows), ...honest(), answer()]
    const { leaks } = await tested(dated, [day(other), ...honest(other), answer(other)])
    const leak = leaks.find(({ kind }) => kind === 'dates')
    expect(leak?.level).toBe('note')
    expect(leak?.sentence).toContain('100% of the test rows are from before the last training row (day, 1973-')
    const later = other.map((row) => ({ ...row, row: row.row + ROWS }))
    const after = await tested(dated, [day(later), ...honest(later), answer(later)])
    expect(after.checks.find(({ kind }) => kind === 'dates')).toMatchObject({
      state: 'fine',
      sentence: 'The test rows are all later than the training rows.',
    })
    const without = await tested(dated, [...honest(other), answer(other)])
    expect(without.checks.find(({ kind }) => kind === 'dates')).toMatchObject({ state: 'cannot tell' })
  })
})
