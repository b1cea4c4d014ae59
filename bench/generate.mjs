import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { root } from '../scripts/paths.mjs'

/** Bump it when what is written below changes: files of another version are made anew. */
const VERSION = 1
const folder = join(root, 'bench/.data')
const manifestPath = join(folder, 'manifest.json')

const MIXED_ROWS = 1_000_000
const BEGINNING_ROWS = 10_000
const BIG_BYTES = 2.05e9
/** Rows written at once. */
const BATCH = 5_000

/** The files of the bench, and how each is written to a file descriptor. */
const files = {
  'mixed.csv': (fd, random) => writeMixed(fd, random, MIXED_ROWS),
  'short-floats.csv': (fd, random) => writeFloats(fd, random, 400_000, (x) => String(Math.round(x * 1e6) / 1e6)),
  'long-floats.csv': (fd, random) =>
    writeFloats(fd, random, 140_000, (x) => x.toExponential(18).replace(/e([+-])(\d)$/, 'e$10$2')),
  'beginning.csv': (fd, random) => writeMixed(fd, random, BEGINNING_ROWS),
  'rows.f32': (fd, random) => writeTable(fd, random),
  'big.csv': (fd, random) => repeatBody(fd, ensureFile('mixed.csv', random), BIG_BYTES),
}

/**
 * The path of one of the bench's files, written if it is not there with the bytes it should have.
 * @param {keyof typeof files} name
 * @param {typeof import('../src/core/random.ts')} random The project's own generators, so that a seed means the same.
 */
export function ensureFile(name, random) {
  const path = join(folder, name)
  const known = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {}
  const current = known.version === VERSION ? known : { version: VERSION }
  if (existsSync(path) && statSync(path).size === current[name]) return path
  console.log(`writing ${path}`)
  mkdirSync(folder, { recursive: true })
  const part = `${path}.part`
  const fd = openSync(part, 'w')
  try {
    files[name](fd, random)
  } finally {
    closeSync(fd)
  }
  renameSync(part, path)
  // Read again: writing a file may have made another that it is made from.
  const others = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : current
  const kept = others.version === VERSION ? others : current
  writeFileSync(manifestPath, `${JSON.stringify({ ...kept, [name]: statSync(path).size }, null, 2)}\n`)
  return path
}

function writeRows(fd, count, line) {
  for (let start = 0; start < count; start += BATCH) {
    let text = ''
    for (let row = start; row < Math.min(count, start + BATCH); row++) text += line(row)
    writeSync(fd, text)
  }
}

/** The tables people bring: numbers of several sizes, gaps, names, dates, and notes that need quotes. */
function writeMixed(fd, { seededRandom, normalFrom }, rows) {
  const random = seededRandom('bench', 'mixed')
  const normal = normalFrom(random)
  const below = (count) => Math.floor(random() * count)
  const pick = (values) => values[below(values.length)]
  const rounded = (value, power) => String(Math.round(value * power) / power)
  const gap = (share, cell) => (random() < share ? '' : cell())
  const scales = [-2, -1, 0, 1, 2, 3].map((power) => 10 ** power)
  const days = Array.from({ length: 3650 }, (_, i) =>
    new Date(Date.UTC(2015, 0, 1) + i * 86_400_000).toISOString().slice(0, 10),
  )
  const cities = weighted(
    Array.from({ length: 200 }, (_, i) => [`City ${String(i).padStart(3, '0')}`, (i + 1) ** -1.5]),
  )
  const sexes = weighted([
    ['male', 0.48],
    ['female', 0.48],
    ['other', 0.04],
  ])
  const notes = weighted([
    ['good', 0.3],
    ['bad, really', 0.2],
    ['say "hi"', 0.03],
    ['line\nbreak', 0.02],
    ['ok', 0.2],
    ['n/a', 0.05],
    ['long text with several words', 0.15],
    ['value; semi', 0.05],
  ])
  const regions = ['North', 'South', 'East', 'West', 'Central', 'North-East', 'Île-de-France', 'Zürich']
  const epoch = Date.UTC(2020, 0, 1)
  writeSync(
    fd,
    `id,${scales.map((_, i) => `f${i}`).join()},amount,"score, raw",age,count,sex,region,city,user,active,day,ts,note,target\n`,
  )
  writeRows(fd, rows, (row) => {
    let line = String(row)
    for (const scale of scales) line += `,${rounded(normal() * scale, 1e4)}`
    const cells = [
      gap(0.08, () => rounded(Math.exp(3 + 1.2 * normal()), 100)),
      gap(0.2, () => rounded(50 + 12 * normal(), 1000)),
      gap(0.05, () => String(18 + below(77))),
      String(Math.max(0, Math.round(40 + Math.sqrt(40) * normal()))),
      sexes(random()),
      pick(regions),
      gap(0.03, () => cities(random())),
      `u${below(50_000)}`,
      random() < 0.5 ? 'true' : 'false',
      pick(days),
      new Date(epoch + below(150_000_000) * 1000).toISOString().slice(0, 19).replace('T', ' '),
      quoted(`${notes(random())} #${below(1000)}`),
      random() < 0.3 ? '1' : '0',
    ]
    return `${line},${cells.join()}\n`
  })
}

/** A label and 28 normal numbers a row, as physics data sets have them. */
function writeFloats(fd, { seededRandom, normalFrom }, rows, write) {
  const random = seededRandom('bench', 'floats')
  const normal = normalFrom(random)
  const names = Array.from({ length: 28 }, (_, i) => `x${i}`)
  writeSync(fd, `label,${names.join()}\n`)
  writeRows(fd, rows, () => `${write(random() < 0.53 ? 1 : 0)},${names.map(() => write(normal())).join()}\n`)
}

const TABLE_ROWS = 50_000
const TABLE_WIDTH = 20

/** Normal numbers as 32-bit floats, row by row; one in twenty is missing. */
function writeTable(fd, { seededRandom, normalFrom }) {
  const random = seededRandom('bench', 'rows')
  const normal = normalFrom(random)
  writeSync(
    fd,
    Float32Array.from({ length: TABLE_ROWS * TABLE_WIDTH }, () => (random() < 0.05 ? Number.NaN : normal())),
  )
}

/** The header of a file, then its body again and again, until the file has at least so many bytes. */
function repeatBody(fd, path, bytes) {
  const whole = readFileSync(path)
  const body = whole.subarray(whole.indexOf('\n') + 1)
  let written = writeSync(fd, whole, 0, whole.length - body.length)
  while (written < bytes) {
    for (let at = 0; at < body.length; ) at += writeSync(fd, body, at)
    written += body.length
  }
}

/** A function from a uniform number to a value, by the values' weights. */
function weighted(pairs) {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0)
  const ends = []
  for (const [value, weight] of pairs) ends.push([value, (ends.at(-1)?.[1] ?? 0) + weight / total])
  return (uniform) => (ends.find(([, end]) => uniform < end) ?? ends.at(-1))[0]
}

function quoted(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
