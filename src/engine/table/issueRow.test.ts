import { expect, it } from 'vitest'
import { parseRecord } from '@/core/schema/record.ts'
import { makeDataset } from '@/testing/dataset.ts'
import { readTable } from '@/testing/readTable.ts'

it('tells the row of a coerced cell, which its line does not', async () => {
  const csv = 'A list\nname,size,note\na,1,"two\nlines"\nb,inf,\n\nc,3,\n'
  const { table, issues } = await readTable(csv)
  const coerced = issues.samples.filter(({ kind }) => kind === 'coerced')
  expect(coerced).toMatchObject([{ line: 5, row: 1, column: 'size', raw: 'inf' }])
  const fixed = await readTable(csv, { types: { name: 'number' } })
  const rows = fixed.issues.samples
    .filter(({ kind, column }) => kind === 'coerced' && column === 'name')
    .map(({ row }) => row)
  expect(rows).toEqual([0, 1, 2])
  const digest = '0'.repeat(64)
  const made = makeDataset('a.csv', table.columns)
  const dataset = { ...made, issues, columns: made.columns.map((column) => ({ ...column, digest })) }
  expect(parseRecord('dataset', { ...dataset, id: digest, lineage: digest }).issues).toEqual(issues)
})
