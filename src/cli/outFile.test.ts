import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireWritable, writeOut } from './outFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-out-'))
const at = (name: string) => join(folder, name)
/** Whoever may do anything is refused nothing. */
const isRoot = process.getuid?.() === 0

beforeAll(() => {
  writeFileSync(at('old.assay'), 'old')
  mkdirSync(at('models'))
  mkdirSync(at('closed'))
  chmodSync(at('closed'), 0o500)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('where a result is to stand', () => {
  it('is a new file or an old one, which looking leaves as it is', async () => {
    await requireWritable(at('new.assay'))
    await requireWritable(at('old.assay'))
    expect([existsSync(at('new.assay')), readFileSync(at('old.assay'), 'utf8')]).toEqual([false, 'old'])
    await writeOut(at('new.assay'), 'new')
    expect(readFileSync(at('new.assay'), 'utf8')).toBe('new')
  })

  it.each([
    ['nowhere/run.assay', 'there is no folder'],
    ['models', 'that is a folder, not a file'],
    ['soon/', 'that is a folder, not a file'],
    ['old.assay/run.assay', 'ENOTDIR'],
  ])('is refused at %s', async (name, words) => {
    const refused = requireWritable(`${folder}/${name}`)
    await expect(refused).rejects.toMatchObject({ code: 'file.unwritable' })
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.toThrow('--out FILE names another place')
  })

  it.skipIf(isRoot)('is refused where writing is forbidden', async () => {
    await expect(requireWritable(at('closed/run.assay'))).rejects.toThrow('EACCES')
  })

  it.skipIf(!existsSync('/dev/full'))('is said to be full where it is by the end', async () => {
    await requireWritable('/dev/full')
    const failed = writeOut('/dev/full', 'model')
    await expect(failed).rejects.toMatchObject({ code: 'file.unwritable' })
    await expect(failed).rejects.toThrow('ENOSPC')
  })
})
