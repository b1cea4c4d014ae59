import { join } from 'node:path'
import { build } from 'vite'
import { assemblyScript } from './assemblyScript.mjs'
import { root } from './paths.mjs'

const SCRIPT = '?script'
const THREAD = '?thread'

const HEAD = `// Predicts with the model beside this file, as Assay does: the same preparation, encoding and layers, in plain JavaScript
// that needs no package. Works in Node 18 and later:
//
//   node predict.mjs '{"a column": "its cell", "another": 3}'
//   import { predict } from './predict.mjs'
//
// A row is an object of cells by column name. Cells are text as in a CSV file, numbers, true or false; absent, null and
// empty cells are missing. Dates are text with the year first, in UTC unless they say otherwise.
// Made from Assay's own source, so that both say the same of every row.
`

/**
 * Lets a module import another, with all that it imports, as the text of one file that Node runs:
 * `import script from './predict.ts?script'`. One code prepares rows, in the page and in what people take away. With `?thread`
 * the text is that of a thread of Node's.
 */
export function bundleScript() {
  const made = new Map()
  return {
    name: 'assay:bundle-script',
    enforce: 'pre',
    async load(id) {
      const query = [SCRIPT, THREAD].find((each) => id.endsWith(each))
      if (!query) return
      const entry = id.slice(0, -query.length)
      if (!made.has(entry)) made.set(entry, bundle(entry))
      const { text, modules } = await made.get(entry)
      for (const module of modules) this.addWatchFile(module)
      return `export default ${JSON.stringify(query === SCRIPT ? HEAD + text : text)}`
    },
    watchChange() {
      made.clear()
    },
  }
}

async function bundle(entry) {
  const result = await build({
    root,
    configFile: false,
    plugins: [assemblyScript()],
    logLevel: 'error',
    publicDir: false,
    resolve: { alias: { '@': join(root, 'src') } },
    build: {
      write: false,
      minify: false,
      // Node 18 is what the script promises to run in.
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: 'predict' },
      rollupOptions: { external: /^node:/ },
    },
  })
  const [{ output }] = [result].flat()
  const [chunk, ...others] = output
  if (others.length > 0) throw new Error(`${entry} became ${output.length} files; a bundle has place for one.`)
  return { text: chunk.code, modules: chunk.moduleIds ?? [] }
}
