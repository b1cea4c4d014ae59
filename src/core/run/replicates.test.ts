import { describe, expect, it } from 'vitest'
import { makeEnded } from '@/testing/endedRun.ts'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import type { Learner } from '../learner/learner.ts'
import { compareResampled, looksOf, scoresOverSeeds, seedPairs } from './replicates.ts'
import { nextPair } from './replicationPlan.ts'
import type { RunSpec } from './run.ts'

const glm: Learner = { kind: 'glm', options: {} }
const spec = (seed: number, learner?: Learner, change: Parameters<typeof animalQuestion>[0] = {}): RunSpec => ({
  ...makeSpec(animalQuestion(change), learner),
  seed,
})
const baseAt = (seed: number, accuracy = 0.8) => makeEnded(`a${seed}`, spec(seed), accuracy)
const otherAt = (seed: number, accuracy = 0.9) => makeEnded(`b${seed}`, spec(seed, glm), accuracy)

describe('pairs of seeds', () => {
  it('are runs of both specs with one seed, in the order in which they came', () => {
    const all = [baseAt(2), otherAt(3), baseAt(1), otherAt(1), otherAt(2), baseAt(7)]
    const pairs = seedPairs(spec(1), spec(1, glm), all, 'accuracy')
    expect(pairs.map(({ seed, a, b }) => [seed, a, b])).toEqual([
      [1, [0.8], [0.9]],
      [2, [0.8], [0.9]],
    ])
  })

  it('leave out runs that have not ended by themselves, and of a seed twice the later', () => {
    const stopped = otherAt(1)
    const again = makeEnded('again', spec(1), 0.1)
    const all = [
      baseAt(1),
      { ...stopped, run: { ...stopped.run, status: 'stopped' as const } },
      { ...again, run: { ...again.run, createdAt: 5 } },
      baseAt(2),
      otherAt(2),
    ]
    expect(seedPairs(spec(1), spec(1, glm), all, 'accuracy').map(({ seed }) => seed)).toEqual([2])
    expect(seedPairs(spec(1), spec(1), all, 'accuracy')[0]?.a).toEqual([0.8])
  })

  it('have a score for each fold where folds are asked for, and none where one is missing', () => {
    const folds = { folds: 3 }
    const all = [
      makeEnded('a', spec(1, undefined, folds), 0.8, [0.7, 0.8, 0.9]),
      makeEnded('b', spec(1, glm, folds), 0.8, [0.8, 0.9, 0.95]),
    ]
    expect(seedPairs(spec(1, undefined, folds), spec(1, glm, folds), all, 'accuracy')[0]).toMatchObject({
      a: [0.7, 0.8, 0.9],
      b: [0.8, 0.9, 0.95],
    })
    const short = [all[0]!, makeEnded('b', spec(1, glm, folds), 0.8, [0.8, 0.9])]
    expect(seedPairs(spec(1, undefined, folds), spec(1, glm, folds), short, 'accuracy')).toEqual([])
  })

  it('of a spec are summed up with n − 1, each seed once, folds by their mean', () => {
    // numpy.std([.7, .8, .84], ddof=1) = .07211102550927978
    const folds = { folds: 2 }
    const all = [0.7, 0.8, 0.84].map((score, i) =>
      makeEnded(`f${i}`, spec(i + 1, glm, folds), 0.1, [score - 0.02, score + 0.02]),
    )
    const found = scoresOverSeeds(spec(9, glm, folds), [...all, otherAt(4), all[0]!], 'accuracy')!
    expect(found.seeds.map(({ seed }) => seed)).toEqual([1, 2, 3])
    expect(found.mean).toBeCloseTo(0.78, 12)
    expect(found.std).toBeCloseTo(0.07211102550927978, 12)
    expect(scoresOverSeeds(spec(1), [baseAt(1)], 'accuracy')).toBeUndefined()
  })

  it('decide once they are enough', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
    const all = seeds.flatMap((seed) => [baseAt(seed, 0.8 + (seed % 3) / 100), otherAt(seed, 0.9 + (seed % 2) / 100)])
    const looks = looksOf(spec(1), spec(1, glm), all, 'accuracy')
    expect(looks.map(({ pairs }) => pairs)).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(looks[0]!.p).toBeGreaterThan(0.05)
    expect(looks.at(-1)!.p).toBeLessThan(0.01)
    const [found] = compareResampled(baseAt(1), [otherAt(1)], 'accuracy', 'seeds', all)
    expect(found).toMatchObject({ verdict: 'better', count: 8, df: 7 })
  })
})

