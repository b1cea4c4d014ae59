import fc from 'fast-check'
import { type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '@/core/hash.ts'
import { unattended } from '@/core/task.ts'
import { crc32 } from '../crc32.ts'
import { type BundleFile, packBundle, unpackBundle } from './pack.ts'
import { readZipDirectory, unpackEntry } from './zip.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (content: Uint8Array) => new TextDecoder().decode(content)
const createdAt = new Date(1_790_000_000_000)
const pack = (files: readonly BundleFile[]) => packBundle(files, { title: 'Penguins', createdAt })

const files: readonly BundleFile[] = [
  { path: 'weights.bin', bytes: Uint8Array.from({ length: 40 }, (_, i) => i * 7) },
  { path: 'run.json', bytes: bytes('{"id":"a"}') },
  { path: 'deep/notes.md', bytes: bytes('ab'.repeat(200)) },
  { path: 'empty.json', bytes: bytes('') },
]

/** zipfile.ZipFile of Python 3 with a.txt, stored, and deep/b.txt, deflated. */
const PYTHON_ZIP = [
  '504b03041400000000000000215c0bf94356060000000600000005000000612e74787473746f726564504b03041400000008',
  '000000215c48c5c7570c000000e80300000a000000646565702f622e7478744b4c4a1c85a370140e730800504b0102140314',
  '00000000000000215c0bf943560600000006000000050000000000000000000000800100000000612e747874504b01021403',
  '1400000008000000215c48c5c7570c000000e80300000a0000000000000000000000800129000000646565702f622e747874',
  '504b050600000000020002006b0000005d0000000000',
].join('')

/** A zip that says of itself what `manifest` says, made without packBundle's care. */
function forge(parts: Record<string, string>, change: (manifest: Record<string, unknown>) => void = () => {}) {
  const manifest = {
    format: 'assay-bundle',
    schema: 1,
    createdAt: createdAt.toISOString(),
    title: 'Forged',
    parts: Object.entries(parts).map(([path, content]) => ({
      path,
      bytes: content.length,
      sha256: sha256Hex(content),
    })),
  }
  change(manifest)
  const zip: Zippable = { 'manifest.json': bytes(JSON.stringify(manifest)) }
  for (const [path, content] of Object.entries(parts)) zip[path] = bytes(content)
  return zipSync(zip) as Uint8Array<ArrayBuffer>
}

const refused = (code: string, message: RegExp) => ({
  name: 'AssayError',
  code,
  message: expect.stringMatching(message),
})

describe('zip', () => {
  it('has the check value of CRC-32 that its standard gives', () => {
    expect(crc32(bytes('123456789'))).toBe(0xcbf43926)
  })

  it('reads what Python’s zipfile writes', async () => {
    const zip = new Uint8Array(Buffer.from(PYTHON_ZIP, 'hex'))
    const entries = readZipDirectory(zip)
    expect(entries.map(({ path, method }) => [path, method])).toEqual([
      ['a.txt', 'stored'],
      ['deep/b.txt', 'deflated'],
    ])
    const contents = await Promise.all(entries.map((entry) => unpackEntry(zip, entry, unattended)))
    expect(contents.map(text)).toEqual(['stored', 'ab'.repeat(500)])
    expect(contents.map((content) => crc32(content))).toEqual(entries.map((entry) => entry.crc32))
  })
})

describe('a bundle', () => {
  it('gives back the files it was packed from, and says what it is', async () => {
    const { manifest, parts } = await unpackBundle(await pack(files))
    expect(manifest).toMatchObject({ title: 'Penguins', schema: 1, createdAt: createdAt.toISOString() })
    expect([...parts]).toEqual(files.map(({ path, bytes }) => [path, bytes]))
  })

  it('packs equal files to equal bytes', async () => {
    expect(await pack(files)).toEqual(await pack(files))
  })

  it('with any byte changed is refused, or holds exactly the same', async () => {
    const whole = await pack(files)
    const expected = await unpackBundle(whole)
    let same = 0
    for (let at = 0; at < whole.length; at++)
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = whole.slice()
        changed[at]! ^= flip
        try {
          expect(await unpackBundle(changed), `byte ${at} ^ ${flip}`).toEqual(expected)
          same++
        } catch (cause) {
          expect(cause).toMatchObject({ code: expect.stringMatching(/^bundle\.(damaged|foreign|version)$/) })
        }
      }
    // The times, attributes and local copies of names, sizes and sums that no reader of a zip relies on.
    expect(same).toBeGreaterThan(0)
    expect(same).toBeLessThan(whole.length)
  })

  it('cut short anywhere is refused', async () => {
    const whole = await pack(files)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await expect(unpackBundle(whole.slice(0, length))).rejects.toMatchObject({
          code: length < 4 ? 'bundle.foreign' : 'bundle.damaged',
        })
      }),
    )
  })

  it('is told from other files and other zips', async () => {
    await expect(unpackBundle(bytes('a,b\n1,2\n'))).rejects.toMatchObject(
      refused('bundle.foreign', /not an Assay bundle/),
    )
    const zip = zipSync({ 'hello.txt': bytes('hi') }) as Uint8Array<ArrayBuffer>
    await expect(unpackBundle(zip)).rejects.toMatchObject(
      refused('bundle.foreign', /This is a zip, but not an Assay bundle/),
    )
    const other = zipSync({ 'manifest.json': bytes('{"name":"an app"}') }) as Uint8Array<ArrayBuffer>
    await expect(unpackBundle(other)).rejects.toMatchObject(refused('bundle.foreign', /not an Assay bundle/))
  })

  it('of a newer Assay says so', async () => {
    const newer = forge({ 'run.json': '{}' }, (manifest) => {
      manifest['schema'] = 2
    })
    await expect(unpackBundle(newer)).rejects.toMatchObject(refused('bundle.version', /newer Assay/))
  })

  it('names the part that is missing, extra, changed or of another size', async () => {
    const first = (manifest: Record<string, unknown>) => (manifest['parts'] as Record<string, unknown>[])[0]!
    const cases: readonly [RegExp, (manifest: Record<string, unknown>) => void][] = [
      [/“run.json” was changed/, (manifest) => Object.assign(first(manifest), { sha256: sha256Hex('other') })],
      [/“run.json” has another size/, (manifest) => Object.assign(first(manifest), { bytes: 3 })],
      [/“run.json” does not belong/, (manifest) => Object.assign(manifest, { parts: [] })],
      [
        /“model.json” is missing/,
        (manifest) => {
          ;(manifest['parts'] as unknown[]).push({ path: 'model.json', bytes: 1, sha256: sha256Hex('x') })
        },
      ],
    ]
    for (const [message, change] of cases)
      await expect(unpackBundle(forge({ 'run.json': '{}' }, change))).rejects.toMatchObject(
        refused('bundle.damaged', message),
      )
  })

  it('never names a path that leads outside, packed or unpacked', async () => {
    for (const path of ['../evil', '/etc/passwd', 'a/../../b', 'a\\b', '.hidden', 'C:x', 'a//b']) {
      await expect(unpackBundle(forge({ [path]: 'x' }))).rejects.toMatchObject({ code: 'bundle.damaged' })
      await expect(pack([{ path, bytes: bytes('x') }])).rejects.toMatchObject({ code: 'bundle.damaged' })
    }
  })

  it('that would unpack to more than it says, or than a browser holds, is refused before it does', async () => {
    const bomb = forge({ 'run.json': '0'.repeat(5_000_000) })
    const declare = (size: number) => {
      const zip = bomb.slice()
      const view = new DataView(zip.buffer)
      const entry = readZipDirectory(zip)[1]!
      // The size stands 24 bytes into the entry's record, which its local offset tells apart.
      for (let at = zip.length - 4; at >= 0; at--)
        if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 42, true) === entry.offset)
          view.setUint32(at + 24, size, true)
      return zip
    }
    await expect(unpackBundle(declare(0xffff_fffe))).rejects.toMatchObject(
      refused('bundle.damaged', /more than a browser can hold/),
    )
    const zip = declare(100)
    const entry = readZipDirectory(zip)[1]!
    expect(entry.bytes).toBe(100)
    await expect(unpackEntry(zip, entry, unattended)).rejects.toMatchObject(
      refused('bundle.damaged', /“run.json” is larger than it says/),
    )
  })
})
