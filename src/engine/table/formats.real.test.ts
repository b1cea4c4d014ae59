import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { unattended } from '@/core/task.ts'
import { readFrame } from '@/testing/frames.ts'
import { readSharedFile, sharedDataDir } from '@/testing/sharedData.ts'
import { readTable } from './readTable.ts'

const root = sharedDataDir()

const read = async (name: string, bytes: Uint8Array<ArrayBuffer>, options: ReadOptions = {}) => {
  const reading = await readTable([{ name, blob: new Blob([bytes]) }], options, unattended)
  return { table: reading.table, dialect: reading.dialect, issues: reading.issues, packed: reading.packed }
}

describe.skipIf(!root)('real files (need the shared data)', () => {
  it.each(['iris', 'penguins', 'bikes_montreal_latin1', 'iris_utf16', 'adult.test', 'electricity_elec2'])(
    '%s is the same from gzip and from a zip',
    async (name) => {
      const plain = new Uint8Array(readSharedFile(`real/${name}.csv`)!)
      const expected = await read(`${name}.csv`, plain)
      const gzip = new Uint8Array(readFileSync(join(root!, `real/${name}.csv.gz`)))
      expect(await read(`${name}.csv.gz`, gzip)).toEqual({ ...expected, packed: 'gzip' })
      const zip = zipSync({ [`${name}.csv`]: plain }) as Uint8Array<ArrayBuffer>
      expect(await read('a.zip', zip)).toEqual({ ...expected, packed: 'zip' })
    },
  )

  it.each(['comma_in_quotes', 'escaped_quotes', 'newlines', 'quotes_and_newlines', 'simple', 'utf8'])(
    'csv-spectrum’s %s has the same texts as CSV and as JSON',
    async (name) => {
      const cells = async (path: string) => {
        const bytes = new Uint8Array(readSharedFile(`csv-suites/csv-spectrum/${path}`)!)
        const { table } = await read(path, bytes)
        const types = Object.fromEntries(table.columns.map((column) => [column.name, 'text' as const]))
        return readFrame(toFrame((await read(path, bytes, { types, missing: [] })).table))
      }
      expect(await cells(`json/${name}.json`)).toEqual(await cells(`csvs/${name}.csv`))
    },
  )
})
