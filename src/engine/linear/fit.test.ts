import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Family, IterationRecord, Penalty } from '@/core/linear/linear.ts'
import { unattended } from '@/core/task.ts'
import { describeNetwork } from '../neural/shape.ts'
import { fitLinear, type LinearFit } from './fit.ts'
import { makeRows } from './fixtures/made.ts'
import { toParameters } from './parameters.ts'
import { predictLinear } from './predict.ts'
import type { LinearRows } from './rows.ts'

const FREE: Penalty = { strength: 0, l1Ratio: 0 }
const PENALTIES: readonly Penalty[] = [FREE, { strength: 0.1, l1Ratio: 0 }, { strength: 0.1, l1Ratio: 0.5 }]

function rowsOf(
  family: Family,
  x: readonly (readonly number[])[],
  y: readonly number[],
  more: Partial<LinearRows> = {},
) {
  const width = x[0]?.length ?? 0
  return { family, x: Float32Array.from(x.flat()), width, y: Float64Array.from(y), classCount: 3, ...more }
}

const isSound = ({ coefficients, intercepts, objective }: LinearFit) =>
  [...coefficients, ...intercepts, objective].every(Number.isFinite)

describe('odd answers and odd columns', () => {
  const x = [[1], [2], [3], [5]]

  it.each(PENALTIES)('a constant target is its mean ($strength, $l1Ratio)', async (penalty) => {
    const fit = await fitLinear(rowsOf('gaussian', x, [7, 7, 7, 7]), penalty, unattended)
    expect(fit.coefficients[0]).toBeCloseTo(0, 12)
    expect(fit.intercepts[0]).toBeCloseTo(7, 12)
  })

  it.each(PENALTIES)('answers all of one kind are as sure as rows are many ($strength, $l1Ratio)', async (penalty) => {
    const one = await fitLinear(rowsOf('binomial', x, [1, 1, 1, 1]), penalty, unattended)
    expect(one).toMatchObject({ ended: 'separated', noErrors: 'unfinished' })
    // Half a row of the other class.
    expect(one.intercepts[0]).toBeCloseTo(Math.log(4 / 0.5), 12)
    const none = await fitLinear(rowsOf('poisson', x, [0, 0, 0, 0]), penalty, unattended)
    expect(none.intercepts[0]).toBeCloseTo(Math.log(0.5 / 4), 12)
    const classes = await fitLinear(rowsOf('multinomial', x, [2, 2, 2, 2]), penalty, unattended)
    expect(isSound(classes)).toBe(true)
    expect([...(await predictLinear(classes, new Float32Array(1), 1, unattended))][2]).toBeGreaterThan(0.75)
  })

  it('a class without rows is rare, and the others are as if it were none', async () => {
    const [with3, with2] = await Promise.all(
      [3, 2].map((classCount) =>
        fitLinear(rowsOf('multinomial', x, [0, 1, 0, 1], { classCount }), { strength: 0.1, l1Ratio: 0 }, unattended),
      ),
    )
    const close = (values: Float64Array) => [...values].map((value) => expect.closeTo(value, 10))
    expect([...with3!.coefficients]).toEqual([...close(with2!.coefficients), 0])
    expect([...with3!.intercepts.subarray(0, 2)]).toEqual(close(with2!.intercepts))
    expect(with3!.errors!.coefficients[2]).toBeNaN()
    const chances = await predictLinear(with3!, Float32Array.of(2), 1, unattended)
    expect(chances[2]).toBeLessThan(0.2)
    expect(chances[0]! + chances[1]! + chances[2]!).toBeCloseTo(1, 12)
  })

  it('no columns, one row, a column of zeros, constant ones', async () => {
    const empty = await fitLinear(rowsOf('poisson', [[], [], []], [1, 2, 6]), FREE, unattended)
    expect(empty.intercepts[0]).toBeCloseTo(Math.log(3), 12)
    expect(empty.coefficients).toHaveLength(0)
    const one = await fitLinear(rowsOf('gaussian', [[3, 4]], [5]), FREE, unattended)
    expect([...one.coefficients, ...one.intercepts]).toEqual([0, 0, 5])
    expect(one.noErrors).toBe('noFreedom')
    // Least squares of 1, 2, 2, 4 on 1, 2, 3, 5: slope 6.25 / 8.75.
    const zeros = await fitLinear(
      rowsOf(
        'gaussian',
        x.map(([value]) => [0, value!, 4]),
        [1, 2, 2, 4],
      ),
      FREE,
      unattended,
    )
    expect([...zeros.coefficients]).toEqual([0, expect.closeTo(6.25 / 8.75, 10), 0])
    expect([...zeros.errors!.coefficients]).toEqual([Number.NaN, expect.any(Number), Number.NaN])
    expect(zeros.errors!.coefficients[1]).toBeGreaterThan(0)
  })

  it('the slope of a line has the standard error of the textbook: s / √Sxx', async () => {
    const { errors } = await fitLinear(rowsOf('gaussian', x, [1, 2, 2, 4]), FREE, unattended)
    const slope = 6.25 / 8.75
    const squares = 4.75 - slope * 6.25
    expect(errors!.coefficients[0]).toBeCloseTo(Math.sqrt(squares / 2 / 8.75), 10)
    expect(errors!.intercepts[0]).toBeCloseTo(Math.sqrt((squares / 2) * (1 / 4 + 2.75 ** 2 / 8.75)), 10)
  })

  it.each(['binomial', 'multinomial'] as const)(
    'classes that a plane parts are parted, and it says so (%s)',
    async (family) => {
      const apart = rowsOf(family, [[-2], [-1], [1], [2]], [0, 0, 1, 1], { classCount: 2 })
      const free = await fitLinear(apart, FREE, unattended)
      expect(free.ended).toBe('separated')
      expect(free.errors).toBeUndefined()
      expect(isSound(free)).toBe(true)
      const held = await fitLinear(apart, { strength: 0.01, l1Ratio: 0 }, unattended)
      expect(held.ended).toBe('converged')
      expect(held.errors).toBeDefined()
    },
  )

  it('a category of one class alone has no standard error, the others do', async () => {
    const fit = await fitLinear(
      rowsOf(
        'binomial',
        [
          [1, 0],
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 4],
          [0, 5],
          [1, 3],
        ],
        [1, 0, 1, 0, 1, 1, 1],
      ),
      FREE,
      unattended,
    )
    expect(isSound(fit)).toBe(true)
    expect(fit.errors!.coefficients[0]).toBeNaN()
    expect(fit.errors!.coefficients[1]).toBeGreaterThan(0)
  })

  it('rows of weight 0 are not there, and a row of weight 2 is there twice', async () => {
    const made = { rows: 60, kind: 'plain', answer: 'class', classes: 2, family: 'binomial', weighted: false } as const
    const { x: cells, y, width } = makeRows(made)
    const weights = y.map((_, row) => row % 3)
    const repeated = [...y.keys()].flatMap((row) => new Array<number>(row % 3).fill(row))
    const ridge = { strength: 0.05, l1Ratio: 0 }
    const a = await fitLinear({ family: 'binomial', x: cells, y, width, weights }, ridge, unattended)
    const b = await fitLinear(
      {
        family: 'binomial',
        x: Float32Array.from(repeated.flatMap((row) => [...cells.subarray(row * width, (row + 1) * width)])),
        y: Float64Array.from(repeated, (row) => y[row]!),
        width,
      },
      ridge,
      unattended,
    )
    for (const [i, value] of b.coefficients.entries()) expect(a.coefficients[i]).toBeCloseTo(value, 8)
    for (const [i, value] of b.errors!.coefficients.entries()) expect(a.errors!.coefficients[i]).toBeCloseTo(value, 8)
  })

  it('columns that are nearly the same, and columns far from 0, are sound', async () => {
    const { x: cells, y } = makeRows({
      rows: 200,
      kind: 'plain',
      answer: 'number',
      classes: 2,
      family: 'gaussian',
      weighted: false,
    })
    const near = Float32Array.from({ length: 600 }, (_, i) => {
      const value = cells[Math.floor(i / 3) * 6]!
      return i % 3 === 0 ? value : i % 3 === 1 ? value * (1 + 1e-7 * (i % 7)) : 1e6 + value
    })
    for (const penalty of PENALTIES) {
      const fit = await fitLinear({ family: 'gaussian', x: near, y, width: 3 }, penalty, unattended)
      expect(isSound(fit)).toBe(true)
      expect(fit.ended).toBe('converged')
    }
  })
})

