// The script of every bundle: `scripts/bundleScript.mjs` makes one file of it and of what it imports, so that it prepares and
// encodes by the very code that the page does. The network it computes in plain JavaScript, without any package.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { openCalibration } from '@/core/calibration/apply.ts'
import { intervalsOf, makesSets, setsOf } from '@/core/conformal/conformal.ts'
import { encodeDense } from '@/core/encoding/dense.ts'
import { conform, frameFromText } from '@/core/pipeline/contract.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import { applyRecipe } from '@/core/recipe/fit.ts'
import { runAtOnce } from '@/core/work.ts'
import { type Member, openMember } from './member.ts'
import { readBeside } from './network.ts'

type Cell = string | number | boolean | null | undefined
/** Cells by column name: text as in a CSV file, numbers, true or false. Absent, null and empty cells are missing. */
export type Row = Readonly<Record<string, Cell>>

interface Answer {
  readonly prediction: string | number
  readonly probabilities?: Readonly<Record<string, number>>
  /** Ends of the interval about a number; null in JSON where it has none. */
  readonly low?: number
  readonly high?: number
  /** The classes that it may be. */
  readonly set?: readonly string[]
}

const pipeline = JSON.parse(readBeside('pipeline.json').toString('utf8')) as Omit<Pipeline, 'members'> & {
  readonly members: readonly Member[]
}
const { contract, calibration, threshold, conformal } = pipeline
const calibrate = calibration && openCalibration(calibration, contract.classes.length)
const members = pipeline.members.map((member) => ({ ...member, answer: openMember(member) }))
const dates = new Set(contract.inputs.filter(({ type }) => type === 'datetime').map(({ name }) => name))

function asText(name: string, cell: Cell): string | null {
  if (cell === null || cell === undefined) return null
  // A number in the place of a date is its milliseconds.
  return typeof cell === 'number' && dates.has(name) && Math.abs(cell) <= 8.64e15
    ? new Date(cell).toISOString()
    : String(cell)
}

/** A row as its recipe prepares it; `member` counts from 0. */
function prepare(row: Row, member: number) {
  const texts = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, asText(name, cell)]))
  const { frame } = conform(frameFromText([texts], contract), contract)
  return applyRecipe(members[member]!.recipe, frame)
}

/** A row as the numbers that a network takes, prepared and encoded; `member` counts from 0. Trees take no numbers. */
export function encode(row: Row, member = 0): number[] {
  const { encoding } = members[member]!
  if (encoding.kind !== 'dense') throw new Error('This model takes columns as they are: use predict.')
  return Array.from(encodeDense(encoding, prepare(row, member)))
}

/**
 * Predicts rows: for classes the label and every class's probability, else the value; with the interval or the set where the
 * model has them. In the order of `engine/predict.ts`: mean, calibration, threshold, interval or set.
 */
export function predict(rows: readonly Row[]): Answer[] {
  const { task, classes } = contract
  return rows.map((row) => {
    const scores = members.map(({ answer }, i) => answer(prepare(row, i)))
    const mean = scores[0]!.map((_, j) => members.reduce((sum, { weight }, i) => sum + weight * scores[i]![j]!, 0))
    if (task === 'regression') return { prediction: mean[0]!, ...intervalOf(mean[0]!) }
    const raw = task === 'binary' ? [1 - mean[0]!, mean[0]!] : mean
    const probabilities = calibrate ? Array.from(calibrate(Float32Array.from(raw))) : raw
    const best =
      task === 'binary' ? Number(probabilities[1]! >= threshold) : probabilities.indexOf(Math.max(...probabilities))
    return {
      prediction: classes[best]!,
      probabilities: Object.fromEntries(classes.map((label, i) => [label, probabilities[i]!])),
      ...setOf(probabilities),
    }
  })
}

function intervalOf(value: number): Pick<Answer, 'low' | 'high'> {
  if (!conformal) return {}
  const { low, high } = intervalsOf(conformal, Float32Array.of(value))
  return { low: low[0]!, high: high[0]! }
}

function setOf(probabilities: readonly number[]): Pick<Answer, 'set'> {
  if (!conformal || !makesSets(conformal)) return {}
  const isIn = runAtOnce(setsOf(conformal, Float32Array.from(probabilities), probabilities.length))
  return { set: contract.classes.filter((_, i) => isIn[i] === 1) }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = JSON.parse(process.argv[2] ?? readFileSync(0, 'utf8')) as Row | readonly Row[]
  console.log(JSON.stringify(predict([rows].flat() as readonly Row[]), null, 2))
}
