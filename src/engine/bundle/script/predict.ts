// The script of every bundle: `scripts/bundleScript.mjs` makes one file of it and of what it imports, so that it prepares and
// encodes by the very code that the page does. The network it computes in plain JavaScript, without any package.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { encodeDense } from '@/core/encoding/dense.ts'
import { conform, frameFromText } from '@/core/pipeline/contract.ts'
import type { Pipeline, PipelineMember } from '@/core/pipeline/pipeline.ts'
import { applyRecipe } from '@/core/recipe/fit.ts'
import { forward, openNetwork, readBeside } from './network.ts'

type Cell = string | number | boolean | null | undefined
/** Cells by column name: text as in a CSV file, numbers, true or false. Absent, null and empty cells are missing. */
export type Row = Readonly<Record<string, Cell>>

interface Answer {
  readonly prediction: string | number
  readonly probabilities?: Readonly<Record<string, number>>
}

type Member = Omit<PipelineMember, 'model'> & { readonly model: { readonly file: string } }

const pipeline = JSON.parse(readBeside('pipeline.json').toString('utf8')) as Omit<Pipeline, 'members'> & {
  readonly members: readonly Member[]
}
const { contract, threshold } = pipeline
const members = pipeline.members.map((member) => ({ ...member, network: openNetwork(member.model.file) }))
const dates = new Set(contract.inputs.filter(({ type }) => type === 'datetime').map(({ name }) => name))

function asText(name: string, cell: Cell): string | null {
  if (cell === null || cell === undefined) return null
  // A number in the place of a date is its milliseconds.
  return typeof cell === 'number' && dates.has(name) && Math.abs(cell) <= 8.64e15
    ? new Date(cell).toISOString()
    : String(cell)
}

/** A row as the numbers that the network takes, prepared and encoded; `member` counts from 0. */
export function encode(row: Row, member = 0): number[] {
  const { recipe, encoding } = members[member]!
  const texts = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, asText(name, cell)]))
  const { frame } = conform(frameFromText([texts], contract), contract)
  return Array.from(encodeDense(encoding, applyRecipe(recipe, frame)))
}

/** Predicts rows: for classes the label and every class's probability, else the value. */
export function predict(rows: readonly Row[]): Answer[] {
  const { task, classes } = contract
  return rows.map((row) => {
    const scores = members.map(({ network }, i) => forward(network, encode(row, i)))
    const mean = scores[0]!.map((_, j) => members.reduce((sum, { weight }, i) => sum + weight * scores[i]![j]!, 0))
    if (task === 'regression') return { prediction: mean[0]! }
    const probabilities = task === 'binary' ? [1 - mean[0]!, mean[0]!] : mean
    const best = task === 'binary' ? Number(mean[0]! >= threshold) : mean.indexOf(Math.max(...mean))
    return {
      prediction: classes[best]!,
      probabilities: Object.fromEntries(classes.map((label, i) => [label, probabilities[i]!])),
    }
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = JSON.parse(process.argv[2] ?? readFileSync(0, 'utf8')) as Row | readonly Row[]
  console.log(JSON.stringify(predict([rows].flat() as readonly Row[]), null, 2))
}
