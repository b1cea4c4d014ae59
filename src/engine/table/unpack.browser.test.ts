import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { readTable } from './readTable.ts'

/** What Node's decompressor takes, a browser's may not: these are its own. */
const gzip = (text: string) =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()

const LONG = `n,text\n${Array.from({ length: 50_000 }, (_, i) => `${i},${Math.imul(i + 1, 2654435761) >>> 0}x`).join('\n')}\n`

const read = (name: string, ...parts: BlobPart[]) => readTable([{ name, blob: new Blob(parts) }], {}, unattended)

describe('a browser', () => {
  it('unpacks gzip of one and of several members', async () => {
    expect((await read('a.csv.gz', await gzip(LONG))).table.rows).toBe(50_000)
    const parts = await Promise.all([LONG, '1,x\n', '', '2,y\n'].map(gzip))
    expect((await read('a.csv.gz', ...parts)).table.rows).toBe(50_002)
  })

  it('unpacks a zip', async () => {
    const zip = zipSync({ 'a.csv': new TextEncoder().encode(LONG) }) as Uint8Array<ArrayBuffer>
    expect((await read('a.zip', zip)).table.rows).toBe(50_000)
  })

  it('refuses what follows a gzip file', async () => {
    await expect(read('a.csv.gz', await gzip('a\n1\n'), 'more')).rejects.toMatchObject({ code: 'archive.damaged' })
  })

  it.each([
    ['cut short', (packed: Uint8Array<ArrayBuffer>) => packed.slice(0, -9)],
    ['changed', (packed: Uint8Array<ArrayBuffer>) => packed.map((byte, i) => (i === 40_000 ? byte ^ 255 : byte))],
  ])('refuses a file that is %s', async (_, damage) => {
    const packed = damage(new Uint8Array(await gzip(LONG)))
    await expect(read('a.csv.gz', packed)).rejects.toMatchObject({ code: 'archive.damaged' })
    const zip = damage(zipSync({ 'a.csv': new TextEncoder().encode(LONG) }) as Uint8Array<ArrayBuffer>)
    await expect(read('a.zip', zip)).rejects.toMatchObject({ code: 'archive.damaged' })
  })
})
