import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './pieces.ts'

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255)

/** All pieces put together, each copied before the next is asked for. */
async function joined(file: Blob, pieceBytes: number, isReused: boolean) {
  const all: Uint8Array[] = []
  for await (const piece of piecesOf(file, pieceBytes, isReused)) {
    expect(piece.length).toBeLessThanOrEqual(pieceBytes)
    all.push(piece.slice())
  }
  return new Uint8Array(await new Blob(all as BlobPart[]).arrayBuffer())
}

/** A file whose reads into buffers of the reader's end after so many. */
class Stuck extends Blob {
  readonly answers: number
  /** Bytes of the parts that were asked for otherwise. */
  readonly others: number[] = []

  constructor(bytes: Uint8Array<ArrayBuffer>, answers: number) {
    super([bytes])
    this.answers = answers
  }

  override stream() {
    const stream = super.stream()
    const getReader = stream.getReader.bind(stream) as (options?: unknown) => ReadableStreamBYOBReader
    const open = (options?: unknown) => {
      const reader = getReader(options)
      if (!options) {
        this.others.push(this.size)
        return reader
      }
      const read = reader.read.bind(reader)
      let left = this.answers
      reader.read = ((view: Uint8Array<ArrayBuffer>) =>
        left-- > 0 ? read(view) : new Promise(() => {})) as typeof reader.read
      return reader
    }
    return Object.assign(stream, { getReader: open }) as ReturnType<Blob['stream']>
  }

  override slice(start?: number, end?: number) {
    const part = super.slice(start, end)
    this.others.push(part.size)
    return part
  }
}

describe('a file in pieces', () => {
  it('comes whole and in order, whatever the size of pieces, by either way', async () => {
    const any = [fc.nat({ max: 200_000 }), fc.integer({ min: 1, max: 70_000 }), fc.boolean()] as const
    await fc.assert(
      fc.asyncProperty(...any, async (length, pieceBytes, isReused) => {
        const bytes = bytesOf(length)
        const got = await joined(new Blob([bytes]), Math.max(pieceBytes, length >> 6), isReused)
        expect(Buffer.compare(got, bytes)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('fills two buffers in turn where pieces may be overwritten', async () => {
    const buffers: ArrayBuffer[] = []
    for await (const piece of piecesOf(new Blob([bytesOf(900_000)]), 10_000, true)) buffers.push(piece.buffer)
    expect(buffers.length).toBeGreaterThanOrEqual(90)
    // The memory of all others was taken for a later read.
    expect(buffers.filter(({ byteLength }) => byteLength > 0).length).toBeLessThanOrEqual(2)
  })

  it.each([0, 1, 3])(
    'goes on by the plain stream where the browser does not answer after %i reads',
    async (answers) => {
      const bytes = bytesOf(300_000)
      const file = new Stuck(bytes, answers)
      expect(Buffer.compare(await joined(file, 50_000, true), bytes)).toBe(0)
      expect(file.others).toEqual([bytes.length - answers * 50_000])
    },
  )

  it('goes by the plain stream where streams are not of bytes', async () => {
    const bytes = bytesOf(100_000)
    const file = new Blob([bytes])
    const plain = () =>
      new ReadableStream({
        start(to) {
          to.enqueue(bytes)
          to.close()
        },
      })
    Object.assign(file, { stream: plain })
    expect(Buffer.compare(await joined(file, 30_000, true), bytes)).toBe(0)
  })

  it('does not take a file that became shorter for whole', async () => {
    const file = new Blob([bytesOf(1_000)])
    Object.defineProperty(file, 'size', { value: 2_000 })
    for (const isReused of [true, false]) await expect(joined(file, 300, isReused)).rejects.toThrow()
  })
})
