import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { root } from './paths.mjs'

const QUERY = '?wasm'
const SHARED_QUERY = '?wasm-shared'
/** -O3 and as often as it still helps; no garbage collector, since nothing is ever freed. */
const OPTIONS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']
/** The memory is given to it, and threads share it; 65,536 pages are all that there can be. */
const SHARED = ['--enable', 'threads', '--importMemory', '--sharedMemory', '--maximumMemory', '65536']

/**
 * Lets a module import an AssemblyScript program as the base64 text of its WebAssembly: `import program from
 * './index.ts?wasm'`, or `?wasm-shared` for one that works in a memory it is given, beside other threads. Text, and not a file to fetch, so that a worker, a test in Node and the product all load it alike.
 * What was compiled is kept by the hash of its name and sources under node_modules. A program may be TypeScript too: where one of its
 * modules cannot be both, the compiler reads the namesake in the folder `assembly` beside it.
 */
export function assemblyScript() {
  return {
    name: 'assay:assemblyscript',
    enforce: 'pre',
    async load(id) {
      const query = [QUERY, SHARED_QUERY].find((each) => id.endsWith(each))
      if (!query) return
      const entry = id.slice(0, -query.length)
      const sources = [...foldersOf(dirname(entry))]
        .flatMap((folder) => [folder, join(folder, 'assembly')])
        .filter((each) => existsSync(each))
        .flatMap(sourcesIn)
      for (const source of sources) this.addWatchFile(source)
      const wasm = await compiled(entry, sources, query === QUERY ? OPTIONS : [...OPTIONS, ...SHARED])
      return `export default ${JSON.stringify(wasm.toString('base64'))}`
    },
  }
}

/** A program's folder, and those beside it that it imports from, as in `'../forestKernel/memory.ts'`. */
function foldersOf(folder, known = new Set()) {
  if (known.has(folder)) return known
  known.add(folder)
  for (const source of sourcesIn(folder))
    for (const [, path] of readFileSync(source, 'utf8').matchAll(/ from '(\.\.\/[^']+)'/g))
      foldersOf(dirname(join(folder, path)), known)
  return known
}

function sourcesIn(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => join(folder, file))
}

/** What the compiler reads for a module; null where there is no such file. */
function sourceOf(path) {
  const own = join(dirname(path), 'assembly', basename(path))
  const file = [own, path].find((each) => existsSync(each))
  // The compiler knows no `import type`.
  return file ? readFileSync(file, 'utf8').replace(/^import type /gm, 'import ') : null
}

async function compiled(entry, sources, options) {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json')
  const hash = createHash('sha256').update(JSON.stringify([version, options, basename(entry)]))
  for (const source of sources) hash.update(readFileSync(source))
  const kept = join(root, 'node_modules/.cache/assay', `${hash.digest('hex')}.wasm`)
  if (existsSync(kept)) return readFileSync(kept)
  // Only where something is to be compiled: the compiler takes a second to load.
  const { main } = await import('assemblyscript/asc')
  let wasm
  const { error, stderr } = await main([entry, ...options, '--outFile', 'program.wasm', '--baseDir', '/'], {
    readFile: (name, folder) => sourceOf(resolve(folder, name)),
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm')) wasm = Buffer.from(contents)
    },
  })
  if (error || !wasm) throw new Error(`AssemblyScript could not compile ${entry}: ${stderr}`, { cause: error })
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, wasm)
  return wasm
}
