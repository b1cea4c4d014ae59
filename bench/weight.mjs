import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes, gzipped, that may load before a person sees the first page, and before the first model trains. */
const LIMITS_KB = { page: 250, train: 700 }

/** Weighs dist/: what index.html loads at once, and the train worker with all it may load. */
export function measureWeight(root) {
  const dist = join(root, 'dist')
  if (!existsSync(dist)) return { error: 'There is no dist/. Run npm run build first.' }
  const files = new Map(
    readdirSync(dist, { recursive: true })
      .filter((path) => /\.(js|css)$/.test(path) && statSync(join(dist, path)).isFile())
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(dist, path))]),
  )
  const gzipped = (path) => gzipSync(files.get(path)).length / 1_000
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const first = [...files.keys()].filter((path) => html.includes(path))
  const train = [...files.keys()].filter(
    (path) => /\/train\.worker-/.test(path) || importedBy(files, /\/train\.worker-/, path),
  )
  const row = (work, paths, limit) => {
    const ours = Math.round(paths.reduce((sum, path) => sum + gzipped(path), 0))
    return {
      work,
      peer: 'limit',
      ours,
      theirs: limit,
      unit: 'kB gzipped',
      ratio: Number((limit / ours).toPrecision(3)),
      goal: '≥ 1',
      met: ours <= limit,
    }
  }
  return {
    device: 'any',
    rows: [
      row('first page: script and style', first, LIMITS_KB.page),
      row('train worker with all backends', train, LIMITS_KB.train),
    ],
  }
}

function importedBy(files, importer, path) {
  const name = path.split('/').at(-1)
  return [...files].some(([each, bytes]) => importer.test(each) && bytes.includes(name))
}
