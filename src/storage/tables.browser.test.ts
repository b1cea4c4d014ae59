import { afterAll } from 'vitest'
import { openArrays } from './arrays.ts'
import { describeTables } from './behaviour/tables.ts'

const folders: string[] = []

describeTables('the private file system', () => {
  const folder = `assay-test-${crypto.randomUUID()}`
  folders.push(folder)
  return openArrays(folder)
})

afterAll(async () => {
  const origin = await navigator.storage.getDirectory()
  for (const name of folders) await origin.removeEntry(name, { recursive: true })
})
