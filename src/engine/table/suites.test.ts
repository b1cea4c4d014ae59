import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTexts } from '@/testing/readTable.ts'
import { readSharedFile, sharedDataDir } from '@/testing/sharedData.ts'

const root = sharedDataDir()

/** Files of a suite that have an expected outcome, by name. */
const cases = (suite: string) =>
  root ? readdirSync(join(root, 'csv-suites', suite, 'json')).map((file) => file.replace('.json', '')) : []

const read = (path: string) => {
  const bytes = readSharedFile(`csv-suites/${path}`)
  if (!bytes) throw new Error(`${path} is not there`)
  return bytes
}

/** Blank lines are no rows here, in a table of one column neither (docs/reading.md); these files have nothing else. */
const NO_ROWS: Readonly<Record<string, string>> = {
  'all-empty': 'csv.empty',
  'empty-one-column': 'csv.noRows',
  'header-no-rows': 'csv.noRows',
}

for (const [suite, folder] of [
  ['csv-spectrum', 'csvs'],
  ['csv-test-data', 'csv'],
] as const)
  describe.skipIf(!root)(`${suite} (needs the shared data)`, () => {
    it.each(cases(suite))('%s', async (name) => {
      const text = read(`${suite}/${folder}/${name}.csv`).toString('latin1')
      // git took the carriage returns out of the copy that some machines have.
      const bytes = Uint8Array.from(Buffer.from(/crlf$/.test(name) ? text.replace(/\r?\n/g, '\r\n') : text, 'latin1'))
      if (NO_ROWS[name]) return void (await expect(readTexts(bytes)).rejects.toMatchObject({ code: NO_ROWS[name] }))
      const expected: unknown[] = [JSON.parse(read(`${suite}/json/${name}.json`).toString())].flat(1)
      // csv-spectrum's own table has another telephone number than its file.
      if (name === 'location_coordinates')
        (expected[0] as Record<string, string>)['Contact Phone Number'] = '2095257564'
      for (const sliceBytes of [1, 7, 1 << 20]) {
        const isNamed = !Array.isArray(expected[0])
        const { names, rows } = await readTexts(bytes, { header: isNamed }, { sliceBytes })
        expect(isNamed ? rows.map((row) => Object.fromEntries(names.map((key, i) => [key, row[i]]))) : rows).toEqual(
          expected,
        )
      }
    })
  })

describe.skipIf(!root)('the broken files of csv-test-data (needs the shared data)', () => {
  it.each([
    ['bad-header-less-fields', ['foo', 'bar', 'baz'], [['1', '2', '']]],
    ['bad-header-more-fields', ['foo', 'bar', 'baz', 'column 4'], [['1', '2', '3', '4']]],
    ['bad-missing-quote', ['foo', 'bar', 'baz'], [['1', '"I forgot to close this one', '3']]],
    ['bad-quotes-with-unescaped-quote', ['foo', 'bar', 'baz'], [['1', 'Hey, I missed " it', '3']]],
    ['bad-unescaped-quote', ['foo', 'bar', 'baz'], [['1', 'This "quotes" must be escaped', '3']]],
  ])('%s', async (name, names, rows) => {
    const bytes = Uint8Array.from(read(`csv-test-data/csv/${name}.csv`))
    expect(await readTexts(bytes)).toEqual({ names, rows })
  })
})
