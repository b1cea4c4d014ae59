import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { toFrame } from '@/core/dataset/column.ts'
import type { ReadOptions } from '@/core/dataset/dataset.ts'
import { unattended } from '@/core/task.ts'
import { readFrame } from '@/testing/frames.ts'
import { readTable, type TableReading } from './readTable.ts'
import { blobSource, readBytes, readUtf8 } from './source.ts'
import { gzipSource } from './unpack.ts'

type Bytes = Uint8Array<ArrayBuffer>

const utf8 = new TextEncoder()
const bytes = (text: string) => utf8.encode(text) as Bytes
const gzip = (text: string) => new Uint8Array(gzipSync(text)) as Bytes
const zip = (files: Record<string, string>, level: 0 | 6 = 6) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)])), { level }) as Bytes

const read = (files: Record<string, string | Bytes>, options: ReadOptions = {}) =>
  readTable(
    Object.entries(files).map(([name, content]) => ({ name, blob: new Blob([content]) })),
    options,
    unattended,
  )
const cells = ({ table }: TableReading) => readFrame(toFrame(table))

/** Long enough for several pieces of packed and unpacked bytes, and hard to pack. */
const LONG = `n,text\n${Array.from({ length: 60_000 }, (_, i) => `${i},${Math.imul(i + 1, 2654435761) >>> 0}x`).join('\n')}\n`

async function unpack(source: ReturnType<typeof blobSource>, sliceBytes: number): Promise<string> {
  const parts: Bytes[] = []
  const ends: boolean[] = []
  let readBefore = 0
  for await (const { bytes: part, read: soFar, last } of source.slices(sliceBytes)) {
    expect(part.length).toBeLessThanOrEqual(sliceBytes)
    expect(soFar).toBeGreaterThanOrEqual(readBefore)
    readBefore = soFar
    parts.push(part)
    ends.push(last)
  }
  expect(ends).toEqual([...ends.slice(1).fill(false), true])
  expect(readBefore).toBe(source.size)
  return new Blob(parts).text()
}

describe('a gzip file', () => {
  it('is unpacked in slices of any size, as often as asked', async () => {
    const source = gzipSource(new Blob([gzip(LONG)]))
    expect(await unpack(source, 1 << 16)).toBe(LONG)
    expect(await unpack(source, 99_999)).toBe(LONG)
    expect(await readBytes(source, 2, 9)).toEqual(bytes(LONG).slice(2, 9))
    expect(await readBytes(gzipSource(new Blob([gzip('ab')])), 1, 9)).toEqual(bytes('b'))
  })

  it('of several members is read through all of them', async () => {
    const half = LONG.indexOf('\n', LONG.length / 2) + 1
    const members = [LONG.slice(0, half), '', LONG.slice(half)].map(gzip)
    expect(await unpack(gzipSource(new Blob(members)), 1 << 16)).toBe(LONG)
    const many = Array.from({ length: 300 }, (_, i) => gzip(`${i}\n`))
    expect(await unpack(gzipSource(new Blob(many)), 100)).toBe(Array.from({ length: 300 }, (_, i) => `${i}\n`).join(''))
  })

  it('is not cut where its packed bytes look like the header of a member', async () => {
    const look = String.fromCharCode(0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3)
    const text = Buffer.from(`a\n${look}\n`, 'latin1')
    // Stored, the look-alike stands in the file as it is.
    const packed = new Uint8Array(gzipSync(text, { level: 0 }))
    const parts: Bytes[] = []
    for await (const { bytes: part } of gzipSource(new Blob([packed])).slices(4)) parts.push(part)
    expect(Buffer.from(await new Blob(parts).arrayBuffer())).toEqual(text)
  })

  it('gives the table of the file that was packed, and says so', async () => {
    const reading = await read({ 'pets.csv.gz': gzip('kind;legs\ncat;4\nbird;2\n') })
    expect(reading).toMatchObject({ format: 'csv', packed: 'gzip', dialect: { delimiter: ';' } })
    expect(reading.files).toBeUndefined()
    expect(cells(reading)).toEqual({ kind: ['cat', 'bird'], legs: [4, 2] })
  })

  it.each([
    ['cut short', gzip(LONG).slice(0, 50_000)],
    ['changed', gzip(LONG).map((byte, i) => (i === 50_000 ? byte ^ 255 : byte))],
    ['with a wrong check sum', gzip(LONG).map((byte, i, all) => (i === all.length - 8 ? byte ^ 1 : byte))],
    ['with something after it', Uint8Array.from([...gzip('a\n1\n'), 1, 2, 3])],
    ['of which only the header is left', gzip('a\n1\n').slice(0, 12)],
  ])('%s is refused', async (_, packed) => {
    await expect(read({ 'a.csv.gz': packed as Bytes })).rejects.toMatchObject({
      code: 'archive.damaged',
      message: expect.stringMatching(/^This gzip file is damaged.* Copy or download it again/s),
    })
  })
})

