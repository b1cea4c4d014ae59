import { describe, expect, it } from 'vitest'
import { baseline, boardRow } from '@/testing/boardRows.ts'
import type { Learner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import { boardColumns, cellText } from './boardColumns.ts'
import { facetsOf } from './facets.ts'
import { matchesQuery, parseQuery } from './query.ts'

const network = (members?: number): Learner => ({
  kind: 'network',
  options: { ...LEARNERS.network.defaults(500), ...(members !== undefined && { members }) },
})
const glm = (strength?: number): Learner => ({ kind: 'glm', options: strength === undefined ? {} : { strength } })
const boardOf = (...learners: readonly Learner[]) => {
  const rows = learners.map((learner, i) => boardRow('ABC'[i]!, i, { spec: { learner }, metrics: { accuracy: 0.5 } }))
  const { columns } = boardColumns(rows, 'multiclass', 'accuracy')
  return {
    rows,
    column: (key: string) => columns.find((each) => each.key === `option.${key}`)!,
    found: (query: string) =>
      rows.filter((row) => matchesQuery(parseQuery(query, columns).terms!, row)).map(({ name }) => name),
  }
}

describe('the column of a setting', () => {
  it('has what holds where options leave it out, as exploring runs does', () => {
    const { rows, column, found } = boardOf(network(), network(5), baseline)
    const members = column('members')
    expect(members.kind).toBe('number')
    expect(rows.map(members.valueOf)).toEqual([1, 5, undefined])
    expect(rows.map((row) => cellText(members, row))).toEqual(['1', '5', ''])
    expect(facetsOf(rows, 'multiclass').find(({ key }) => key === 'members')!.values).toEqual(rows.map(members.valueOf))
    expect(found('members:1')).toEqual(['A'])
    expect(found('members<5')).toEqual(['A'])
  })

  it('says auto where it is left to the training, and compares the numbers of the others', () => {
    const { rows, column, found } = boardOf(glm(), glm(0.5), glm(2))
    expect(rows.map((row) => cellText(column('strength'), row))).toEqual(['auto', '0.50', '2'])
    expect(found('strength>1')).toEqual(['C'])
  })

  it('is of texts where one learner has one', () => {
    const layers = { ...network(), options: { ...LEARNERS.network.defaults(500), hidden: [8, 4] } } as Learner
    const { rows, column } = boardOf(network(), layers)
    expect(column('hidden').kind).toBe('text')
    expect(cellText(column('hidden'), rows[1]!)).toBe('8, 4')
  })
})
