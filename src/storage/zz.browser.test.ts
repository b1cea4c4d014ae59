import { it } from 'vitest'
import { openArrays } from './arrays.ts'
import { storeTable, openTable, readWindow } from './tables.ts'
import { datasetOf } from './behaviour/tables.ts'
import { unattended } from '@/core/task.ts'
import { CHUNK_ROWS } from '@/core/dataset/column.ts'
it('measures', async () => {
  for (const [rows, cols] of [[1_000_000, 5], [1000, 500]] as const) {
    const place = `assay-test-${crypto.randomUUID()}`
    const arrays = openArrays(place)
    const columns = Array.from({ length: cols }, (_, c) => {
      const chunks = []
      for (let at = 0; at < rows; at += CHUNK_ROWS) chunks.push(Float64Array.from({ length: Math.min(CHUNK_ROWS, rows - at) }, (_, i) => Math.sin(at + i + c)))
      return { name: `c${c}`, type: 'number' as const, data: { kind: 'numeric' as const, chunks } }
    })
    const t0 = performance.now()
    const stored = await storeTable(arrays, { rows, columns }, unattended)
    const t1 = performance.now()
    await storeTable(arrays, { rows, columns }, unattended)
    const t2 = performance.now()
    const dataset = datasetOf({ rows, columns }, stored)
    await openTable(arrays, dataset)
    const t3 = performance.now()
    for (let i = 0; i < 10; i++) await readWindow(arrays, dataset, i * 50, 100)
    const t4 = performance.now()
    console.info(`${rows}x${cols}: store ${t1 - t0}, again ${t2 - t1}, open ${t3 - t2}, window ${(t4 - t3) / 10}`)
    await (await navigator.storage.getDirectory()).removeEntry(place, { recursive: true })
  }
})
