import { expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { readRows } from './readRows.ts'

const rowsOf = async (text: string) => (await readRows(new Blob([text]), {}, unattended)).rows

it('gives every cell as it stands, the header first, all rows as wide as the table', async () => {
  expect(await rowsOf('a,a,\n007,"x ""y""",NA\n1\n2,3,4,5\n')).toEqual([
    ['a', 'a', ''],
    ['007', 'x "y"', 'NA'],
    ['1', '', ''],
    ['2', '3', '4'],
  ])
})

it('gives a header without rows, and no file without anything', async () => {
  expect(await rowsOf('a,b\n')).toEqual([['a', 'b']])
  await expect(rowsOf('')).rejects.toMatchObject({ code: 'csv.empty' })
})

it('spoils one cell where a quote is not closed before the next cell opens', async () => {
  expect(await rowsOf('a,b,c\n1,"x,"y, z"\n2,u,v\n')).toEqual([
    ['a', 'b', 'c'],
    ['1', '"x', 'y, z'],
    ['2', 'u', 'v'],
  ])
})
