import './requireNode.mjs'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isEntry, root } from './paths.mjs'

const origin = join(root, 'node_modules/vega-datasets')
const target = join(root, 'public/samples')
const stamp = join(target, '.made-from')

// What only a person can say about a file. Sources, licences and counts are read from the files themselves.
const samples = [
  {
    id: 'penguins',
    from: 'penguins.json',
    title: 'Palmer penguins',
    question: 'Which species is this penguin?',
    target: 'Species',
  },
  {
    id: 'seattle-weather',
    from: 'seattle-weather.csv',
    title: 'Seattle weather',
    question: 'What was the weather like that day?',
    target: 'weather',
  },
  {
    id: 'flights',
    from: 'flights-200k.json',
    title: 'Flight delays',
    question: 'How late will this flight be?',
    target: 'delay',
  },
]

/** Quoted where RFC 4180 needs it; missing is an empty cell. */
const cell = (value) => {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function toCsv(records) {
  // Not only the first record's: JSON leaves a key out where it has no value.
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return [names, ...records.map((record) => names.map((name) => record[name]))]
    .map((row) => `${row.map(cell).join(',')}\n`)
    .join('')
}

function convert(sample, resources) {
  const text = readFileSync(join(origin, 'data', sample.from), 'utf8')
  const csv = sample.from.endsWith('.json') ? toCsv(JSON.parse(text)) : text
  // None of the three has a line break within a cell, so lines are rows.
  const [header, ...rows] = csv.trimEnd().split('\n')
  const names = header.split(',')
  if (!names.includes(sample.target)) throw new Error(`${sample.from} has no column ${sample.target}.`)
  const about = resources.find((resource) => resource.path === sample.from)
  const [source] = about.sources
  const [licence] = about.licenses
  const file = `${sample.id}.csv`
  writeFileSync(join(target, file), csv)
  return {
    id: sample.id,
    file,
    title: sample.title,
    question: sample.question,
    target: sample.target,
    rows: rows.length,
    columns: names.length,
    bytes: Buffer.byteLength(csv),
    source: source.title,
    sourceUrl: source.path,
    licence: licence.title ?? licence.name,
    licenceUrl: licence.path,
  }
}

/** Writes the sample files that the page offers, unless the same package and this same file have made them already. */
export function makeSamples() {
  const about = readFileSync(join(origin, 'datapackage.json'))
  const key = createHash('sha256')
    .update(about)
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key && isComplete()) return
  mkdirSync(target, { recursive: true })
  const { resources } = JSON.parse(about.toString())
  const index = samples.map((sample) => convert(sample, resources))
  writeFileSync(join(target, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
  writeFileSync(stamp, key)
}

function isComplete() {
  const index = join(target, 'index.json')
  if (!existsSync(index)) return false
  return JSON.parse(readFileSync(index, 'utf8')).every(({ file, bytes }) => {
    const path = join(target, file)
    return existsSync(path) && statSync(path).size === bytes
  })
}

if (isEntry(import.meta.url)) makeSamples()
