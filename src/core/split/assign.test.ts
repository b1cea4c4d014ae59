import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Vector } from '../dataset/column.ts'
import { toErrorData } from '../errors.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { assignSplit } from './assign.ts'
import { describeSplit } from './describe.ts'
import { PARTS, type Split, type SplitSpec } from './split.ts'

const shares = { test: 0.2, validation: 0.16 }

function assign(
  spec: SplitSpec,
  target: readonly number[],
  { seed = 42, task = 'regression' as TaskKind, column = undefined as Vector | undefined } = {},
): Split {
  return assignSplit({ spec, seed, rows: target.length, target: Float64Array.from(target), task, column })
}

function coded(texts: readonly (string | null)[]): Vector {
  const dictionary = [...new Set(texts.filter((text) => text !== null))]
  return {
    kind: 'coded',
    codes: Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text))),
    dictionary,
  }
}

function numeric(values: readonly number[]): Vector {
  return { kind: 'numeric', values: Float64Array.from(values) }
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (cause) {
    return toErrorData(cause).code
  }
  return 'none'
}

const zeros = (rows: number) => new Array<number>(rows).fill(0)
const range = (rows: number) => Array.from({ length: rows }, (_, row) => row)

/** Rows without a target are in no part; the rest in exactly one, each part ascending. */
function expectPartition(split: Split, target: readonly number[]): void {
  const labelled = range(target.length).filter((row) => !Number.isNaN(target[row]))
  expect([...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)).toEqual(labelled)
  expect(split.unlabelled).toBe(target.length - labelled.length)
  for (const part of PARTS) expect([...split[part]]).toEqual([...split[part]].sort((a, b) => a - b))
}

// The expected rows of the first three tests come from python3 with hashlib, by the definition of uniform.test.ts:
// [i for i in range(40) if u(42, i) < .2]; per class sorted(rows, key=lambda i: u(42, i))[:int(n * .2 + .5)]; and so on.
describe('assignSplit agrees with another implementation', () => {
  it('random', () => {
    const split = assign({ kind: 'random', ...shares }, zeros(40))
    expect([...split.test]).toEqual([8, 19, 26, 27, 38])
    expect([...split.validation]).toEqual([1, 3, 5, 6, 7, 15, 22, 24])
  })

  it('stratified', () => {
    const target = range(40).map((row) => Number(row % 3 === 0))
    const split = assign({ kind: 'stratified', ...shares }, target, { task: 'binary' })
    expect([...split.test]).toEqual([3, 5, 6, 8, 19, 26, 27, 38])
    expect([...split.validation]).toEqual([1, 7, 15, 22, 24, 34])
  })

  it('group', () => {
    const groups = range(160).map((row) => `g${Math.floor(row / 4)}`)
    const split = assign({ kind: 'group', column: 'g', ...shares }, zeros(160), { column: coded(groups) })
    const of = (rows: Uint32Array) => new Set([...rows].map((row) => groups[row]))
    expect(of(split.test)).toEqual(new Set('g15 g19 g2 g20 g22 g26 g27 g29 g34 g36 g38 g39'.split(' ')))
    expect(of(split.validation)).toEqual(new Set('g0 g1 g12 g14 g3 g4 g7 g9'.split(' ')))
  })
})

const target = fc.array(fc.constantFrom(0, 1, 2, Number.NaN), { minLength: 150, maxLength: 300 })
const seed = fc.integer({ min: 0, max: 2 ** 31 })

