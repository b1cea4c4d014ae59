import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isEntry, root } from './paths.mjs'

// Maintenance, after `npm install <package>`: `node scripts/fillLock.mjs`.
// A registry that lacks other platforms' binaries makes npm leave them out of package-lock.json, and `npm ci` then refuses
// the lockfile on those platforms. Their names tell all that an entry needs.

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** The entries that optional dependencies name, by exact version, and that the lockfile has not. */
export function missingEntries(packages) {
  const found = {}
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries((path && entry.optionalDependencies) || {})) {
      const top = `node_modules/${name}`
      if (packages[top] || packages[`${path}/${top}`] || !/^\d/.test(version)) continue
      const words = name.split(/[/-]/)
      const os = systems.find((system) => words.includes(system))
      const cpu = processors.find((processor) => words.includes(processor))
      found[top] = {
        version,
        ...(cpu && { cpu: [cpu] }),
        ...(entry.dev && { dev: true }),
        optional: true,
        ...(os && { os: [os] }),
      }
    }
  }
  return found
}

if (isEntry(import.meta.url)) {
  const path = join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const missing = missingEntries(lock.packages)
  const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
  console.log(`${Object.keys(missing).length} entries added.`)
}
