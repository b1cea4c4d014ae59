import { describe, expect, it } from 'vitest'
import type { Arrays, NewFile } from '@/core/ports.ts'

const bytes = (...values: number[]) => new Uint8Array(values)
const read = async (arrays: Arrays, path: string, start?: number, end?: number) =>
  Array.from(new Uint8Array(await arrays.read(path, start, end)))

async function* given(...files: [path: string, parts: Uint8Array<ArrayBuffer>[]][]): AsyncGenerator<NewFile> {
  for (const [path, parts] of files) yield { path, parts }
}

/** What holds of arrays wherever they are kept. `open` gives a fresh place and a way to open it once more. */
export function describeArrays(where: string, open: () => () => Arrays): void {
  const one = () => open()()

  describe(`arrays in ${where}`, () => {
    it('joins parts, views by their own bytes, and gives them back to another instance', async () => {
      const openOnce = open()
      const view = new Uint16Array([9, 0x0201, 9]).subarray(1, 2)
      await openOnce().write('runs/a/weights.0', [bytes(7), view, bytes(3, 4).buffer])
      expect(await read(openOnce(), 'runs/a/weights.0')).toEqual([7, 1, 2, 3, 4])
    })

    it('reads ranges as slices are taken', async () => {
      const arrays = one()
      await arrays.write('a', [bytes(0, 1, 2, 3, 4)])
      expect(await read(arrays, 'a', 1, 3)).toEqual([1, 2])
      expect(await read(arrays, 'a', 3)).toEqual([3, 4])
      expect(await read(arrays, 'a', 4, 99)).toEqual([4])
      expect(await read(arrays, 'a', 9, 99)).toEqual([])
      expect(await read(arrays, 'a', 2, 2)).toEqual([])
    })

    it('replaces a file by a shorter one', async () => {
      const arrays = one()
      await arrays.write('a', [bytes(1, 2, 3)])
      await arrays.write('a', [bytes(4)])
      expect(await read(arrays, 'a')).toEqual([4])
    })

    it('stores an empty file, which is not an absent one', async () => {
      const arrays = one()
      await arrays.write('empty', [])
      expect(await arrays.size('empty')).toBe(0)
      expect(await arrays.size('absent')).toBeUndefined()
      expect(await arrays.size('no/such/folder')).toBeUndefined()
    })

    it('refuses to read what is not there', async () => {
      await expect(one().read('runs/none')).rejects.toMatchObject({ name: 'AssayError', code: 'storage.missing' })
    })

    it('lists the files directly inside a folder, by name', async () => {
      const arrays = one()
      await arrays.write('runs/b', [bytes(1, 2)])
      await arrays.write('runs/a', [bytes(1)])
      await arrays.write('runs/deep/c', [bytes(1)])
      await arrays.write('runsy', [bytes(1)])
      expect(await arrays.list('runs')).toEqual([
        { path: 'runs/a', bytes: 1 },
        { path: 'runs/b', bytes: 2 },
      ])
      expect(await arrays.list('none')).toEqual([])
    })

    it('removes files and whole folders; what is absent is fine', async () => {
      const arrays = one()
      await arrays.write('runs/a/w', [bytes(1)])
      await arrays.write('runs/a/deep/w', [bytes(1)])
      await arrays.write('runs/b', [bytes(1)])
      await arrays.remove('runs/a')
      await arrays.remove('runs/a')
      await arrays.remove('none/at/all')
      expect(await arrays.size('runs/a/deep/w')).toBeUndefined()
      expect(await arrays.list('runs')).toEqual([{ path: 'runs/b', bytes: 1 }])
    })

    it('keeps one whole version when a path is written and read many times at once', async () => {
      const arrays = one()
      const length = 100_000
      const version = (value: number) => new Uint8Array(length).fill(value)
      await arrays.write('a', [version(0)])
      const mixed = await Promise.all(
        Array.from({ length: 12 }, async (_, i) => {
          await arrays.write('a', [version(i + 1)])
          const found = new Uint8Array(await arrays.read('a'))
          return found.length !== length || found.some((value) => value !== found[0])
        }),
      )
      expect(mixed.filter(Boolean)).toEqual([])
    })

    it('writes several files by one deed, for another instance to read, list and remove like any', async () => {
      const openOnce = open()
      const arrays = openOnce()
      await arrays.write('c/lone', [bytes(9)])
      await arrays.writeAll(given(['c/a', [bytes(1, 2), bytes(3)]], ['c/b', []], ['c/deep/d', [bytes(4, 5, 6)]]))
      const other = openOnce()
      expect(await read(other, 'c/a')).toEqual([1, 2, 3])
      expect(await read(other, 'c/deep/d', 1, 9)).toEqual([5, 6])
      expect(await read(other, 'c/b')).toEqual([])
      expect(await other.size('c/b')).toBe(0)
      expect(await other.size('c')).toBeUndefined()
      expect(await other.list('c')).toEqual([
        { path: 'c/a', bytes: 3 },
        { path: 'c/b', bytes: 0 },
        { path: 'c/lone', bytes: 1 },
      ])
      await other.remove('c/a', 'c/lone', 'c/none')
      expect(await arrays.size('c/a')).toBeUndefined()
      await expect(read(arrays, 'c/a')).rejects.toMatchObject({ code: 'storage.missing' })
      expect(await read(arrays, 'c/deep/d')).toEqual([4, 5, 6])
      await arrays.remove('c')
      for (const path of ['c/b', 'c/deep/d']) expect(await other.size(path)).toBeUndefined()
      expect(await other.list('c')).toEqual([])
    })

    it('replaces what was written together, alone or together again, for whoever had looked before', async () => {
      const openOnce = open()
      const [arrays, other] = [openOnce(), openOnce()]
      await arrays.writeAll(given(['a', [bytes(1)]], ['b', [bytes(2)]], ['c', [bytes(3)]]))
      expect(await read(other, 'a')).toEqual([1])
      await arrays.write('a', [bytes(4, 4)])
      expect(await read(other, 'a')).toEqual([4, 4])
      await other.writeAll(given(['a', [bytes(5)]], ['b', [bytes(6, 6)]]))
      for (const each of [arrays, other, openOnce()])
        expect([await read(each, 'a'), await read(each, 'b'), await read(each, 'c')]).toEqual([[5], [6, 6], [3]])
    })

    it('leaves nothing of files whose making fails', async () => {
      const arrays = one()
      const failing = (async function* () {
        yield { path: 'f/a', parts: [bytes(1)] }
        throw new Error('no more')
      })()
      await expect(arrays.writeAll(failing)).rejects.toThrow('no more')
      await arrays.writeAll(given())
      expect(await arrays.list('f')).toEqual([])
    })

    it('takes no path that climbs or has empty names', async () => {
      const arrays = one()
      for (const path of ['', '../a', 'a//b', '/a', 'a/./b', 'a/'])
        await expect(arrays.write(path, [bytes(1)])).rejects.toMatchObject({ code: 'internal' })
    })

    it('keeps its own copy of what was written', async () => {
      const arrays = one()
      const given = bytes(1, 2)
      await arrays.write('a', [given])
      given[0] = 9
      new Uint8Array(await arrays.read('a'))[1] = 9
      expect(await read(arrays, 'a')).toEqual([1, 2])
    })
  })
}