describe('what cannot be fitted is refused', () => {
  const refused = (code: string, message: RegExp) => ({ code, message: expect.stringMatching(message) })

  it.each([
    [rowsOf('gaussian', [], []), 'split.empty', /no training rows/],
    [rowsOf('gaussian', [[1]], [1], { weights: Float64Array.of(0) }), 'split.empty', /no training rows/],
    [rowsOf('gaussian', [[1]], [1], { weights: Float64Array.of(-1) }), 'spec.invalid', /weight -1/],
    [
      rowsOf(
        'gaussian',
        [
          [1, 2],
          [3, Number.NaN],
        ],
        [1, 2],
      ),
      'recipe.invalid',
      /Row 2 of the training rows has NaN in feature 2/,
    ],
    [rowsOf('gaussian', [[Number.POSITIVE_INFINITY]], [1]), 'recipe.invalid', /Row 1 .* Infinity in feature 1/],
    [rowsOf('gaussian', [[1], [2]], [1, Number.NaN]), 'target.unusable', /Row 2 .* NaN/],
    [rowsOf('gaussian', [[1], [2]], [1e200, -1e200]), 'target.unusable', /so large/],
    [rowsOf('poisson', [[1]], [-1]), 'target.unusable', /0 or more/],
    [rowsOf('binomial', [[1]], [2]), 'target.unusable', /one of two/],
    [rowsOf('multinomial', [[1]], [0.5]), 'target.unusable', /class/],
    [rowsOf('gaussian', [[1, 2]], [1], { width: 1 }), 'spec.invalid', /do not go with/],
  ] as const)('%#', async (rows, code, message) => {
    await expect(fitLinear(rows, FREE, unattended)).rejects.toMatchObject(refused(code, message))
  })

  it.each([[{ strength: -1, l1Ratio: 0 }], [{ strength: Number.NaN, l1Ratio: 0 }], [{ strength: 1, l1Ratio: 2 }]])(
    '%j',
    async (penalty) => {
      await expect(fitLinear(rowsOf('gaussian', [[1]], [1]), penalty, unattended)).rejects.toMatchObject({
        code: 'spec.invalid',
      })
    },
  )
})

