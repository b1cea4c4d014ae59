import { describe, expect, it } from 'vitest'
import { takeRows } from '@/core/dataset/column.ts'
import { unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { loadPipeline, predict } from './predict.ts'
import { type Prepared, prepare } from './prepare.ts'
import { trainRun } from './trainRun.ts'

const frame = animals(300)
const openFrames = async () => ({ frame })
const cache = { get: () => undefined, set: () => {} }

describe('categories of many values', () => {
  const kept = () => {
    const entries = new Map<string, Prepared>()
    return {
      get: (key: string) => entries.get(key),
      set: (key: string, value: Prepared) => void entries.set(key, value),
    }
  }
  const kindOf = ({ encoding }: Prepared, wanted: string) => encoding.columns.find(({ name }) => name === wanted)?.kind

  it('are embedded for who asks, and kept apart from the same one-hot', async () => {
    const question = animalQuestion({ recipe: { schema: 1, steps: [] } })
    const own = kept()
    const ask = (kind: 'dense' | 'embedded') => prepare(question, 1, kind, openFrames, own, unattended)
    for (const [wide, kind] of [
      ['dense', 'oneHot'],
      ['embedded', 'embedded'],
      ['dense', 'oneHot'],
    ] as const)
      expect(kindOf(await ask(wide), 'note')).toBe(kind)
    expect(await ask('embedded')).toBe(await ask('embedded'))
  })

  it('are the only ones that differ: without them both are one', async () => {
    const own = kept()
    const ask = (kind: 'dense' | 'embedded') => prepare(animalQuestion(), 1, kind, openFrames, own, unattended)
    const embedded = await ask('embedded')
    expect(await ask('dense')).toBe(embedded)
    expect(await ask('embedded')).toBe(embedded)
  })
})

describe('roles of columns', () => {
  const question = animalQuestion({
    recipe: {
      schema: 1,
      steps: [
        { id: 'a', on: true, kind: 'drop', columns: ['note'] },
        { id: 'b', on: true, kind: 'impute', columns: ['size'], method: 'mean', indicator: true },
      ],
    },
    roles: { size: 'time', skin: 'later' },
  })

  it('keep what is only known later from recipe, contract and matrix, and the others from the matrix alone', async () => {
    const names = frame.columns.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['size', 'skin', 'note']))
    const { contract, encoding } = await prepare(question, 1, 'dense', openFrames, cache, unattended)
    const asked = contract.inputs.map(({ name }) => name)
    expect(asked).toContain('size')
    expect(asked).not.toContain('skin')
    const learned = encoding.columns.map(({ name }) => name)
    // A column that a step makes of a time is a feature like any other.
    expect(learned).toContain('size missing')
    expect(learned).not.toContain('size')
    expect(learned).not.toContain('skin')
  })

  it('hold for predicting too: rows need not have what is only known later', async () => {
    const run = await trainRun(
      { runId: 'r', spec: makeSpec(question), platform: nodePlatform, openFrames, cache },
      unattended,
    )
    const loaded = await loadPipeline(run.pipeline, run.weights)
    const some = takeRows(frame, Uint32Array.of(3, 5, 8))
    const known = { ...some, columns: some.columns.filter(({ name }) => name !== 'skin') }
    const whole = await predict(loaded, some, unattended)
    const { predictions } = await predict(loaded, known, unattended)
    loaded.dispose()
    expect(predictions.scores).toEqual(whole.predictions.scores)
  })
})
