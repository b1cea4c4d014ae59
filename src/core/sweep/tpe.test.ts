import { expect, it } from 'vitest'
import { type Random, seededRandom } from '../random.ts'
import { sampleSpace } from './space.ts'
import type { RangeParameter, SweepParameter, SweepValues } from './sweep.ts'
import { type Observation, suggestByTpe, TPE_STARTUP } from './tpe.ts'

const range = (key: string, min: number, max: number): RangeParameter => ({
  key,
  kind: 'range',
  min,
  max,
  scale: 'linear',
})

/** Branin (Dixon & Szegö 1978), whose lowest value is 0.397887 at (−π, 12.275), (π, 2.275) and (9.42478, 2.475). */
const plane = [range('x', -5, 10), range('y', 0, 15)]
function branin({ x, y }: SweepValues): number {
  const [a, b] = [Number(x), Number(y)]
  const bend = b - (5.1 / (4 * Math.PI ** 2)) * a ** 2 + (5 / Math.PI) * a - 6
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10
}

function search(
  parameters: readonly SweepParameter[],
  objective: (values: SweepValues) => number,
  trials: number,
  random: Random,
  startup = TPE_STARTUP,
): readonly Observation[] {
  const seen: Observation[] = []
  for (let i = 0; i < trials; i++) {
    const values = i < startup ? sampleSpace(parameters, random) : suggestByTpe(parameters, seen, random)
    seen.push({ values, objective: objective(values) })
  }
  return seen
}

const lowest = (seen: readonly Observation[]) => Math.min(...seen.map(({ objective }) => objective))
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

it('comes closer to the lowest value of Branin than chance does', () => {
  expect(branin({ x: Math.PI, y: 2.275 })).toBeCloseTo(0.397887, 5)
  const seeds = Array.from({ length: 21 }, (_, seed) => seed)
  const of = (startup: number) =>
    median(seeds.map((seed) => lowest(search(plane, branin, 100, seededRandom(seed, 'branin'), startup))))
  const [tpe, chance] = [of(TPE_STARTUP), of(100)]
  expect(tpe).toBeGreaterThanOrEqual(0.397887)
  expect(tpe - 0.397887).toBeLessThan((chance - 0.397887) / 3)
})

it('finds the good choice and the good end of a logarithmic scale', () => {
  const parameters: readonly SweepParameter[] = [
    { key: 'rate', kind: 'range', min: 1e-5, max: 1, scale: 'log' },
    { key: 'kind', kind: 'choice', values: ['a', 'b', 'c', 'd'] },
    { key: 'rows', kind: 'range', min: 1, max: 64, scale: 'linear', integer: true },
  ]
  const objective = ({ rate, kind, rows }: SweepValues) =>
    Math.abs(Math.log10(Number(rate)) + 3) + (kind === 'c' ? 0 : 1) + Math.abs(Number(rows) - 20) / 20
  const seen = search(parameters, objective, 80, seededRandom(5, 'mixed'))
  const last = seen.slice(-20)
  expect(last.filter(({ values }) => values['kind'] === 'c').length).toBeGreaterThan(12)
  expect(median(last.map(({ objective }) => objective))).toBeLessThan(
    median(seen.slice(0, TPE_STARTUP).map(({ objective }) => objective)) / 2,
  )
  for (const { values } of seen) {
    expect(values['rate']).toBeGreaterThanOrEqual(1e-5)
    expect(values['rate']).toBeLessThanOrEqual(1)
    expect(Number.isInteger(values['rows'])).toBe(true)
  }
})

it('shuns where trials diverged', () => {
  const objective = ({ x }: SweepValues) => (Number(x) > 0 ? Number.POSITIVE_INFINITY : Math.abs(Number(x) + 0.5))
  const seen = search([range('x', -1, 1)], objective, 60, seededRandom(1, 'diverged'))
  expect(seen.slice(-20).filter(({ objective }) => objective === Number.POSITIVE_INFINITY).length).toBeLessThan(4)
})