describe('a fit under way', () => {
  const rows = makeRows({
    rows: 200,
    kind: 'correlated',
    answer: 'class',
    classes: 2,
    family: 'binomial',
    weighted: false,
  })

  it('tells of each iteration, with the same bits each time', async () => {
    const told: IterationRecord[] = []
    const fit = await fitLinear(rows, FREE, { ...unattended, report: (event) => told.push(event) })
    expect(told).toEqual(fit.history)
    expect(told.map(({ iteration }) => iteration)).toEqual(told.map((_, i) => i + 1))
    expect(await fitLinear(rows, FREE, unattended)).toEqual(fit)
  })

  it('keeps what it has when it is stopped after an iteration, and is nothing before', async () => {
    const stopper = new AbortController()
    // Enough rows that a breath is due in every iteration.
    const many = { ...rows, x: new Float32Array(200 * 6 * 600), y: new Float64Array(200 * 600) }
    for (let i = 0; i < 600; i++) {
      many.x.set(rows.x, i * rows.x.length)
      many.y.set(rows.y, i * rows.y.length)
    }
    const slow = { ...unattended, signal: stopper.signal, report: () => stopper.abort() }
    const fit = await fitLinear(many, FREE, slow)
    expect(['stopped', 'converged']).toContain(fit.ended)
    if (fit.ended === 'stopped') expect(fit.noErrors).toBe('unfinished')
    expect(isSound(fit)).toBe(true)
    await expect(fitLinear(many, FREE, slow)).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('parameters', () => {
  it.each(['binary', 'multiclass'] as const)('lie in the order of the network of no layers (%s)', async (task) => {
    const family = task === 'binary' ? 'binomial' : 'multinomial'
    const classes = task === 'binary' ? 2 : 3
    const rows = makeRows({ rows: 50, kind: 'plain', answer: 'class', classes, family, weighted: false })
    const fit = await fitLinear(rows, { strength: 0.1, l1Ratio: 0 }, unattended)
    const shape = describeNetwork(6, [], task, classes)
    const parameters = toParameters(fit)
    expect(parameters).toHaveLength(shape.size)
    const { kernelAt, biasAt, units } = shape.layers[0]!
    expect(parameters[kernelAt + 2 * units]).toBe(Math.fround(fit.coefficients[2 * units]!))
    expect(parameters[biasAt]).toBe(Math.fround(fit.intercepts[0]!))
  })

  it('that single precision does not reach are refused', () => {
    expect(() => toParameters({ coefficients: Float64Array.of(1e39), intercepts: Float64Array.of(0) })).toThrow(
      /larger/,
    )
  })
})

describe('whatever numbers come', () => {
  const cell = fc.oneof(
    fc.constantFrom(0, 1, -1),
    fc.float({ noNaN: true, min: -1e3, max: 1e3 }),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  )
  it('models are finite and no worse than none', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Family>('gaussian', 'binomial', 'multinomial', 'poisson'),
        fc.integer({ min: 1, max: 4 }).chain((width) =>
          fc.array(fc.tuple(fc.array(cell, { minLength: width, maxLength: width }), fc.integer({ min: 0, max: 2 })), {
            minLength: 1,
            maxLength: 12,
          }),
        ),
        fc.constantFrom(...PENALTIES),
        async (family, drawn, penalty) => {
          const y = drawn.map(([, label]) => (family === 'binomial' ? Math.min(1, label) : label))
          const rows = rowsOf(
            family,
            drawn.map(([cells]) => cells),
            y,
          )
          const fit = await fitLinear(rows, penalty, unattended)
          expect(isSound(fit)).toBe(true)
          const none = await fitLinear({ ...rows, x: new Float32Array(0), width: 0 }, penalty, unattended)
          expect(fit.objective).toBeLessThanOrEqual(none.objective * (1 + 1e-9) + 1e-12)
        },
      ),
      { numRuns: 100 },
    ))
})
