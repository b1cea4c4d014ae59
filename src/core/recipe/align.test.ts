import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignSteps } from './align.ts'
import type { Recipe, Step } from './recipe.ts'

const drop = (id: string, ...columns: string[]): Step => ({ kind: 'drop', id, on: true, columns })
const sample = (id: string, share: number): Step => ({ kind: 'sample', id, on: true, columns: [], share })
const recipe = (...steps: Step[]): Recipe => ({ schema: 1, steps })
const idsOf = (recipes: readonly Recipe[]) => alignSteps(recipes).map((row) => row.map((step) => step?.id))

const steps = fc.array(
  fc.oneof(
    fc.tuple(fc.uuid(), fc.constantFrom('a', 'b', 'c')).map(([id, column]) => drop(id, column)),
    fc.tuple(fc.uuid(), fc.constantFrom(0.1, 0.5)).map(([id, share]) => sample(id, share)),
  ),
  { maxLength: 6 },
)

describe('alignSteps', () => {
  it('gives an inserted step a row of its own and moves no other', () => {
    const before = recipe(drop('1', 'a'), sample('2', 0.5), drop('3', 'b'))
    const after = recipe(drop('4', 'a'), drop('5', 'z'), sample('6', 0.5), drop('7', 'b'))
    expect(idsOf([before, after])).toEqual([
      ['1', '4'],
      [undefined, '5'],
      ['2', '6'],
      ['3', '7'],
    ])
  })

  it('makes a changed step the counterpart of the one of its kind that shares the most columns', () => {
    expect(
      idsOf([recipe(drop('1', 'a', 'b'), drop('2', 'x', 'y')), recipe(drop('3', 'x', 'z')), recipe(sample('4', 0.5))]),
    ).toEqual([
      ['1', undefined, undefined],
      ['2', '3', undefined],
      [undefined, undefined, '4'],
    ])
  })

  it('leaves out steps that are off', () => {
    expect(idsOf([recipe({ ...drop('1', 'a'), on: false }), recipe()])).toEqual([])
  })

  it('holds every step once and in order, only those of one kind in a row', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 4 }), (lists) => {
        const rows = alignSteps(lists.map((list) => recipe(...list)))
        lists.forEach((list, place) => {
          expect(rows.flatMap((row) => row[place] ?? [])).toEqual(list)
        })
        for (const row of rows) {
          expect(row).toHaveLength(lists.length)
          expect(new Set(row.flatMap((step) => step?.kind ?? [])).size).toBe(1)
        }
      }),
    )
  })

  it('finds no difference wherever a step is inserted or taken out, but there', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, at) => {
        const place = at % (list.length + 1)
        const more = list.toSpliced(place, 0, drop('new', 'never seen before'))
        const rows = alignSteps([recipe(...list), recipe(...more)])
        expect(rows).toHaveLength(more.length)
        expect(rows.filter(([a, b]) => a === undefined || b === undefined)).toEqual([[undefined, more[place]]])
      }),
    )
  })
})
