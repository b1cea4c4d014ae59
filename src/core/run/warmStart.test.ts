import { describe, expect, it } from 'vitest'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { compareSettings } from './compare.ts'
import { differencesOf } from './differences.ts'
import { describeSettings } from './postprocessing.ts'
import { whyNotSeeds } from './replicates.ts'
import { specHash } from './run.ts'
import { canWarmStart, describeStart, withWarmStart } from './warmStart.ts'

const cold = makeSpec(animalQuestion())
const digest = `3fa2c1d09e${'0'.repeat(54)}`
const warm = withWarmStart(cold, digest)

describe('a warm start', () => {
  it('is part of the spec, and no part of one without it', () => {
    expect(specHash(warm)).not.toBe(specHash(cold))
    expect(withWarmStart(warm, undefined)).toEqual(cold)
    expect(specHash(withWarmStart(warm, undefined))).toBe(specHash(cold))
  })

  it('is a setting that differs, with the whole hash to copy', () => {
    const row = compareSettings([{ spec: cold }, { spec: warm }]).find(({ label }) => label === 'Warm start')
    expect(row).toMatchObject({ differs: true, values: [undefined, { text: 'weights 3fa2c1d09e', full: digest }] })
    expect(differencesOf([{ spec: cold }, { spec: warm }])).toEqual([
      'trained from the start',
      'warm start from weights 3fa2c1d09e',
    ])
    expect(describeSettings(warm)).toBe(`${describeSettings(cold)}, warm start`)
  })

  it('says where a run began without it', () => {
    expect(describeStart({ weightsDigest: digest }, { kind: 'cold', reason: 'features' })).toMatch(
      /^weights 3fa2c1d09e asked for; from the start: the prepared columns/,
    )
  })

  it('cannot be compared over seeds: the earlier model knows the rows that others validate', () => {
    const other = makeSpec(animalQuestion(), { kind: 'glm', options: {} })
    expect(whyNotSeeds(cold, other)).toBeUndefined()
    expect(whyNotSeeds(warm, other)).toBe('warmStart')
  })

  it('is for learners with weights to go on from', () => {
    expect(canWarmStart(cold.learner)).toBe(true)
    expect(canWarmStart({ kind: 'glm', options: { strength: 0.1 } })).toBe(true)
    expect(canWarmStart({ kind: 'glm', options: {} })).toBe(false)
    expect(canWarmStart({ kind: 'forest', options: { trees: 3, depth: 0, minRows: 1 } })).toBe(false)
  })
})