describe('random', () => {
  it('covers every labelled row once, and the same way again', () => {
    fc.assert(
      fc.property(target, seed, (rows, seed) => {
        const split = assign({ kind: 'random', test: 0.3, validation: 0.3 }, rows, { seed })
        expectPartition(split, rows)
        expect(assign({ kind: 'random', test: 0.3, validation: 0.3 }, rows, { seed })).toEqual(split)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps every row where it was when rows are appended', () => {
    fc.assert(
      fc.property(target, target, seed, (rows, more, seed) => {
        const spec: SplitSpec = { kind: 'random', test: 0.3, validation: 0.3 }
        const before = assign(spec, rows, { seed })
        const after = assign(spec, [...rows, ...more], { seed })
        for (const part of PARTS) expect([...after[part]].filter((row) => row < rows.length)).toEqual([...before[part]])
      }),
      { numRuns: 40 },
    )
  })
})

describe('stratified', () => {
  it('gives each class its shares to the nearest row, and classes of three a row in every part', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(sizes, seed, (counts, seed) => {
        fc.pre(counts.some((count) => count >= 3))
        const rows = counts.flatMap((count, label) => new Array<number>(count).fill(label))
        const split = assign({ kind: 'stratified', ...shares }, rows, { seed, task: 'multiclass' })
        expectPartition(split, rows)
        counts.forEach((count, label) => {
          const held = (part: Uint32Array) => [...part].filter((row) => rows[row] === label).length
          expect(held(split.train)).toBeGreaterThan(0)
          if (count < 3) return
          expect(held(split.test)).toBe(Math.max(1, Math.round(count * 0.2)))
          expect(held(split.validation)).toBe(Math.max(1, Math.round(count * 0.16)))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('is refused for a number, with what to choose instead', () => {
    expect(codeOf(() => assign({ kind: 'stratified', ...shares }, range(50)))).toBe('split.invalid')
  })
})

describe('group', () => {
  it('never lets a group straddle parts; rows without one go alone', () => {
    const cells = fc.array(fc.option(fc.integer({ min: 0, max: 60 }).map(String), { freq: 8 }), {
      minLength: 300,
      maxLength: 400,
    })
    fc.assert(
      fc.property(cells, seed, (groups, seed) => {
        const rows = zeros(groups.length)
        const split = assign({ kind: 'group', column: 'g', test: 0.3, validation: 0.3 }, rows, {
          seed,
          column: coded(groups),
        })
        expectPartition(split, rows)
        const seen = new Map<string, string>()
        for (const part of PARTS)
          for (const row of split[part]) {
            const group = groups[row]
            if (typeof group !== 'string') continue
            expect(seen.get(group) ?? part).toBe(part)
            seen.set(group, part)
          }
      }),
      { numRuns: 40 },
    )
  })

  it('needs its column', () => {
    expect(codeOf(() => assign({ kind: 'group', column: 'g', ...shares }, zeros(50)))).toBe('split.invalid')
  })
})

describe('time', () => {
  const spec: SplitSpec = { kind: 'time', column: 't', ...shares }

  it('has no instant of a later part before or at one of an earlier', () => {
    const cells = fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 40 }) }, fc.constant(Number.NaN)),
      {
        minLength: 100,
        maxLength: 200,
      },
    )
    fc.assert(
      fc.property(cells, (times) => {
        const rows = zeros(times.length)
        const split = assign(spec, rows, { column: numeric(times) })
        expectPartition(split, rows)
        const dated = (part: Uint32Array) => [...part].map((row) => times[row]!).filter((time) => !Number.isNaN(time))
        expect(Math.max(...dated(split.train))).toBeLessThan(Math.min(...split.validation.map((row) => times[row]!)))
        expect(Math.max(...dated(split.validation))).toBeLessThan(Math.min(...dated(split.test)))
        for (const [row, time] of times.entries()) if (Number.isNaN(time)) expect(split.train).toContain(row)
      }),
      { numRuns: 60 },
    )
  })

  it('cuts exactly at the shares where every instant has one row, whatever the order of the file', () => {
    const split = assign(spec, zeros(100), { column: numeric(range(100).map((row) => (row * 37) % 100)) })
    expect(split.test.length).toBe(20)
    expect(split.validation.length).toBe(16)
    expect(split.train.length).toBe(64)
  })

  it('moves a cut to the nearer end of a tie', () => {
    // 10 rows a day: the cut of the test at 96 of 120 rows goes to day 10 (100 rows), that of validation at 76.8 to day 8.
    const split = assign(spec, zeros(120), { column: numeric(range(120).map((row) => Math.floor(row / 10))) })
    expect(split.test[0]).toBe(100)
    expect(split.validation[0]).toBe(80)
  })

  it('refuses text, and fewer than three instants', () => {
    expect(codeOf(() => assign(spec, zeros(9), { column: coded(range(9).map(String)) }))).toBe('split.invalid')
    expect(codeOf(() => assign(spec, zeros(9), { column: numeric(range(9).map((i) => i % 2)) }))).toBe('split.empty')
  })
})

describe('splits that name their test rows', () => {
  it('modulus: exactly the rows with that remainder test', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(8), seed, (modulus, remainder, seed) => {
        fc.pre(remainder < modulus)
        const rows = range(200).map((row) => row % 2)
        const split = assign({ kind: 'modulus', modulus, remainder, validation: 0.2 }, rows, { seed, task: 'binary' })
        expect([...split.test]).toEqual(range(200).filter((row) => row % modulus === remainder))
        expectPartition(split, rows)
      }),
    )
  })

  it('column: the rows that read the value, by the text that the cell shows', () => {
    const texts = range(100).map((row) => (row % 4 === 0 ? 'test' : row % 4 === 1 ? null : 'train'))
    const spec: SplitSpec = { kind: 'column', column: 'part', testValue: 'test', validation: 0.2 }
    const split = assign(spec, zeros(100), { column: coded(texts) })
    expect([...split.test]).toEqual(range(100).filter((row) => row % 4 === 0))

    const holdout = numeric(range(100).map((row) => Number(row % 4 === 0)))
    const input = { seed: 1, rows: 100, target: new Float64Array(100), task: 'regression', column: holdout } as const
    const truth = assignSplit({ ...input, spec: { ...spec, testValue: 'true' }, columnType: 'boolean' })
    expect([...truth.test]).toEqual([...split.test])
    expect(codeOf(() => assignSplit({ ...input, spec: { ...spec, testValue: 'yes' } }))).toBe('split.empty')
  })

  it('file: the labelled rows of the other file test, and of this one a share of each class validates', () => {
    const rows = range(100).map((row) => Number(row % 10 === 0))
    const split = assignSplit({
      spec: { kind: 'file', testDatasetId: 'other', validation: 0.2 },
      seed: 3,
      rows: 100,
      target: Float64Array.from(rows),
      task: 'binary',
      testTarget: Float64Array.of(0, Number.NaN, 1, 1),
    })
    expect([...split.test]).toEqual([0, 2, 3])
    expect(split.unlabelled).toBe(1)
    expect([...split.validation].filter((row) => rows[row] === 1).length).toBe(2)
    expect(split.validation.length).toBe(20)
    expect(split.train.length).toBe(80)
  })
})

