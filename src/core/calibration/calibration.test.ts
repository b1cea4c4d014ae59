import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logLoss } from '../metrics/probability.ts'
import { ROWS_AT_ONCE, runAtOnce } from '../work.ts'
import { openCalibration } from './apply.ts'
import { CALIBRATIONS, type Calibration, type CalibrationKind } from './calibration.ts'
import { crossFit, fitCalibration, type SaidRows } from './fit.ts'
import published from './fixtures/scikitLearn.json' with { type: 'json' }

const { binary, several } = published

/** Both classes of 64ths. */
const pairsOf = (positive: readonly number[]) => Float32Array.from(positive.flatMap((p) => [1 - p / 64, p / 64]))
const fit = (kind: CalibrationKind, said: SaidRows) => runAtOnce(fitCalibration(kind, said))
const apply = (calibration: Calibration, scores: Float32Array, width: number) =>
  openCalibration(calibration, width)(scores)
const positives = (scores: Float32Array) => Array.from(scores).filter((_, i) => i % 2 === 1)

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i]! - value), `number ${i}`).toBeLessThan(tolerance)
}

describe('as scikit-learn 1.2.1', () => {
  it.each(binary)('isotonic regression of $y.length rows', ({ scores, y, isotonic, knots }) => {
    const calibration = fit('isotonic', { scores: pairsOf(scores), width: 2, actual: y })
    const everywhere = pairsOf(Array.from({ length: 65 }, (_, i) => i))
    expectClose(positives(apply(calibration, everywhere, 2)), isotonic, 1e-7)
    const [curve] = (calibration as Extract<Calibration, { kind: 'isotonic' }>).curves
    // Theirs has knots within a level stretch too, where two points of equal mean meet.
    for (const [i, x] of curve!.x.entries()) {
      const place = knots[0]!.indexOf(x)
      expect(place).toBeGreaterThanOrEqual(0)
      expect(curve!.y[i]).toBeCloseTo(knots[1]![place]!, 12)
    }
  })

  it.each(binary)('Platt scaling of $y.length rows', ({ scores, y, slope, intercept, platt, best }) => {
    const calibration = fit('platt', { scores: pairsOf(scores), width: 2, actual: y })
    const [line] = (calibration as Extract<Calibration, { kind: 'platt' }>).lines
    expectClose([line!.slope, line!.intercept], best, 1e-9)
    // Theirs ends where its slope is below 10⁻⁵.
    expectClose([line!.slope, line!.intercept], [slope, intercept], 1e-4)
    const inner = pairsOf(Array.from({ length: 63 }, (_, i) => i + 1))
    expectClose(positives(apply(calibration, inner, 2)), platt, 1e-4)
  })

  it.each(several)('Platt scaling of three classes, each against the others, $y.length rows', (each) => {
    const scores = Float32Array.from(each.scores, (count) => count / 64)
    const calibration = fit('platt', { scores, width: 3, actual: each.y })
    const { lines } = calibration as Extract<Calibration, { kind: 'platt' }>
    for (const [k, { slope, intercept }] of lines.entries()) expectClose([slope, intercept], each.lines[k]!, 1e-9)
    expectClose(apply(calibration, scores, 3), each.platt, 1e-4)
  })

  it.each(several)('isotonic regression of three classes, each against the others, $y.length rows', (each) => {
    const scores = Float32Array.from(each.scores, (count) => count / 64)
    const calibration = fit('isotonic', { scores, width: 3, actual: each.y })
    expectClose(apply(calibration, scores, 3), each.isotonic, 1e-6)
  })

  it.each(several)(
    'the temperature of least log loss, by SciPy, $y.length rows',
    ({ scores, y, temperature, loss }) => {
      const said = { scores: Float32Array.from(scores, (count) => count / 64), width: 3, actual: y }
      const calibration = fit('temperature', said)
      expect((calibration as Extract<Calibration, { kind: 'temperature' }>).temperature).toBeCloseTo(temperature, 5)
      expect(logLoss(y, apply(calibration, said.scores, 3), 3)).toBeCloseTo(loss, 6)
    },
  )
})

/** Rows of probabilities and classes; some rows certain, some alike. */
const rowsOf = (classes: number) =>
  fc
    .array(
      fc.tuple(
        fc.array(fc.constantFrom(0, 1e-12, 0.01, 0.2, 0.5, 1, 3), { minLength: classes, maxLength: classes }),
        fc.nat(classes - 1),
      ),
      { minLength: 2, maxLength: 60 },
    )
    .map((rows): SaidRows => {
      const scores = new Float32Array(rows.length * classes)
      for (const [row, [weights]] of rows.entries()) {
        const total = weights.reduce<number>((sum, weight) => sum + weight, 0)
        for (const [j, weight] of weights.entries())
          scores[row * classes + j] = total > 0 ? weight / total : 1 / classes
      }
      return { scores, width: classes, actual: rows.map(([, actual]) => actual) }
    })

