import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadReader } from './convert.mjs'

const folder = mkdtempSync(join(tmpdir(), 'assay-convert-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('writes the table of a file as plain CSV, every cell as it stands', async () => {
  const file = join(folder, 'in.csv')
  writeFileSync(file, "a title\n\nid;price;note\n007;1,50;'so; they say'\n8;2,75\n9;3,00;'it''s'\n")
  const { csv, dialect } = await (await loadReader())(file)
  expect(csv).toBe('id,price,note\n007,"1,50",so; they say\n8,"2,75",\n9,"3,00",it\'s\n')
  expect(dialect).toMatchObject({ delimiter: ';', quote: "'", preamble: 2, header: true, decimal: ',' })
}, 60_000)
