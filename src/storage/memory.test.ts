import { describeArrays } from './behaviour/arrays.ts'
import { describeRecords } from './behaviour/records.ts'
import { createMemoryShelves, openMemoryArrays, openMemoryRecords } from './memory.ts'

describeRecords('memory', () => {
  const shelves = createMemoryShelves()
  return () => openMemoryRecords(shelves)
})

describeArrays('memory', () => {
  const arrays = openMemoryArrays()
  return () => arrays
})
