import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalFrom, seededRandom, shuffle } from '../random.ts'
import { judgeComparison } from './comparison.ts'
import { compareFolds } from './folds.ts'
import { type ReplicatePair, replicate } from './replicate.ts'

/** Scores have no more digits that matter; numbers near the smallest there are would be rounded away. */
const thousandths = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 1_000)

const pairsOf = (differences: readonly number[]): ReplicatePair[] => differences.map((each) => ({ a: [0], b: [each] }))
const looksAt = (differences: readonly number[], testsPerTrained: number) =>
  replicate({ metric: 'auc', pairs: pairsOf(differences), testsPerTrained })

/** The first look that decides, if any does. */
function decide(pairs: readonly ReplicatePair[], testsPerTrained: number) {
  return replicate({ metric: 'auc', pairs, testsPerTrained }).find(
    (look) => judgeComparison(look).verdict !== 'no evidence',
  )
}

describe('replicate', () => {
  // The ratio of likelihoods integrated by brute force with scipy 1.10.1 (dblquad over effect and log scale of the density of
  // a normal vector with covariance s² (I + q 11ᵀ)), an effect of variance 8. After one look p is 1 over it, unless above 1.
  it.each([
    [[0.021, 0.013, 0.018, 0.03, 0.011], 0.25, 6.2210010498837525],
    [[0.02, 0.019, 0.021, 0.0205], 0.25, 64.42098465615086],
    [[1, 2], 0.5, 1.2221389921054366],
  ])('weighs %j as integrals do', (differences, q, expected) => {
    const once: ReplicatePair[] = [{ a: differences.map(() => 0), b: differences }]
    const [look] = replicate({ metric: 'auc', pairs: once, testsPerTrained: q })
    expect(1 / look!.p / expected).toBeCloseTo(1, 3)
  })

  it('tells t and degrees of freedom of the corrected test, and how much more there is to know', () => {
    const differences = [0.021, 0.013, 0.018, 0.03, 0.011]
    const last = looksAt(differences, 0.25).at(-1)!
    const plain = compareFolds({ metric: 'auc', a: [0, 0, 0, 0, 0], b: differences, testsPerTrained: 0.25 })!
    expect(last).toMatchObject({ t: plain.t, df: 4, difference: plain.difference, pairs: 5 })
    expect(last.information).toBeCloseTo(1.25 / 2.25, 12)
  })

  it('has an interval that leaves 0 out just where p is below alpha', () => {
    fc.assert(
      fc.property(
        fc.array(thousandths(-1_000, 3_000), { minLength: 2, maxLength: 20 }),
        fc.constantFrom(0.1, 0.25, 0.5),
        (differences, q) => {
          const once: ReplicatePair[] = [{ a: differences.map(() => 0), b: differences }]
          const [look] = replicate({ metric: 'auc', pairs: once, testsPerTrained: q })
          if (!look || Math.abs(look.p - 0.05) < 1e-9) return
          expect(look.low > 0 || look.high < 0).toBe(look.p < 0.05)
        },
      ),
    )
  })

  it('never takes back what it found: p falls, intervals narrow', () => {
    const normal = normalFrom(seededRandom('narrow'))
    const looks = looksAt(
      Array.from({ length: 40 }, () => 1 + normal()),
      0.25,
    )
    for (const [i, look] of looks.entries()) {
      expect(look.p).toBeLessThanOrEqual(looks[i - 1]?.p ?? 1)
      expect(look.low).toBeGreaterThanOrEqual(looks[i - 1]?.low ?? Number.NEGATIVE_INFINITY)
      expect(look.high).toBeLessThanOrEqual(looks[i - 1]?.high ?? Number.POSITIVE_INFINITY)
    }
  })

  it('turns round with the models, and does not look at the scale', () => {
    fc.assert(
      fc.property(fc.array(thousandths(-1_000, 1_000), { minLength: 4, maxLength: 9 }), (all) => {
        const forth = looksAt(all, 0.25).at(-1)
        const back = looksAt(
          all.map((each) => -8 * each),
          0.25,
        ).at(-1)
        expect(back?.p).toBeCloseTo(forth?.p ?? 0, 9)
        if (forth && Number.isFinite(forth.low)) expect(back!.high).toBeCloseTo(-8 * forth.low, 8)
      }),
    )
  })

  it('says nothing of one pair, nor of pairs that differ by the same amount; of equal models no evidence', () => {
    expect(looksAt([1], 0.25)).toEqual([])
    expect(looksAt([1, 1, 1, 1, 1, 1], 0.25)).toEqual([])
    expect(looksAt([0, 0, 0, 0, 0], 0.25).at(-1)).toMatchObject({ p: 1, low: 0, high: 0 })
    expect(() => replicate({ metric: 'auc', pairs: [{ a: [1], b: [] }], testsPerTrained: 1 })).toThrow('A pair has')
  })
})

