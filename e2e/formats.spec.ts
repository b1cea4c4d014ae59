import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { zipSync } from 'fflate'
import { writeParquet } from '../src/testing/parquetFile.ts'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

const PETS = 'name,legs\nant,6\ncat,4\n'
const heading = { level: 1 } as const

test('files of one shape become one dataset, or several', async ({ page }) => {
  await page.goto('/')
  await dropFiles(page, { name: 'part 1.csv', content: PETS }, { name: 'part 2.csv', content: 'name,legs\nbee,6\n' })
  const dialog = page.getByRole('dialog', { name: '2 files with the same columns' })
  await expect(dialog.getByText('part 1.csv')).toBeVisible()
  const together = dialog.getByRole('button', { name: 'Read 2 files as one dataset' })
  await expect(together).toBeFocused()
  await expectAccessible(page, 'together')
  await together.press('Enter')
  await expect(page.getByRole('heading', { ...heading, name: /part 1/ })).toBeVisible()
  await expect(page.getByText('2 files as one')).toBeVisible()
  const [joined] = await storedRecords(page, 'dataset')
  expect(joined).toMatchObject({ rows: 3, source: { files: [{ rows: 2 }, { fileName: 'part 2.csv', rows: 1 }] } })

  await dropFiles(page, { name: 'a.csv', content: PETS }, { name: 'b.csv', content: 'name,legs\nowl,2\n' })
  await page.getByRole('button', { name: 'Read as separate datasets' }).click()
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(3)
})

test('files of two shapes become two datasets, and it is said why', async ({ page }) => {
  await page.goto('/')
  await dropFiles(page, { name: 'pets.csv', content: PETS }, { name: 'birds.csv', content: 'name,wings\nowl,2\n' })
  const why = '“birds.csv” has not the shape of “pets.csv”: its column 2 is “wings” instead of “legs”.'
  await expect(page.getByText(`Read as separate datasets: ${why}`)).toBeVisible()
  await expect(page.getByRole('heading', { ...heading, name: /birds/ })).toBeVisible()
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(2)
})

test('a packed file, JSON Lines and a pasted table are read like CSV', async ({ page }) => {
  await page.goto('/')
  await dropFiles(page, { name: 'pets.csv.gz', content: gzipSync(PETS) })
  await expect(page.getByRole('heading', { ...heading, name: /pets/ })).toBeVisible()
  await expect(page.getByText('unpacked from gzip')).toBeVisible()

  await dropFiles(page, { name: 'zoo.jsonl', content: '{"name":"ant","legs":6}\n{"name":"cat"}\nno record\n' })
  await expect(page.getByRole('heading', { ...heading, name: /zoo/ })).toBeVisible()
  await expect(page.getByText('JSON Lines').first()).toBeVisible()
  await expect(page.getByText('1 row that could not be read, left out')).toBeVisible()
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(2)

  await page.getByRole('link', { name: 'Assay, home' }).click()
  await page.getByRole('button', { name: 'Paste a table' }).click()
  await page.getByRole('textbox', { name: 'Cells, a row a line' }).fill('name\tlegs\nspider\t8\ncat\t4\n')
  await expectAccessible(page, 'paste')
  await page.getByRole('button', { name: 'Read the table' }).click()
  await expect(page.getByRole('heading', { ...heading, name: /pasted table/ })).toBeVisible()
  await expect(page.getByText('pasted', { exact: true })).toBeVisible()
})

const NAMES = ['ant', 'cat', 'owl']
const LEGS = [6, 4, 2]

for (const { name, content, source } of [
  {
    name: 'zoo.parquet',
    content: writeParquet([
      { name: 'name', kind: 'string', values: NAMES },
      { name: 'legs', kind: 'int32', values: LEGS },
    ]),
    source: { format: 'parquet' },
  },
  {
    name: 'zoo.zip',
    content: zipSync({ 'zoo.csv': new TextEncoder().encode('name,legs\nant,6\ncat,4\nowl,2\n') }),
    source: { packed: 'zip', dialect: { delimiter: ',' } },
  },
  {
    name: 'zoo.tsv',
    content: 'name\tlegs\nant\t6\ncat\t4\nowl\t2\n',
    source: { dialect: { delimiter: '\t' } },
  },
  {
    name: 'zoo.json',
    content: JSON.stringify(NAMES.map((name, i) => ({ name, legs: LEGS[i] }))),
    source: { format: 'json' },
  },
])
  test(`${name} is read with its rows and columns`, async ({ page }) => {
    await page.goto('/')
    await dropFiles(page, { name, content })
    await expect(page.getByRole('heading', { ...heading, name: /zoo/ })).toBeVisible()
    await page.getByRole('link', { name: 'Rows', exact: true }).click()
    await expect(page.getByRole('heading', { name: '3 rows', exact: true })).toBeVisible()
    for (const cell of ['ant', '6', 'owl', '2'])
      await expect(page.getByRole('gridcell', { name: cell, exact: true })).toBeVisible()
    await expect
      .poll(() => storedRecords(page, 'dataset'))
      .toMatchObject([
        {
          rows: 3,
          columns: [
            { name: 'name', kind: 'coded' },
            { name: 'legs', kind: 'numeric' },
          ],
          source,
        },
      ])
  })

test('a damaged archive says so, and keeps nothing', async ({ page }) => {
  await page.goto('/')
  const whole = gzipSync(PETS.repeat(1_000))
  await dropFiles(page, { name: 'cut.csv.gz', content: whole.subarray(0, whole.length >> 1) })
  await expect(page.getByRole('alert')).toContainText(/damaged|cut/)
  expect(await storedRecords(page, 'dataset')).toEqual([])
})
