import { describe, expect, it } from 'vitest'
import type { Condition } from '../dataset/view.ts'
import { isGroupChosen, toggleGroup } from './toggle.ts'

const is = (text: string): Condition => ({ column: 'city', word: 'is', text })
const oneOf = (...texts: string[]): Condition => ({ column: 'city', word: 'oneOf', texts })
const between = (from: number, to: number): Condition => ({ column: 'age', word: 'between', from, to })
const missing: Condition = { column: 'city', word: 'missing' }
const search: Condition = { column: 'note', word: 'contains', text: 'late' }

describe('toggleGroup', () => {
  it('gathers texts of a column, and lets them go one by one', () => {
    const one = toggleGroup([search], is('Oslo'))
    expect(one).toEqual([search, is('Oslo')])
    const two = toggleGroup(one, is('Bergen'))
    expect(two).toEqual([search, oneOf('Oslo', 'Bergen')])
    expect(isGroupChosen(two, is('Bergen'))).toBe(true)
    expect(isGroupChosen(two, is('Molde'))).toBe(false)
    expect(toggleGroup(two, is('Oslo'))).toEqual([search, is('Bergen')])
    expect(toggleGroup(one, is('Oslo'))).toEqual([search])
    const rest = toggleGroup(two, oneOf('Molde', 'Bodø'))
    expect(rest).toEqual([search, oneOf('Oslo', 'Bergen', 'Molde', 'Bodø')])
    expect(toggleGroup(rest, oneOf('Molde', 'Bodø'))).toEqual([search, oneOf('Oslo', 'Bergen')])
  })

  it('has one range of a column at a time, and takes it out again', () => {
    const first = toggleGroup([is('Oslo')], between(1, 2))
    expect(first).toEqual([is('Oslo'), between(1, 2)])
    expect(toggleGroup(first, between(3, 4))).toEqual([is('Oslo'), between(3, 4)])
    expect(toggleGroup(first, { word: 'between', to: 2, from: 1, column: 'age' })).toEqual([is('Oslo')])
  })

  it('does not ask for a text and for none at once', () => {
    expect(toggleGroup([is('Oslo')], missing)).toEqual([missing])
    expect(toggleGroup([missing], is('Oslo'))).toEqual([is('Oslo')])
    expect(isGroupChosen([missing], missing)).toBe(true)
  })
})
