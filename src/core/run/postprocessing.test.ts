import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { parseRunSpec } from '../schema/record.ts'
import { describePostprocessing, describeSettings, postprocessingFor, withPostprocessing } from './postprocessing.ts'
import { type ResolvedDevice, type RunSpec, specHash } from './run.ts'

const old = parseRunSpec(
  JSON.parse(readFileSync(new URL('../schema/fixtures/runSpec.v1.json', import.meta.url), 'utf8')),
)
const device: ResolvedDevice = { backend: 'wasm', adapter: 'WebAssembly', software: true }
const conformal = { level: 0.9 }

describe('a spec', () => {
  it('of before there was any has the hash that it had', () => {
    expect(specHash(old)).toBe('1936fb236829dd5bf0013d996077aceaf907a10a2c437343b370dafe81fec274')
    expect(specHash({ ...old, postprocessing: undefined })).toBe(specHash(old))
    expect(specHash({ ...old, postprocessing: { conformal } })).not.toBe(specHash(old))
  })

  it('with an addition comes to the same model, on the device that made it', () => {
    const once = withPostprocessing(old, { device, stepsDone: 40 }, { calibration: 'platt' })
    expect(once).toEqual({ ...old, device: 'wasm', postprocessing: { calibration: 'platt' } })
    expect(withPostprocessing(once, { device, stepsDone: 40 }, { conformal }).postprocessing).toEqual({
      calibration: 'platt',
      conformal,
    })
  })

  it('of auto with an addition tries as many as there was time for', () => {
    const auto: RunSpec = { ...old, learner: { kind: 'auto', options: { budgetS: 60 } } }
    const { learner } = withPostprocessing(auto, { device, stepsDone: 7 }, { conformal })
    expect(learner).toEqual({ kind: 'auto', options: { budgetS: 60, tries: 7 } })
  })

  it('that is trained without steps keeps its wish', () => {
    const glm: RunSpec = { ...old, learner: { kind: 'glm', options: LEARNERS.glm.defaults(100) } }
    expect(withPostprocessing(glm, { device, stepsDone: 0 }, { conformal }).device).toBe('auto')
  })
})

describe('what a form asks for', () => {
  const both = { calibration: 'isotonic', conformal } as const

  it('is calibration for classes only, and never of a baseline', () => {
    expect(postprocessingFor(both, 'binary', false)).toEqual(both)
    expect(postprocessingFor(both, 'regression', false)).toEqual({ conformal })
    expect(postprocessingFor(both, 'binary', true)).toEqual({ conformal })
    expect(postprocessingFor({ calibration: 'platt' }, 'regression', false)).toBeUndefined()
  })

  it('tells a run from others of its kind', () => {
    const glm: RunSpec = { ...old, learner: { kind: 'glm', options: { strength: 0.01 } } }
    expect(describeSettings(glm)).toBe('ridge 0.01')
    expect(describeSettings({ ...glm, postprocessing: both })).toBe(
      'ridge 0.01, calibrated (isotonic regression), 90% sets',
    )
    expect(
      describeSettings({ ...old, learner: { kind: 'baseline', options: {} }, postprocessing: { conformal } }),
    ).toBe('90% sets')
  })

  it('is told in the words of the form', () => {
    expect(
      describePostprocessing({ ...old, postprocessing: { ...both, conformal: { level: 0.95, sets: 'aps' } } }),
    ).toEqual([
      { label: 'Calibration', value: 'Isotonic' },
      { label: 'Prediction sets', value: '95%, adaptive sets (APS)' },
    ])
    expect(describePostprocessing(old)).toEqual([])
  })
})
