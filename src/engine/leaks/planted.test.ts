import { describe, expect, it } from 'vitest'
import type { Column } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { makeColumn } from '@/testing/dataset.ts'
import { findLeaks, leakSource } from '@/testing/leaks.ts'
import {
  amount,
  answer,
  type Cell,
  DAY,
  honest,
  number,
  ROWS,
  type Row,
  random,
  rows,
  words,
} from '@/testing/plantedRows.ts'
import { assignRows } from '../prepare.ts'
import { checkLeaks } from './checkLeaks.ts'

async function found(columns: readonly Column[], target: string, change: Partial<Question> = {}) {
  const rowCount = columns[0]!.data.chunks[0]!.length
  return (await findLeaks({ rows: rowCount, columns }, target, change)).found
}
const byChance: Partial<Question> = { split: { kind: 'random', test: 0.2, validation: 0.16 } }

describe('planted leaks', () => {
  it('of an honest table there are none', async () => {
    expect(await found([...honest(), answer()], 'answer')).toEqual([])
    expect(await found([...honest(), amount()], 'amount')).toEqual([])
  })

  it('a copied, a recoded and a nearly copied target', async () => {
    const columns = [
      ...honest(),
      words('copy', (row) => row.answer),
      words('code', (row) => (row.answer === 'yes' ? 'A7' : 'B2')),
      number('flag', (row) => Number(row.answer === 'no'), rows, 'integer'),
      words('nearly', (row) => (row.row === 7 ? 'no' : row.answer)),
    ]
    expect(await found([...columns, answer()], 'answer')).toEqual([
      'suspect disguise copy',
      'suspect disguise code',
      'suspect disguise flag',
      'suspect disguise nearly',
    ])
  })

  it('a copied, an affine and a transformed amount', async () => {
    const columns = [
      ...honest(),
      number('copy', (row) => row.amount),
      number('cents', (row) => 100 * row.amount + 7),
      number('exponent', (row) => Math.exp(row.amount / 20)),
    ]
    const { report, found: all } = await findLeaks({ rows: ROWS, columns: [...columns, amount()] }, 'amount')
    expect(all).toEqual(['suspect disguise copy', 'suspect disguise cents', 'suspect disguise exponent'])
    expect(report.leaks[1]?.sentence).toContain('amount = 0.01 × cents − 0.07')
  })

  it('the opposite of an amount, called so', async () => {
    const rarity = number('rarity', (row) => Math.exp(-row.amount / 20))
    const { report, found: all } = await findLeaks({ rows: ROWS, columns: [...honest(), rarity, amount()] }, 'amount')
    expect(all).toEqual(['suspect disguise rarity'])
    expect(report.leaks[0]?.sentence).toContain('opposite order to amount (rank correlation −')
  })

  it('no guise in what is constant or rare, where nearly all answers are one', async () => {
    // Four yes in 4,800 rows, so that 999 of 1,000 rows agree with whatever is nearly constant.
    const many = [rows, rows, rows, rows].flat()
    const rare = (name: string, one: number) => words(name, ({ row }) => (row === one ? 'yes' : 'no'), many)
    const constant = words('constant', () => 'x', many)
    const columns = [...honest(many), constant, rare('other', 17), rare('answer', 5)]
    const rareAmount = (name: string, one: number) => number(name, ({ row }) => (row === one ? 4 : 0), many)
    const amounts = [...honest(many), rareAmount('other', 17), rareAmount('amount', 5)]
    const all = [...(await found(columns, 'answer', byChance)), ...(await found(amounts, 'amount', byChance))]
    expect(all.filter((leak) => leak.includes('disguise'))).toEqual([])
  })

  it('no guise in a column that has hardly any cell', async () => {
    const few = (cell: (row: Row) => Cell) => (row: Row) => (row.row < 5 ? cell(row) : null)
    const word = words(
      'word',
      few((row) => row.answer),
    )
    const value = number(
      'value',
      few((row) => row.amount),
    )
    expect(await found([...honest(), word, answer()], 'answer')).toEqual([])
    expect(await found([...honest(), value, amount()], 'amount')).toEqual([])
  })

  it('a target that is made of three columns', async () => {
    const shares = rows.map(() => [random(), random()] as const)
    const columns = [
      ...honest(),
      number('first', ({ row, amount }) => amount * shares[row]![0]),
      number('second', ({ row, amount }) => amount * (1 - shares[row]![0]) * shares[row]![1]),
      number('third', ({ row, amount }) => amount * (1 - shares[row]![0]) * (1 - shares[row]![1])),
    ]
    const [first] = await found([...columns, amount()], 'amount')
    expect(first?.split(' ').toSorted()).toEqual(['+', '+', 'disguise', 'first', 'second', 'suspect', 'third'])
  })

  it('a column that is missing where the answer is no', async () => {
    const paid = number('paid_at', (row) => (row.answer === 'yes' ? row.size : null))
    expect(await found([...honest(), paid, answer()], 'answer')).toContain('suspect power paid_at')
  })

  it('an index column of a sorted file, and a sorted file without one', async () => {
    const sorted = rows.toSorted((a, b) => a.amount - b.amount)
    const index = number('nr', (row) => sorted.indexOf(row) + 1, sorted, 'integer')
    expect(await found([index, ...honest(sorted), answer(sorted)], 'answer')).toContain('suspect order nr')
    expect(await found([...honest(sorted), answer(sorted)], 'answer')).toEqual(['note order'])
    expect(await found([index, ...honest(sorted), amount(sorted)], 'amount')).toContain('suspect disguise nr')
  })

  it('a date along which the answer changes, under a split by chance', async () => {
    const later = rows.map((row) => ({ ...row, answer: random() < row.row / ROWS ? 'yes' : 'no' }))
    const date = (from: typeof rows) => number('day', ({ row }) => row * DAY, from, 'datetime')
    const columns = [date(later), ...honest(later), answer(later)]
    expect(await found(columns, 'answer', byChance)).toEqual(['note order', 'suspect dates day'])
    expect(await found([date(rows), ...honest(), answer()], 'answer', byChance)).toEqual(['note dates day'])
    // The proposed split is by time.
    expect(await found(columns, 'answer')).toEqual(['note order'])
  })

  it('things that several rows are about, on both sides', async () => {
    const customer = words('customer', ({ group }) => `c${group}`)
    const columns = [...honest(), customer, answer()]
    expect(await found(columns, 'answer', byChance)).toEqual(['suspect groups customer'])
    const { report } = await findLeaks({ rows: ROWS, columns }, 'answer', byChance)
    expect(report.leaks[0]?.fixes).toEqual([
      { kind: 'split', split: { kind: 'group', column: 'customer', test: 0.2, validation: 0.16 } },
    ])
    const grouped: Question['split'] = { kind: 'group', column: 'customer', test: 0.2, validation: 0.16 }
    expect(await found(columns, 'answer', { split: grouped })).toEqual([])
  })

  it('copied rows on both sides, though numbered anew', async () => {
    const copied = [...rows.slice(0, 800), ...rows.slice(0, 400)]
    const number1 = makeColumn(
      'id',
      'integer',
      copied.map((_, i) => i),
    )
    const columns = [number1, ...honest(copied), answer(copied)]
    const { report, question, found: all } = await findLeaks({ rows: ROWS, columns }, 'answer', byChance)
    expect(all).toEqual(['suspect duplicates'])
    const [leak] = report.leaks
    // A row of the two thirds that have a copy meets it in training in 64 of 100 cases.
    expect(leak?.figure).toBeGreaterThan(0.3)
    expect(leak?.rows?.listed.length).toBe(20)
    // Copies stand 800 rows behind what they are copies of.
    for (const { row, beside } of leak!.rows!.listed) expect(Math.abs(row - beside!)).toBe(800)
    // Without the copies in the test there is none.
    const [fix] = leak!.fixes
    if (fix?.kind !== 'dropRows') throw new Error('no fix')
    expect(fix).toMatchObject({ inTestFile: false, rows: { length: leak!.rows!.count } })
    const { openFrames } = leakSource('table.csv', { rows: ROWS, columns })
    const { test } = assignRows({ ...question, split: byChance.split! }, 1, await openFrames()).split
    const left = copied.map((row, i) => ({ row, i })).filter(({ i }) => !fix.rows.includes(i))
    expect(left.filter(({ i }) => test.includes(i)).length).toBe(test.length - fix.rows.length)
    const without = left.map(({ row }) => row)
    const part = makeColumn(
      'part',
      'category',
      left.map(({ i }) => (test.includes(i) ? 'test' : 'train')),
    )
    const split = { kind: 'column', column: 'part', testValue: 'test', validation: 0.2 } as const
    expect(await found([part, ...honest(without), answer(without)], 'answer', { split })).toEqual([])
  })

  it('equal rows that differ in their class', async () => {
    const torn = rows.map((row) => (row.row >= 600 ? { ...rows[row.row - 600]!, row: row.row } : row))
    const swapped = torn.map((row) => ({
      ...row,
      answer: row.row >= 600 && row.row % 10 === 1 ? (row.answer === 'no' ? 'yes' : 'no') : row.answer,
    }))
    expect(await found([...honest(swapped), answer(swapped)], 'answer', byChance)).toEqual([
      'suspect duplicates',
      'suspect conflicts',
    ])
  })

  it('no rows that are the same by no column at all', async () => {
    const ids = makeColumn(
      'id',
      'integer',
      rows.map(({ row }) => row),
    )
    const { report, found: all } = await findLeaks({ rows: ROWS, columns: [ids, answer()] }, 'answer', byChance)
    expect(all).toEqual([])
    const states = report.checks.filter(({ kind }) => kind === 'duplicates' || kind === 'conflicts')
    expect(states.map(({ state }) => state)).toEqual(['cannot tell', 'cannot tell'])
  })

  it('no thing on both sides in rows that are about none', async () => {
    // Rows of the test part are about nobody in particular.
    const customer = words('customer', ({ row, group }) => (row % 5 === 0 ? null : `c${group}`))
    const split: Question['split'] = { kind: 'modulus', modulus: 5, remainder: 0, validation: 0.2 }
    const all = await found([...honest(), customer, answer()], 'answer', { split })
    expect(all).not.toContain('suspect groups customer')
  })

  it('hears a stop, and tells how far it is', async () => {
    const source = leakSource('t.csv', { rows: ROWS, columns: [...honest(), answer()] })
    const question = {
      datasetId: 't',
      target: 'answer',
      task: 'binary',
      classes: ['no', 'yes'],
      split: byChance.split!,
    } as const
    const events: number[] = []
    const controller = new AbortController()
    const task = {
      signal: controller.signal,
      report: ({ done, total }: { done: number; total: number }) => {
        expect(total).toBe(2)
        events.push(done)
      },
    }
    await checkLeaks({ question, seed: 1 }, source, task)
    expect(events).toEqual([0, 1, 2])
    controller.abort()
    await expect(checkLeaks({ question, seed: 1 }, source, task)).rejects.toMatchObject({ code: 'aborted' })
  })
})
