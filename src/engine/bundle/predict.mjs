// Predicts with the model beside this file, as Assay does: the same preparation, encoding and layers, in plain JavaScript
// that needs no package. Works in Node 18 and later:
//
//   node predict.mjs '{"a column": "its cell", "another": 3}'
//   import { predict } from './predict.mjs'
//
// A row is an object of cells by column name. Cells are text as in a CSV file, numbers, true or false; absent, null and
// empty cells are missing. Dates are text with the year first, in UTC unless they say otherwise.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const ACTIVATIONS = {
  linear: (x) => x,
  relu: (x) => x.map((value) => Math.max(0, value)),
  sigmoid: (x) => x.map((value) => 1 / (1 + Math.exp(-value))),
  softmax: (x) => {
    const highest = Math.max(...x)
    const powers = x.map((value) => Math.exp(value - highest))
    const sum = powers.reduce((a, b) => a + b, 0)
    return powers.map((power) => power / sum)
  },
}

const read = (name) => readFileSync(new URL(name, import.meta.url))
const pipeline = JSON.parse(read('pipeline.json'))
const { inputs, task, classes } = pipeline.contract
const members = pipeline.members.map((member) => ({ ...member, layers: openLayers(member.model.file) }))

/** Predicts rows: for classes the label and every class's probability, else the value. */
export function predict(rows) {
  return rows.map((row) => {
    const scores = members.map((member) => forward(member.layers, encodeFor(member, row)))
    const mean = scores[0].map((_, j) => members.reduce((sum, { weight }, i) => sum + weight * scores[i][j], 0))
    if (task === 'regression') return { prediction: mean[0] }
    const probabilities = task === 'binary' ? [1 - mean[0], mean[0]] : mean
    const best = task === 'binary' ? Number(mean[0] >= pipeline.threshold) : mean.indexOf(Math.max(...mean))
    return {
      prediction: classes[best],
      probabilities: Object.fromEntries(classes.map((c, i) => [c, probabilities[i]])),
    }
  })
}

/** A row as the numbers that the network takes, prepared and encoded; `member` counts from 0. */
export function encode(row, member = 0) {
  return encodeFor(members[member], row)
}

function encodeFor({ recipe, encoding }, row) {
  const cells = new Map(
    inputs.map(({ name, type }) => [name, readCell(Object.hasOwn(row, name) ? row[name] : null, type)]),
  )
  for (const step of recipe.steps) STEPS[step.kind](step, cells)
  return encoding.columns.flatMap((column) => {
    const value = cells.get(column.name)
    if (column.kind === 'scaled') {
      const known = Number.isFinite(value)
      const scaled = known ? clamp((value - column.mean) / column.scale) : 0
      return column.indicator ? [scaled, Number(!known)] : [scaled]
    }
    const place = column.values.indexOf(value)
    return [
      ...column.values.map((_, i) => Number(i === place)),
      ...(column.other ? [Number(value !== null && place < 0)] : []),
      ...(column.missing ? [Number(value === null)] : []),
    ]
  })
}

// Cells: a number (NaN missing) for number, integer, boolean and datetime; else text (null missing).

function readCell(cell, type) {
  const missing = cell === null || cell === undefined || cell === ''
  if (!['number', 'integer', 'boolean', 'datetime'].includes(type)) return missing ? null : String(cell)
  if (missing) return NaN
  if (typeof cell === 'number') return type === 'boolean' && cell !== 0 && cell !== 1 ? NaN : cell
  const text = String(cell).replace(/^[\t-\r ]+|[\t-\r ]+$/g, '')
  if (type === 'datetime') return readInstant(text)
  if (type === 'boolean' && /^(true|yes|t|y)$/i.test(text)) return 1
  if (type === 'boolean' && /^(false|no|f|n)$/i.test(text)) return 0
  const number = readNumber(text)
  return type === 'boolean' && number !== 0 && number !== 1 ? NaN : number
}

function readNumber(text) {
  if (!/^[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return NaN
  const value = Number(text)
  return !Number.isFinite(value) || (/^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value)) ? NaN : value
}

function readInstant(text) {
  const time = '(?:[Tt ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)? ?([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?'
  const match = new RegExp(`^(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})${time}$`).exec(text)
  if (!match) return NaN
  const [year, , month, day] = match.slice(1, 5).map(Number)
  const [hours, minutes, seconds] = match.slice(5, 8).map((part) => Number(part ?? 0))
  const zone = (match[9] ?? 'Z').toUpperCase()
  const [zoneHours, zoneMinutes] = zone === 'Z' ? [0, 0] : [+zone.slice(1, 3), +zone.slice(3).replace(':', '')]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 23 || zoneMinutes > 59) return NaN
  const offset = (zone[0] === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes)
  return (
    date.getTime() + ((hours * 60 + minutes - offset) * 60 + seconds) * 1000 + Math.floor(+`.${match[8] || 0}` * 1000)
  )
}

