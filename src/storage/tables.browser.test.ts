import { afterAll } from 'vitest'
import { openArrays } from './arrays.ts'
import { describePacks } from './behaviour/packs.ts'
import { describeTables } from './behaviour/tables.ts'

const folders: string[] = []

function open() {
  const folder = `assay-test-${crypto.randomUUID()}`
  folders.push(folder)
  return openArrays(folder)
}

describeTables('the private file system', open)
describePacks('the private file system', open)

afterAll(async () => {
  const origin = await navigator.storage.getDirectory()
  for (const name of folders) await origin.removeEntry(name, { recursive: true })
})