describe('what cannot be', () => {
  it('no part may be empty', () => {
    expect(codeOf(() => assign({ kind: 'random', ...shares }, zeros(2)))).toBe('split.empty')
    expect(codeOf(() => assign({ kind: 'random', ...shares }, new Array(50).fill(Number.NaN)))).toBe('split.empty')
    expect(codeOf(() => assign({ kind: 'stratified', ...shares }, [0, 1, 0, 1], { task: 'binary' }))).toBe(
      'split.empty',
    )
  })

  it.each<SplitSpec>([
    { kind: 'random', test: 0.5, validation: 0.5 },
    { kind: 'random', test: 0, validation: 0.2 },
    { kind: 'random', test: Number.NaN, validation: 0.2 },
    { kind: 'stratified', test: 0.2, validation: -0.1 },
    { kind: 'modulus', modulus: 5, remainder: 5, validation: 0.2 },
    { kind: 'modulus', modulus: 2.5, remainder: 0, validation: 0.2 },
  ])('%j is refused', (spec) => {
    expect(codeOf(() => assign(spec, zeros(100), { task: 'binary' }))).toBe('split.invalid')
  })
})

describe('describeSplit', () => {
  it('says shares without binary waste', () => {
    expect(describeSplit({ kind: 'stratified', ...shares })).toBe(
      '64% train, 16% validate, 20% test, same mix of classes in each',
    )
    expect(describeSplit({ kind: 'time', column: 'date', test: 0.29, validation: 0.14 })).toBe(
      'Oldest 57% train, next 14% validate, newest 29% test, by date',
    )
  })
})