it('hears a stop while a packed file is read', async () => {
  const controller = new AbortController()
  const task = { signal: controller.signal, report: () => controller.abort() }
  for (const packed of [gzip(LONG), zip({ 'a.csv': LONG })])
    await expect(readTable([{ name: 'a', blob: new Blob([packed]) }], {}, task)).rejects.toMatchObject({
      code: 'aborted',
    })
})

describe('a zip', () => {
  it.each([0, 6] as const)('of one table, packed at level %d, is read from within', async (level) => {
    const reading = await read({ 'pets.zip': zip({ 'data/pets.csv': LONG, 'README.txt': 'About pets' }, level) })
    expect(reading).toMatchObject({ packed: 'zip', files: [{ fileName: 'pets.csv', rows: 60_000 }] })
    expect(cells(reading)['n']!.at(-1)).toBe('59999')
  })

  it('leaves out what macOS adds, and takes a lone file whatever its name', async () => {
    const reading = await read({
      'x.zip': zip({ 'data.numbers': 'a,b\n1,2\n', '__MACOSX/._data.numbers': '\0\0', '.DS_Store': '\0' }),
    })
    expect(cells(reading)).toEqual({ a: [1], b: [2] })
  })

  it('of several tables of one shape is one dataset', async () => {
    const reading = await read({ 'years.zip': zip({ '2023.csv': 'a,b\n1,x\n', '2024.csv': 'a,b\n2,y\n3,z' }) })
    expect(cells(reading)).toEqual({ a: [1, 2, 3], b: ['x', 'y', 'z'] })
    expect(reading.files!.map(({ fileName, rows }) => [fileName, rows])).toEqual([
      ['2023.csv', 1],
      ['2024.csv', 2],
    ])
  })

  it('of tables of different shapes says which these are', async () => {
    await expect(read({ 'db.zip': zip({ 'users.csv': 'a,b\n1,x\n', 'orders.csv': 'c\n2\n' }) })).rejects.toMatchObject({
      code: 'files.differ',
      message: expect.stringContaining('2 tables that do not go together: users.csv, orders.csv'),
    })
  })

  it('that is a workbook, encrypted, or holds no table is refused with the cure', async () => {
    await expect(read({ 'book.xlsx': zip({ '[Content_Types].xml': '<a/>' }) })).rejects.toMatchObject({
      code: 'csv.unreadable',
      message: expect.stringContaining('Save the sheet as “CSV UTF-8”'),
    })
    await expect(read({ 'x.zip': zip({ 'a.png': '1', 'b.png': '2' }) })).rejects.toThrow(/no table.*a\.png, b\.png/)
    const secret = zip({ 'a.csv': 'a\n1\n' })
    const central = secret.findIndex((byte, i) => byte === 0x50 && secret[i + 2] === 1 && secret[i + 3] === 2)
    await expect(read({ 'a.zip': secret.map((byte, i) => (i === central + 8 ? byte | 1 : byte)) })).rejects.toThrow(
      'encrypted. Unpack it with its password',
    )
    await expect(read({ 'a.zip': secret.map((byte, i) => (i === central + 10 ? 14 : byte)) })).rejects.toThrow(
      'method that browsers do not have (number 14)',
    )
  })

  it.each([
    ['its end', (packed: Bytes) => packed.slice(0, -30)],
    ['part of its content', (packed: Bytes) => packed.map((byte, i) => (i === 5_000 ? byte ^ 255 : byte))],
    ['its directory', (packed: Bytes) => packed.map((byte, i) => (i === packed.length - 73 ? byte ^ 255 : byte))],
  ])('that lost %s is refused', async (_, damage) => {
    await expect(read({ 'a.zip': damage(zip({ 'a.csv': LONG })) as Bytes })).rejects.toMatchObject({
      code: 'archive.damaged',
      message: expect.stringMatching(/^This zip is damaged: .* Copy or download it again/),
    })
  })

  it('is read by its 64-bit directory', async () => {
    const plain = zip({ 'a.csv': 'a\n1\n2\n' }, 0)
    expect(cells(await read({ 'a.zip': toZip64(plain) }))).toEqual({ a: [1, 2] })
  })
})