const REPETITIONS = 1_000

/** How often a decision comes within so many pairs, looked at after each. */
function decisions(most: number, q: number, differencesOf: (repetition: number, most: number) => readonly number[]) {
  let better = 0
  let worse = 0
  let pairs = 0
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const differences = differencesOf(repetition, most)
    const found = decide(pairsOf(differences), q)
    if (found && found.low > 0) better++
    if (found && found.high < 0) worse++
    pairs += found?.pairs ?? 0
  }
  return {
    better: better / REPETITIONS,
    worse: worse / REPETITIONS,
    pairs: pairs / (better + worse),
  }
}

/** Differences about `effect` of one standard deviation, with the correlation that training rows in common give them. */
const differencesAbout = (effect: number, correlation: number) => (repetition: number, most: number) => {
  const normal = normalFrom(seededRandom('replicates', repetition))
  const shared = Math.sqrt(correlation) * normal()
  return Array.from({ length: most }, () => effect + shared + Math.sqrt(1 - correlation) * normal())
}

describe('looking after every pair', () => {
  it.each([
    [0.25, 0.2],
    [0.25, 0],
    [1 / 9, 0.1],
    [0.5, 1 / 3],
  ])(
    'tells equal models apart in one of twenty at most, tests per trained row %f, correlation %f',
    (q, correlation) => {
      const { better, worse } = decisions(60, q, differencesAbout(0, correlation))
      expect(better + worse).toBeLessThan(0.05)
    },
  )

  it('would tell them apart far more often by the corrected t-test itself', () => {
    let told = 0
    for (let repetition = 0; repetition < 300; repetition++) {
      const b = differencesAbout(0, 0.2)(repetition, 20)
      const isTold = b.some((_, n) => {
        const some = b.slice(0, n + 1)
        const plain = compareFolds({ metric: 'auc', a: some.map(() => 0), b: some, testsPerTrained: 0.25 })
        return plain !== undefined && plain.p < 0.05
      })
      if (isTold) told++
    }
    expect(told / 300).toBeGreaterThan(0.12)
  })

  it('finds a real difference, and soon where it is large', () => {
    const large = decisions(10, 0.25, differencesAbout(5, 0.2))
    expect(large.better).toBeGreaterThan(0.99)
    expect(large.pairs).toBeLessThan(5.5)
    const middling = decisions(20, 0.25, differencesAbout(2, 0.2))
    expect(middling.better).toBeGreaterThan(0.7)
    expect(middling.worse).toBeLessThan(0.025)
  })

  it('holds for models that are trained and scored on rows dealt anew', () => {
    const [rows, tests, most] = [100, 20, 15]
    const run = (advantage: number) => {
      let told = 0
      for (let repetition = 0; repetition < 300; repetition++) {
        const random = seededRandom('dealt anew', repetition)
        const normal = normalFrom(random)
        const classes = Uint8Array.from({ length: rows }, (_, row) => row % 2)
        // Each model is the nearest mean in one of two columns, of which the second tells the classes better by an advantage.
        const columnOf = (shift: number) => Float64Array.from(classes, (is) => normal() + shift * is)
        const [first, second] = [columnOf(1), columnOf(1 + advantage)]
        const pairs = Array.from({ length: most }, (): ReplicatePair => {
          const order = shuffle(
            Uint32Array.from({ length: rows }, (_, row) => row),
            random,
          )
          const [test, train] = [order.subarray(0, tests), order.subarray(tests)]
          return { a: [accuracy(first, classes, train, test)], b: [accuracy(second, classes, train, test)] }
        })
        if (decide(pairs, tests / (rows - tests))) told++
      }
      return told / 300
    }
    // At most one in twenty by Ville's inequality, whatever chance does: well below it in fact.
    expect(run(0)).toBeLessThan(0.05)
    expect(run(2)).toBeGreaterThan(0.7)
  })
})

/** Accuracy on test rows of the class whose mean over the training rows is nearest. */
function accuracy(values: Float64Array, classes: Uint8Array, train: Uint32Array, test: Uint32Array): number {
  const sums = [0, 0]
  const counts = [0, 0]
  for (const row of train) {
    sums[classes[row]!]! += values[row]!
    counts[classes[row]!]!++
  }
  const middle = (sums[0]! / counts[0]! + sums[1]! / counts[1]!) / 2
  let right = 0
  for (const row of test) if (Number(values[row]! > middle) === classes[row]) right++
  return right / test.length
}
