import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Penalty } from '@/core/linear/linear.ts'
import { unattended } from '@/core/task.ts'
import { fitLinear } from './fit.ts'
import { type Made, makeRows } from './fixtures/made.ts'

interface Reference extends Made {
  readonly name: string
  readonly penalty: Penalty
  /** width × outputs. */
  readonly coefficients: readonly number[]
  readonly intercepts: readonly number[]
  /** Coefficients, then intercepts. */
  readonly errors?: readonly number[]
}

const references: readonly Reference[] = JSON.parse(
  readFileSync(new URL('fixtures/references.json', import.meta.url), 'utf8'),
)

const farthest = (ours: ArrayLike<number>, theirs: readonly number[]) =>
  theirs.reduce((most, value, i) => Math.max(most, Math.abs(ours[i]! - value) / Math.max(1, Math.abs(value))), 0)

describe('coefficients of scikit-learn 1.2.1, standard errors of numpy (fixtures/references.py)', () => {
  it.each(references)('$name', async ({ penalty, coefficients, intercepts, errors, ...made }) => {
    const fit = await fitLinear(makeRows(made), penalty, unattended)
    expect(fit.ended).toBe('converged')
    expect(farthest(fit.coefficients, coefficients)).toBeLessThan(1e-4)
    expect(farthest(fit.intercepts, intercepts)).toBeLessThan(1e-4)
    if (errors) {
      const ours = [...fit.errors!.coefficients, ...fit.errors!.intercepts]
      expect(ours).toHaveLength(errors.length)
      expect(farthest(ours, errors)).toBeLessThan(1e-5)
    }
    expect(fit.history.at(-1)!.objective).toBe(fit.objective)
    for (const [i, { objective }] of fit.history.slice(1).entries())
      expect(objective).toBeLessThanOrEqual(fit.history[i]!.objective * (1 + 1e-12))
  })
})

/** Columns of zeros behind the six: more than a Hessian is made for, so that the solvers that need none are asked. */
const WIDE = 1_100

describe('the same coefficients where the columns are too many for a Hessian', () => {
  it.each(references.filter(({ penalty, weighted }) => penalty.strength > 0 && weighted))(
    '$name',
    async ({ penalty, coefficients, intercepts, errors: _, ...made }) => {
      const { x, ...rest } = makeRows(made)
      const wide = new Float32Array(made.rows * WIDE)
      for (let row = 0; row < made.rows; row++) wide.set(x.subarray(row * 6, row * 6 + 6), row * WIDE)
      const fit = await fitLinear({ ...rest, x: wide, width: WIDE }, penalty, unattended)
      expect(fit.ended).toBe('converged')
      expect(farthest(fit.coefficients, coefficients)).toBeLessThan(1e-4)
      expect(farthest(fit.intercepts, intercepts)).toBeLessThan(1e-4)
      expect(fit.coefficients.subarray(coefficients.length).every((value) => value === 0)).toBe(true)
    },
  )
})