/** The zip of one file with its sizes, its offset and its directory's place in 64-bit fields. */
function toZip64(plain: Bytes): Bytes {
  const view = new DataView(plain.buffer, plain.byteOffset)
  const end = plain.length - 22
  const start = view.getUint32(end + 16, true)
  const nameEnd = start + 46 + view.getUint16(start + 28, true)
  const central = plain.slice(start, nameEnd)
  const centralView = new DataView(central.buffer)
  const extra = new Uint8Array(28)
  const extraView = new DataView(extra.buffer)
  extraView.setUint16(0, 1, true)
  extraView.setUint16(2, 24, true)
  for (const [i, field] of [24, 20, 42].entries()) {
    extraView.setBigUint64(4 + i * 8, BigInt(centralView.getUint32(field, true)), true)
    centralView.setUint32(field, 0xffffffff, true)
  }
  centralView.setUint16(30, extra.length, true)
  const tail = new Uint8Array(56 + 20 + 22)
  const tailView = new DataView(tail.buffer)
  tailView.setUint32(0, 0x06064b50, true)
  tailView.setBigUint64(32, 1n, true)
  tailView.setBigUint64(40, BigInt(central.length + extra.length), true)
  tailView.setBigUint64(48, BigInt(start), true)
  tailView.setUint32(56, 0x07064b50, true)
  tailView.setBigUint64(64, BigInt(start + central.length + extra.length), true)
  tail.set(plain.subarray(end), 76)
  tailView.setUint32(76 + 16, 0xffffffff, true)
  return Uint8Array.from([...plain.subarray(0, start), ...central, ...extra, ...tail])
}

describe('several files', () => {
  it('are one table, each header read once, rows and issues told by file', async () => {
    const reading = await read({
      'a.csv': 'a,b\n1,x\n2',
      'b.csv': '\uFEFFa,b\r\n3,y\r\n\r\n4,"z\nz"\r\n5,w,1\r\n',
      'c.csv': 'a,b\n',
      'd.csv': 'a,b\n6',
    })
    expect(cells(reading)).toEqual({ a: [1, 2, 3, 4, 5, 6], b: ['x', null, 'y', 'z\nz', 'w', null] })
    expect(reading.files!.map(({ fileName, bytes: size, rows }) => [fileName, size, rows])).toEqual([
      ['a.csv', 9, 2],
      ['b.csv', 31, 3],
      ['c.csv', 4, 0],
      ['d.csv', 5, 1],
    ])
    expect(reading.issues.samples.map(({ kind, file, line }) => [kind, file, line])).toEqual([
      ['padded', 'a.csv', 3],
      ['cut', 'b.csv', 6],
      ['padded', 'd.csv', 2],
    ])
  })

  it('may be packed each in its own way', async () => {
    const reading = await read({ 'a.csv': 'a\n1\n', 'b.csv.gz': gzip('a\n2\n'), 'c.zip': zip({ 'c.csv': 'a\n3\n' }) })
    expect(cells(reading)).toEqual({ a: [1, 2, 3] })
  })

  it('are read a second time where a column turns out to be text', async () => {
    const numbers = Array.from({ length: 9_000 }, (_, i) => `${i}.50`)
    const reading = await read({ 'a.csv': `a\n${numbers.join('\n')}`, 'b.csv': 'a\nabc\n' })
    expect(cells(reading)['a']!.slice(-2)).toEqual(['8999.50', 'abc'])
  })

  it.each([
    ['b.csv', 'a,c\n1,2\n', 'its column 2 is “c” instead of “b”'],
    ['b.csv', 'b,a\n1,2\n', 'its column 1 is “b” instead of “a”'],
    ['b.csv', 'a,b,c\n1,2,3\n', 'it has 3 columns instead of 2 columns'],
    ['b.json', '[{"a":1}]', 'it is of another format'],
  ])('that differ are refused: %s %j', async (name, text, why) => {
    await expect(read({ 'a.csv': 'a,b\n1,2\n', [name]: text })).rejects.toMatchObject({
      code: 'files.differ',
      message: expect.stringContaining(`“${name}” has not the shape of “a.csv”: ${why}.`),
    })
  })

  it('keep their encoding, and are never read in one that is another’s', async () => {
    const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)) as Bytes
    const both = await read({ 'a.csv': latin('a\né\n'), 'b.csv': 'a\nx\n' })
    expect(both.dialect!.encoding).toBe('windows-1252')
    expect(cells(both)).toEqual({ a: ['é', 'x'] })
    await expect(read({ 'a.csv': latin('a\né\n'), 'b.csv': 'a\né\n' })).rejects.toThrow(
      '“a.csv” has not the shape of “b.csv”: it is Windows-1252 instead of UTF-8',
    )
    const utf16 = Uint8Array.from([255, 254, ...[...'a\ny\n'].flatMap((letter) => [letter.charCodeAt(0), 0])]) as Bytes
    expect(cells(await read({ 'a.csv': utf16, 'b.csv': utf16 }))).toEqual({ a: ['y', 'y'] })
    await expect(read({ 'a.csv': 'a\n1\n', 'b.csv': utf16 })).rejects.toThrow('it is utf-16le instead of utf-8')
  })
})

it('reads UTF-8 by slices of one byte, mark and all', async () => {
  let text = ''
  for await (const slice of readUtf8(new Blob(['\uFEFFaé\n']), 'utf-8', { sliceBytes: 1 }))
    text += Buffer.from(slice.bytes).toString('latin1')
  expect(Buffer.from(text, 'latin1').toString()).toBe('aé\n')
  expect(blobSource(new Blob(['abc'])).size).toBe(3)
})