describe.each(CALIBRATIONS)('%s', (kind) => {
  it('gives probabilities that sum to 1, whatever the rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }).chain(rowsOf), (said) => {
        const calibrated = apply(fit(kind, said), said.scores, said.width)
        for (let from = 0; from < calibrated.length; from += said.width) {
          const row = Array.from(calibrated.subarray(from, from + said.width))
          expect(row.every((p) => p >= 0 && p <= 1)).toBe(true)
          expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
        }
      }),
    )
  })

  it('of two classes never turns a higher score into a lower probability, where higher scores came true more often', () => {
    fc.assert(
      fc.property(rowsOf(2), (said) => {
        const calibration = fit(kind, said)
        fc.pre(calibration.kind !== 'platt' || calibration.lines[0]!.slope >= 0)
        const rising = pairsOf(Array.from({ length: 65 }, (_, i) => i))
        const calibrated = positives(apply(calibration, rising, 2))
        for (let i = 1; i < calibrated.length; i++) expect(calibrated[i]).toBeGreaterThanOrEqual(calibrated[i - 1]!)
      }),
    )
  })
})

describe('a temperature', () => {
  it('leaves the order of the classes as it is', () => {
    fc.assert(
      fc.property(rowsOf(4), fc.double({ min: 0.02, max: 50, noNaN: true }), ({ scores, width }, temperature) => {
        const calibrated = apply({ kind: 'temperature', temperature }, scores, width)
        for (let from = 0; from < scores.length; from += width)
          for (let j = 1; j < width; j++)
            if (scores[from + j]! > scores[from]!)
              expect(calibrated[from + j]).toBeGreaterThanOrEqual(calibrated[from]!)
      }),
    )
  })

  it('of 1 changes nothing', () => {
    expectClose(
      apply({ kind: 'temperature', temperature: 1 }, Float32Array.of(0.2, 0.5, 0.3), 3),
      [0.2, 0.5, 0.3],
      1e-7,
    )
  })
})

describe('isotonic of classes that are all thought impossible', () => {
  it('gives each as much', () => {
    const nowhere = { x: [0, 1], y: [0, 0] }
    const calibration: Calibration = { kind: 'isotonic', curves: [nowhere, nowhere, nowhere] }
    expectClose(apply(calibration, Float32Array.of(0.2, 0.5, 0.3), 3), [1 / 3, 1 / 3, 1 / 3], 1e-7)
  })
})

describe('cross-fitting', () => {
  const { scores, y } = binary[2]!
  const said: SaidRows = { scores: pairsOf(scores), width: 2, actual: y }
  const folds = y.map((_, row) => row % 5)

  it('calibrates each row by what the other folds say', () => {
    const crossed = runAtOnce(crossFit('isotonic', said, folds))
    const others = scores.filter((_, row) => folds[row] !== 3)
    const own = fit('isotonic', { scores: pairsOf(others), width: 2, actual: y.filter((_, row) => folds[row] !== 3) })
    const fourth = pairsOf(scores.filter((_, row) => folds[row] === 3))
    expect(crossed.filter((_, i) => folds[i >> 1] === 3)).toEqual(apply(own, fourth, 2))
  })

  it('does not say of a row what its own answer would make of it', () => {
    const before = runAtOnce(crossFit('isotonic', said, folds))
    const turned = runAtOnce(crossFit('isotonic', { ...said, actual: y.with(7, 1 - y[7]!) }, folds))
    expect(turned[15]).toBe(before[15])
    expect(turned).not.toEqual(before)
  })
  it('rests between slices of rows', () => {
    const rows = 20_000
    let reads = 0
    const many = new Proxy<ArrayLike<number>>(
      Array.from({ length: rows }, (_, row) => row % 5),
      {
        get: (array, key) => {
          reads++
          return Reflect.get(array, key)
        },
      },
    )
    const actual = Uint8Array.from({ length: rows }, (_, row) => row % 2)
    const work = crossFit(
      'platt',
      { scores: pairsOf(Array.from(actual, (is) => 20 + is * 24)), width: 2, actual },
      many,
    )
    let most = 0
    for (let isDone = false; !isDone; reads = 0) {
      isDone = work.next().done === true
      most = Math.max(most, reads)
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(ROWS_AT_ONCE)
  })
})
