import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK_ROWS, type Column, type ColumnData, toVector } from '@/core/dataset/column.ts'
import type { Arrays } from '@/core/ports.ts'
import { openTable, readRows, readWindow } from '../tables.ts'
import { coded, keep, numeric, plain } from './storedTables.ts'

/** What holds of stored tables wherever the arrays are kept. `open` gives a fresh place. */
export function describeTables(where: string, open: () => Arrays): void {
  describe(`tables in ${where}`, () => {
    it('names columns by the digests that Python’s hashlib and struct give', async () => {
      const { digests } = await keep(
        open(),
        numeric('x', [1.5, Number.NaN, -2]),
        numeric('cut elsewhere', [1.5], [Number.NaN, -2]),
      )
      expect(digests).toEqual(Array(2).fill('f55078119efc962b799aa758fd13b20b5bcd6592cab995f133f271c22d0e7de4'))
      const words = await keep(open(), coded('w', ['a', '', 'žluť🐎'], [0, 2, -1, 1]))
      expect(words.digests).toEqual(['708899f148c2e67997f121f6256daa601efb514b55a58778c3c808f31b6fb95c'])
    })

    it('gives back what was stored, and any window of it', async () => {
      const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constant('\ufeffmark'))
      const values = fc.array(fc.option(fc.double({ noNaN: true }), { nil: Number.NaN }), { maxLength: 30 })
      await fc.assert(
        fc.asyncProperty(
          values,
          fc.uniqueArray(text, { minLength: 1 }),
          fc.infiniteStream(fc.nat()),
          fc.nat(35),
          fc.nat(35),
          async (numbers, dictionary, picks, start, count) => {
            const codes = numbers.map(() => (picks.next().value % (dictionary.length + 1)) - 1)
            const arrays = open()
            const { table, dataset } = await keep(arrays, numeric('n', numbers), coded('c', dictionary, codes))
            expect(plain(await openTable(arrays, dataset))).toEqual(plain(table))
            const window = await readWindow(arrays, dataset, start, count)
            const from = Math.min(start, numbers.length)
            expect(window.start).toBe(from)
            expect(window.length).toBe(numbers.slice(from, from + count).length)
            expect(Array.from(window.columns[0] as Float64Array)).toEqual(numbers.slice(from, from + count))
            expect(window.columns[1]).toEqual(codes.slice(from, from + count).map((code) => dictionary[code] ?? null))
          },
        ),
        { numRuns: 40 },
      )
    })

    it('cuts chunks evenly and reads windows across their edges', async () => {
      const rows = 2 * CHUNK_ROWS + 10
      const values = Float64Array.from({ length: rows }, (_, i) => i / 3)
      const arrays = open()
      const data: ColumnData = {
        kind: 'numeric',
        chunks: [values.slice(0, 7), values.slice(7, 90_000), values.slice(90_000)],
      }
      const { dataset, digests } = await keep(arrays, { name: 'x', type: 'number', data })
      expect(new Float64Array(await arrays.read(`columns/${digests[0]}`, 0, 8 * rows))).toEqual(values)
      const table = await openTable(arrays, dataset)
      expect(table.columns[0]!.data.chunks.map(({ length }) => length)).toEqual([CHUNK_ROWS, CHUNK_ROWS, 10])
      expect(toVector(table.columns[0]!.data)).toEqual({ kind: 'numeric', values })
      const window = await readWindow(arrays, dataset, CHUNK_ROWS - 2, 4)
      expect(window.columns[0]).toEqual(values.slice(CHUNK_ROWS - 2, CHUNK_ROWS + 2))
      expect((await readWindow(arrays, dataset, rows - 1, 100)).length).toBe(1)
    })

    it('gives rows from anywhere in the order asked for, and tells of a file cut short or gone', async () => {
      const arrays = open()
      const single: Column = {
        name: 's',
        type: 'number',
        data: { kind: 'numeric', chunks: [new Float32Array([0.5, Number.NaN, 2])] },
      }
      const { dataset, digests } = await keep(
        arrays,
        numeric('n', [1, 2, Number.NaN]),
        single,
        coded('c', ['a', 'b'], [0, -1, 1]),
      )
      const rows = new Uint32Array([2, 0, 1, 2])
      const [n, s, c] = dataset.columns
      expect(await readRows(arrays, dataset, rows, [c!, { ...s!, width: 4 }, n!])).toEqual([
        ['b', 'a', null, 'b'],
        new Float64Array([2, 0.5, Number.NaN, 2]),
        new Float64Array([Number.NaN, 1, 2, Number.NaN]),
      ])
      const again: Arrays = { ...arrays }
      const path = `columns/${digests[2]}`
      await arrays.write(path, [(await arrays.read(path)).slice(0, 8)])
      await expect(readRows(again, dataset, rows, [c!])).rejects.toMatchObject({ code: 'storage.damaged' })
      await arrays.remove(path)
      await expect(readRows(again, dataset, rows, [c!])).rejects.toMatchObject({ code: 'storage.missing' })
    })

    it('opens only the columns asked for, in the dataset’s order', async () => {
      const arrays = open()
      const { dataset } = await keep(arrays, numeric('a', [1]), numeric('b', [2]), numeric('c', [3]))
      const table = await openTable(arrays, dataset, new Set(['c', 'a', 'unknown']))
      expect(table.columns.map(({ name }) => name)).toEqual(['a', 'c'])
    })

    it('does not write a column again that is there, but mends one that is damaged', async () => {
      const arrays = open()
      const written: string[] = []
      const watched: Arrays = {
        ...arrays,
        write: (path, parts) => {
          written.push(path)
          return arrays.write(path, parts)
        },
      }
      const columns = [numeric('x', [1, 2, 3]), coded('c', ['a', 'b'], [0, 1, 0])]
      const { dataset, digests, table } = await keep(watched, ...columns)
      expect(written).toHaveLength(3)
      await keep(watched, ...columns)
      expect(written).toHaveLength(3)
      const path = `columns/${digests[1]}`
      const bytes = new Uint8Array(await arrays.read(path))
      bytes[0] = 1
      await arrays.write(path, [bytes])
      await expect(openTable(arrays, dataset)).rejects.toMatchObject({ code: 'storage.damaged' })
      await keep(watched, ...columns)
      expect(plain(await openTable(arrays, dataset))).toEqual(plain(table))
    })

    it('refuses any changed byte of any file, naming dataset and column and what to do', async () => {
      const arrays = open()
      const { dataset, digests } = await keep(arrays, coded('species', ['Adelie', 'Gentoo'], [0, 1, -1]))
      for (const file of ['', '.dictionary']) {
        const path = `columns/${digests[0]}${file}`
        const whole = new Uint8Array(await arrays.read(path))
        for (let at = 0; at < whole.length; at++) {
          const bytes = whole.slice()
          bytes[at]! ^= 0x11
          await arrays.write(path, [bytes])
          await expect(openTable(arrays, dataset), `${path} byte ${at}`).rejects.toMatchObject({
            code: 'storage.damaged',
            message: expect.stringMatching(/“species” of penguins .* Load penguins.csv again/),
            details: { column: 'species', datasetId: 'd' },
          })
        }
        await arrays.write(path, [whole.subarray(0, -1)])
        await expect(openTable(arrays, dataset)).rejects.toMatchObject({ code: 'storage.damaged' })
        await arrays.remove(path)
        await expect(openTable(arrays, dataset)).rejects.toMatchObject({ code: 'storage.missing' })
        await arrays.write(path, [whole])
      }
      await openTable(arrays, dataset)
    })

    it('finds any flipped byte where rows are looked at', async () => {
      for (const column of [
        numeric('mass', [1.5, 2, Number.NaN]),
        coded('species', ['Adelie', 'Gentoo'], [0, 1, -1]),
      ]) {
        const arrays = open()
        const { dataset, digests } = await keep(arrays, column)
        for (const file of column.data.kind === 'coded' ? ['', '.dictionary'] : ['']) {
          const path = `columns/${digests[0]}${file}`
          const whole = new Uint8Array(await arrays.read(path))
          for (let at = 0; at < whole.length; at++) {
            const bytes = whole.slice()
            bytes[at]! ^= 0x11
            // As another page would find it: what this one has proved it does not look at again.
            const other = open()
            const kept = await keep(other, column)
            await other.write(path, [bytes])
            for (const look of [
              () => readWindow(other, kept.dataset, 0, 3),
              () => readRows(other, kept.dataset, Uint32Array.of(2, 0), kept.dataset.columns),
            ])
              await expect(look(), `${path} byte ${at}`).rejects.toMatchObject({ code: 'storage.damaged' })
          }
        }
        expect((await readWindow(arrays, dataset, 0, 3)).length).toBe(3)
      }
    })

    it('tells of a file cut short or gone when a window is read', async () => {
      const arrays = open()
      const { dataset, digests } = await keep(arrays, coded('species', ['Adelie', 'Gentoo'], [0, 1, -1]))
      const path = `columns/${digests[0]}`
      const codes = await arrays.read(path)
      await arrays.write(path, [codes.slice(0, 8)])
      await expect(readWindow(arrays, dataset, 0, 3)).rejects.toMatchObject({ code: 'storage.damaged' })
      await arrays.write(path, [new Int32Array([0, 7, 1])])
      await expect(readWindow(arrays, dataset, 0, 3)).rejects.toMatchObject({ code: 'storage.damaged' })
      await arrays.remove(path)
      await expect(readWindow(arrays, dataset, 0, 3)).rejects.toMatchObject({
        code: 'storage.missing',
        message: expect.stringContaining('“species” of penguins'),
      })
    })
  })
}
