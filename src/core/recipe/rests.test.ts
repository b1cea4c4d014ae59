import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { STEP_EXAMPLES } from '@/testing/stepExamples.ts'
import type { Frame } from '../dataset/column.ts'
import { seededRandom } from '../random.ts'
import { breather } from '../task.ts'
import { ROWS_AT_ONCE } from '../work.ts'
import { applyRecipe, applyRecipeBreathing, type FitInput, trainRecipe } from './fit.ts'
import type { Recipe, Step } from './recipe.ts'
import { STEP_KINDS } from './step.ts'

const SLICES = 2
const ROWS = ROWS_AT_ONCE + 1

/** Rows enough for several slices, of the columns that the examples of steps are for. */
const frame: Frame = (() => {
  const random = seededRandom('rests')
  const draw = <T>(take: () => T) => Array.from({ length: ROWS }, () => (random() < 0.01 ? null : take()))
  const word = () => 'abcdefgh'[Math.floor(random() * 8)]!
  return frameOf(
    numericColumn('amount', draw(random)),
    numericColumn(
      'size',
      draw(random).map((x) => x ?? 0.5),
    ),
    numericColumn(
      'flag',
      draw(() => Number(random() < 0.5)),
      'boolean',
    ),
    numericColumn(
      'when',
      draw(() => Math.floor(random() * 1e12)),
      'datetime',
    ),
    codedColumn('kind', draw(word)),
    codedColumn(
      'note',
      draw(() => `${word()} ${word()}`),
      'text',
    ),
  )
})()
const answers: FitInput = {
  seed: 7,
  target: {
    name: 'answer',
    task: 'binary',
    values: Float64Array.from({ length: ROWS }, (_, row) => Number((row * 7919) % 5 < 2)),
    classes: ['no', 'yes'],
  },
}

/** They only name columns anew, or leave them out. */
const WITHOUT_ROWS = new Set(['drop', 'rename'])
const examples = STEP_KINDS.flatMap((kind) =>
  STEP_EXAMPLES[kind].slice(0, WITHOUT_ROWS.has(kind) ? 0 : undefined).map((step, i) => ({
    name: `${kind} ${i + 1}`,
    recipe: { schema: 1, steps: [{ ...step, id: 'the-step', on: true } as Step] } satisfies Recipe,
  })),
)

/** The bytes of every column: what is compared cell by cell takes long. */
const bytesOf = ({ columns }: Frame) =>
  columns.map(({ name, type, vector }) => {
    const { buffer, byteOffset, byteLength } = vector.kind === 'numeric' ? vector.values : vector.codes
    const digest = sha256(new Uint8Array(buffer, byteOffset, byteLength))
    return { name, type, digest, dictionary: vector.kind === 'coded' && vector.dictionary }
  })

/** Stops the task at its so-many-th rest, and counts on. */
function stopAt(rest: number) {
  const controller = new AbortController()
  const breathe = breather(controller, 0)
  const heard = { rests: 0 }
  return {
    heard,
    breathe: () => {
      if (++heard.rests === rest) controller.abort()
      return breathe()
    },
  }
}

describe.each(examples)('a step of many rows: $name', ({ recipe }) => {
  it('rests once a slice at least, hears a stop there, and comes to the same', async () => {
    let rests = 0
    const count = async () => void rests++
    const { fitted } = await trainRecipe(recipe, frame, answers, count)
    const whole = await applyRecipeBreathing(fitted, frame, count)
    expect(rests).toBeGreaterThanOrEqual(2 * SLICES)
    expect(bytesOf(whole)).toEqual(bytesOf(applyRecipe(fitted, frame)))

    const { breathe, heard } = stopAt(SLICES)
    await expect(trainRecipe(recipe, frame, answers, breathe)).rejects.toMatchObject({ code: 'aborted' })
    expect(heard.rests).toBe(SLICES)
  })
})
