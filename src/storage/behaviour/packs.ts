import { describe, expect, it } from 'vitest'
import type { Arrays } from '@/core/ports.ts'
import { openTable, readWindow, storeTable, sweepColumns } from '../tables.ts'
import { coded, keep, numeric, plain } from './storedTables.ts'

/** What holds of tables in one piece, of those that share parts, and of what is swept, wherever the arrays are kept. */
export function describePacks(where: string, open: () => Arrays): void {
  describe(`packs of columns in ${where}`, () => {
    it('keeps a table of many columns in one piece, shares what others have, mends and sweeps parts of it', async () => {
      const arrays = open()
      const written: string[] = []
      const watched: Arrays = {
        ...arrays,
        write: (path, parts) => {
          written.push(path)
          return arrays.write(path, parts)
        },
        writeAll: (files) =>
          arrays.writeAll(
            (async function* () {
              for await (const file of files) {
                written.push(file.path)
                yield file
              }
            })(),
          ),
      }
      const columns = [0, 1, 2, 3, 4].map((each) => numeric(`n${each}`, [each, Number.NaN, each / 3]))
      const words = coded('w', ['a', 'ž'], [1, -1, 0])
      const { table, dataset, digests } = await keep(watched, ...columns, words)
      expect(written).toHaveLength(7)
      expect(plain(await openTable(arrays, dataset))).toEqual(plain(table))
      expect((await readWindow(arrays, dataset, 1, 2)).columns.at(-1)).toEqual([null, 'a'])

      // Others of these columns and one more, twice.
      const fresh = numeric('fresh', [7, 8, 9])
      const second = await keep(watched, ...columns, words, fresh, fresh)
      expect(written.slice(7)).toEqual([`columns/${second.digests.at(-1)}`])

      const path = `columns/${digests[5]}`
      await arrays.write(path, [new Int32Array([0, 0, 0]), (await arrays.read(path)).slice(12)])
      await expect(openTable(arrays, dataset)).rejects.toMatchObject({ code: 'storage.damaged' })
      await keep(arrays, ...columns, words)
      expect(plain(await openTable(arrays, dataset))).toEqual(plain(table))

      const listed = await arrays.list('columns')
      expect(new Set(listed.map((file) => file.path))).toEqual(new Set(written))
      const sizeOf = (digest: string) => listed.find((file) => file.path === `columns/${digest}`)!.bytes
      const [first, ...rest] = new Set([...digests, ...second.digests])
      expect(await sweepColumns(arrays, new Set(rest))).toBe(sizeOf(first!))
      await expect(openTable(arrays, dataset)).rejects.toMatchObject({ code: 'storage.missing' })
      expect(plain(await openTable(arrays, dataset, new Set(['n1', 'n4', 'w'])))).toEqual(
        plain({ ...table, columns: [table.columns[1]!, table.columns[4]!, words] }),
      )
      await keep(watched, ...columns, words)
      expect(plain(await openTable(arrays, dataset))).toEqual(plain(table))
      await sweepColumns(arrays, new Set())
      expect(await arrays.list('columns')).toEqual([])
    })

    it('opens a table whose columns are each a file of their own, as they were before packs, and writes none again', async () => {
      const arrays = open()
      const columns = [0, 1, 2, 3, 4, 5].map((each) => numeric(`n${each}`, [each, 1, 2]))
      const digests: string[] = []
      for (const column of columns) digests.push(...(await keep(arrays, column)).digests)
      const never = () => Promise.reject(new Error('written again'))
      const guarded: Arrays = {
        ...arrays,
        write: never,
        writeAll: async (files) => {
          for await (const _file of files) await never()
        },
      }
      const { table, dataset } = await keep(guarded, ...columns)
      expect(dataset.columns.map(({ digest }) => digest)).toEqual(digests)
      expect(plain(await openTable(arrays, dataset))).toEqual(plain(table))
    })

    it('sweeps the columns that nothing keeps, and counts their bytes', async () => {
      const arrays = open()
      const { digests } = await keep(arrays, numeric('a', [1, 2]), coded('b', ['x'], [0, 0]))
      const [a, b] = digests as [string, string]
      const sizes = (await arrays.list('columns')).filter(({ path }) => path.includes(b))
      expect(sizes).toHaveLength(2)
      expect(await sweepColumns(arrays, new Set([a]))).toBe(sizes.reduce((sum, { bytes }) => sum + bytes, 0))
      expect((await arrays.list('columns')).map(({ path }) => path)).toEqual([`columns/${a}`])
      expect(await sweepColumns(arrays, new Set([a]))).toBe(0)
    })

    it('hears a stop, and leaves nothing of a column it did not finish', async () => {
      const arrays = open()
      const controller = new AbortController()
      controller.abort()
      const table = { rows: 1, columns: [numeric('a', [1])] }
      await expect(storeTable(arrays, table, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
      expect(await arrays.list('columns')).toEqual([])
    })

    it('reads a dictionary too large to hold entry by entry', async () => {
      const arrays = open()
      const word = (i: number) => `${i}-${'é'.repeat(i % 3 === 0 ? 0 : 50_000)}`
      const dictionary = Array.from({ length: 250 }, (_, i) => word(i))
      const codes = dictionary.map((_, i) => 249 - i)
      const { dataset, digests } = await keep(arrays, coded('long', dictionary, codes))
      const path = `columns/${digests[0]}.dictionary`
      expect(await arrays.size(path)).toBeGreaterThan(16_000_000)
      const whole: string[] = []
      const watched: Arrays = {
        ...arrays,
        read: (from, start, end) => {
          if (from === path && end === undefined) whole.push(from)
          return arrays.read(from, start, end)
        },
      }
      const window = await readWindow(watched, dataset, 247, 9)
      expect(window.columns[0]).toEqual([word(2), word(1), word(0)])
      expect(whole).toEqual([])
    })
  })
}
