import './requireNode.mjs'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runCommand } from './flags.mjs'
import { dist, isEntry, root } from './paths.mjs'
import { makeSamples } from './samples.mjs'

const sources = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
  'scripts/samples.mjs',
]
// Vite empties dist first, so a build that fails leaves no stamp behind.
const stamp = join(dist, '.stamp')

function* filesUnder(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch {
    // Not a folder; a source that does not exist counts as empty.
    if (existsSync(path)) yield path
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) yield* filesUnder(join(path, entry.name))
}

/** What a build is made from, in one hash. Content, not times: a checkout or a copy changes those at will. */
export function fingerprint(from = sources) {
  const hash = createHash('sha256')
  for (const source of from) {
    for (const file of filesUnder(join(root, source))) {
      if (/\.test\.\w+$/.test(file)) continue
      const bytes = readFileSync(file)
      hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes)
    }
  }
  return hash.digest('hex')
}

/** @param {import('vite').LogLevel} logLevel */
export async function build(logLevel = 'info') {
  makeSamples()
  const before = fingerprint()
  // Not imported above: on a fresh machine this file is read before Vite is installed.
  const vite = await import('vite')
  await vite.build({ root, logLevel })
  writeFileSync(stamp, before)
}

export async function buildIfStale() {
  makeSamples()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return
  console.log('Building the page. This takes a few seconds.')
  await build('warn')
}

if (isEntry(import.meta.url)) runCommand(() => build())
