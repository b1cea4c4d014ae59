import { describe, expect, it } from 'vitest'
import { COLUMN_TYPES } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { readTable } from '@/engine/table/readTable.ts'
import { warmUp, writeTable } from './warmUp.ts'

describe('the table that is read to warm up', () => {
  it('has columns of every type, gaps, quotes and line ends within cells', async () => {
    const text = await writeTable(unattended)
    const { table } = await readTable([{ name: 'warm.csv', blob: new Blob([text]) }], {}, unattended)
    expect(new Set(table.columns.map(({ type }) => type))).toEqual(new Set(COLUMN_TYPES))
    expect(table.rows).toBe(5_000)
    expect(text).toMatch(/,,/)
    expect(text).toMatch(/"bad, ""really""/)
    expect(text).toMatch(/"two\nlines/)
  })

  it('is not read to the end once somebody opens a file', async () => {
    let looked = 0
    const controller = new AbortController()
    const signal = new Proxy(controller.signal, {
      get: (target, name) => {
        // The first look is answered with no, all others with yes.
        if (name === 'aborted' && looked++ > 0) controller.abort()
        return Reflect.get(target, name)
      },
    })
    await warmUp(signal)
    expect(controller.signal.aborted).toBe(true)
    // Whoever hears of it looks no further.
    expect(looked).toBeLessThan(5)
  })
})