describe('compareResampled', () => {
  const folds = { folds: 3 }
  const withFolds = (id: string, learner: Learner | undefined, ...values: number[]) =>
    makeEnded(id, spec(1, learner, folds), 0.8, values)

  it('compares over folds by the corrected t, adjusted for all others', () => {
    const base = withFolds('a', undefined, 0.7, 0.8, 0.75)
    const found = compareResampled(
      base,
      [withFolds('b', glm, 0.8, 0.91, 0.85), withFolds('c', { kind: 'baseline', options: {} }, 0.71, 0.78, 0.76)],
      'accuracy',
      'folds',
      [],
    )
    expect(found[0]).toMatchObject({ verdict: 'better', count: 3, df: 2, test: 'corrected resampled t' })
    expect(found[1]).toMatchObject({ verdict: 'no evidence' })
    const [alone] = compareResampled(base, [withFolds('b', glm, 0.8, 0.91, 0.85)], 'accuracy', 'folds', [])
    expect((found[0] as { p: number }).p).toBeCloseTo(2 * (alone as { p: number }).p, 12)
    // scipy 1.10.1: mean .31/3, t = mean / √((1/3 + .25) · var) with var = 1/30000, df = 2, p = 2 · t.sf(t, 2).
    expect((alone as { t: number }).t).toBeCloseTo(23.433797326572105, 9)
    expect((alone as { p: number }).p).toBeCloseTo(0.00181606065037724, 12)
  })

  it('says why where it cannot', () => {
    const why = (a: RunSpec, b: RunSpec, over: 'folds' | 'seeds') =>
      compareResampled(makeEnded('a', a, 0.8), [makeEnded('b', b, 0.9)], 'accuracy', over, [])[0]
    expect(why(spec(1), spec(2, glm), 'folds')).toBe('otherRows')
    expect(why(spec(1), spec(1, glm), 'folds')).toBe('noFolds')
    expect(why(spec(1, undefined, folds), spec(1, glm, folds), 'folds')).toBe('noFolds')
    expect(why(spec(1), spec(2, glm), 'seeds')).toBe('noSeeds')
    expect(why(spec(1), spec(2), 'seeds')).toBe('sameSpec')
    expect(why(spec(1), spec(1, glm, { target: 'legs' }), 'seeds')).toBe('otherRows')
    const time = { split: { kind: 'time' as const, column: 'when', validation: 0.2, test: 0.2 } }
    expect(why(spec(1, undefined, time), spec(1, glm, time), 'seeds')).toBe('fixedRows')
    const all = [1, 2, 3].flatMap((seed) => [baseAt(seed, 0.5), otherAt(seed, 0.75)])
    expect(compareResampled(baseAt(1, 0.5), [otherAt(1, 0.75)], 'accuracy', 'seeds', all)).toEqual(['noChance'])
  })
})

describe('the next pair', () => {
  const runs = (...ended: ReturnType<typeof baseAt>[]) => ended.map(({ run }) => run)

  it('has a seed that neither spec has', () => {
    const next = nextPair(spec(1), spec(1, glm), runs(baseAt(1), otherAt(1), baseAt(4), otherAt(4)))
    expect(next).toMatchObject({ seed: 5, resumed: [] })
    expect(next.specs).toEqual([spec(5), spec(5, glm)])
  })

  it('is a half one first', () => {
    const next = nextPair(spec(1), spec(1, glm), runs(baseAt(1), otherAt(1), otherAt(2)))
    expect(next).toEqual({ seed: 2, resumed: [], specs: [spec(2)] })
  })

  it('takes up what was interrupted, and leaves what failed or is trained elsewhere', () => {
    const interrupted = { ...otherAt(2).run, status: 'interrupted' as const }
    expect(nextPair(spec(1), spec(1, glm), [...runs(baseAt(1), otherAt(1), baseAt(2)), interrupted])).toEqual({
      seed: 2,
      resumed: [interrupted],
      specs: [],
    })
    for (const status of ['failed', 'running'] as const) {
      const taken = { ...otherAt(2).run, status }
      expect(nextPair(spec(1), spec(1, glm), [...runs(baseAt(1), otherAt(1), baseAt(2)), taken]).seed).toBe(3)
    }
  })
})
