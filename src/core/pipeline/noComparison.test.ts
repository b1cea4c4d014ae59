import { expect, it } from 'vitest'
import { explainShared } from './noComparison.ts'

const versions = ['v0 (A)', 'v2 (B)'] as const

it('says which rows judge two versions, and what became of the others', () => {
  expect(explainShared({ rows: 57, ofBase: 60, ofOther: 62, relabelled: 1 }, 'validation', versions)).toBe(
    'Judged on the 57 validation rows that v0 (A) and v2 (B) both have with one answer. Left out: 2 that v2 (B) lacks, 4 that v0 (A) lacks, 1 relabelled.',
  )
  expect(explainShared({ rows: 60, ofBase: 60, ofOther: 60, relabelled: 0 }, 'test', versions)).toBe(
    'All 60 test rows are in v0 (A) and v2 (B) with the same answers.',
  )
})