// The steps of the preparation, each as it was fitted on the training rows; they change `cells`.

const DAY = 86_400_000
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const PARTS = {
  year: (date) => ({ year: date.getUTCFullYear() }),
  month: (date) => ({ month: MONTHS[date.getUTCMonth()] ?? null }),
  dayOfMonth: (date) => ({ 'day of month': date.getUTCDate() }),
  weekday: (date) => ({ weekday: WEEKDAYS[date.getUTCDay()] ?? null }),
  dayOfYear: (date) => {
    const start = new Date(0).setUTCFullYear(date.getUTCFullYear(), 0, 1)
    const end = new Date(0).setUTCFullYear(date.getUTCFullYear() + 1, 0, 1)
    const angle = (2 * Math.PI * Math.floor((date - start) / DAY)) / ((end - start) / DAY)
    return { 'day of year sin': Math.sin(angle), 'day of year cos': Math.cos(angle) }
  },
  hour: (date) => {
    const angle = (2 * Math.PI * (date - Math.floor(date / DAY) * DAY)) / DAY
    return { 'hour sin': Math.sin(angle), 'hour cos': Math.cos(angle) }
  },
  elapsedDays: (date, origin) => ({ 'elapsed days': (date - origin) / DAY }),
}
const STEPS = {
  drop: ({ columns }, cells) => {
    for (const name of columns) cells.delete(name)
  },
  impute: ({ fills }, cells) => {
    for (const { column, value, indicator } of fills) {
      const cell = cells.get(column)
      const missing = typeof value === 'number' ? !Number.isFinite(cell) : cell === null
      if (missing) cells.set(column, value)
      if (indicator) cells.set(`${column} missing`, Number(missing))
    }
  },
  dateParts: ({ columns, parts, origins }, cells) => {
    columns.forEach((name, i) => {
      const date = new Date(cells.get(name))
      cells.delete(name)
      for (const part of parts)
        for (const [suffix, value] of Object.entries(PARTS[part](date, origins[i])))
          cells.set(`${name} ${suffix}`, value)
    })
  },
  groupRare: ({ keep, other }, cells) => {
    for (const { column, values } of keep) {
      const cell = cells.get(column)
      if (cell !== null && !values.includes(cell)) cells.set(column, other)
    }
  },
  log: ({ columns }, cells) => {
    for (const name of columns) cells.set(name, Math.sign(cells.get(name)) * Math.log1p(Math.abs(cells.get(name))))
  },
}

// The network: dense layers, from the same files that tfjs opens.

function openLayers(file) {
  const { modelTopology, weightsManifest } = JSON.parse(read(file))
  const [{ paths, weights }] = weightsManifest
  const bytes = read(paths[0])
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const byName = new Map()
  let at = 0
  for (const { name, shape } of weights) {
    const size = shape.reduce((a, b) => a * b, 1)
    byName.set(name, {
      shape,
      values: Float32Array.from({ length: size }, (_, i) => view.getFloat32(at + 4 * i, true)),
    })
    at += 4 * size
  }
  return modelTopology.config.layers.map(({ class_name: kind, config: { name, activation } }) => {
    if (kind !== 'Dense' || !ACTIVATIONS[activation])
      throw new Error(`predict.mjs knows no layer ${kind} ${activation}.`)
    return {
      kernel: byName.get(`${name}/kernel`),
      bias: byName.get(`${name}/bias`).values,
      activate: ACTIVATIONS[activation],
    }
  })
}

function forward(layers, x) {
  return layers.reduce((input, { kernel, bias, activate }) => {
    const [rows, units] = kernel.shape
    const sums = Array.from(bias)
    for (let i = 0; i < rows; i++)
      if (input[i] !== 0) for (let j = 0; j < units; j++) sums[j] += input[i] * kernel.values[i * units + j]
    return activate(sums)
  }, x)
}

/** The network takes 32-bit numbers; one further out is held at the largest of them. */
function clamp(value) {
  const largest = 3.4028234663852886e38
  return Math.fround(Math.max(-largest, Math.min(largest, value)))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = JSON.parse(process.argv[2] ?? readFileSync(0, 'utf8'))
  console.log(JSON.stringify(predict([rows].flat()), null, 2))
}
