import './requireNode.mjs'
import { mkdirSync, openAsBlob, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runnerImport } from 'vite'
import { assemblyScript } from './assemblyScript.mjs'
import { runCommand, UsageError } from './flags.mjs'
import { isEntry, root } from './paths.mjs'

const HELP = `node scripts/convert.mjs <file> [<out.csv>]
node scripts/convert.mjs <folder> <out folder>

Reads a CSV file as Assay does, finding by itself how it is written, and writes its table as plain CSV (RFC 4180, UTF-8),
every cell as it stands in the file. How the file was read is told on standard error. For a folder, the table of each
file goes to <name>_converted.csv in the other folder; of a file that cannot be read, what is wrong.`

/** The reader, run from its sources: nothing needs to be built. */
export async function loadReader() {
  const load = async (path) =>
    (
      await runnerImport(path, {
        root,
        plugins: [assemblyScript()],
        resolve: { tsconfigPaths: true },
        logLevel: 'error',
      })
    ).module
  const { readRows } = await load('/src/engine/table/readRows.ts')
  const { writeRows } = await load('/src/core/dataset/csvCell.ts')
  const task = { signal: new AbortController().signal, report: () => {} }
  return async (file) => {
    const { dialect, rows } = await readRows(await openAsBlob(file), {}, task)
    return { dialect, csv: writeRows(rows) }
  }
}

async function main() {
  const [from, to, ...others] = process.argv.slice(2)
  if (from === '--help') return console.log(HELP)
  if (!from || others.length > 0) throw new UsageError(HELP)
  const isFolder = statSync(from).isDirectory()
  if (isFolder && !to) throw new UsageError(HELP)
  const convert = await loadReader()
  if (!isFolder) {
    const { dialect, csv } = await convert(from)
    console.error(JSON.stringify(dialect))
    return to ? writeFileSync(to, csv) : process.stdout.write(csv)
  }
  mkdirSync(to, { recursive: true })
  const files = readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { name } of files) {
    const target = join(to, `${basename(name)}_converted.csv`)
    try {
      writeFileSync(target, (await convert(join(from, name))).csv)
    } catch (error) {
      // An empty file has an empty table.
      writeFileSync(target, error.code === 'csv.empty' ? '' : `Application Error\n${error.message}\n`)
    }
  }
}

if (isEntry(import.meta.url)) runCommand(main)
