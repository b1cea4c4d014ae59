import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseRecord, parseRunSpec } from '../schema/record.ts'
import { runSpecOf } from './sweep.ts'

const sweep = parseRecord(
  'sweep',
  JSON.parse(readFileSync(new URL('../schema/fixtures/sweep.v1.json', import.meta.url), 'utf8')),
)

it('makes a run of a trial: its values over the base learner, everything else as the sweep has it', () => {
  const spec = runSpecOf(sweep, sweep.trials[0]!)
  expect(spec.learner).toEqual({
    kind: 'network',
    options: { ...sweep.base.options, learningRate: 0.012, batchSize: 64, hidden: [64, 32], schedule: 'cosine' },
  })
  expect(spec).toMatchObject({ question: sweep.question, seed: 7, device: 'webgpu' })
  expect(parseRunSpec(spec)).toStrictEqual(spec)
})

it('takes a seed that was searched as the seed of the run, not as a setting', () => {
  const spec = runSpecOf(sweep, { values: { seed: 3 } })
  expect(spec.seed).toBe(3)
  expect(spec.learner).toEqual(sweep.base)
})
