import { expect, it } from 'vitest'
import type { Doubt } from './dataset.ts'
import { describeDoubt, doubtKey, openDoubts, settleOrder } from './doubt.ts'

const mark: Doubt = { kind: 'missing', token: '-200', cells: 16_701, columns: ['CO', 'NOx'] }
const dates: Doubt = { kind: 'dateOrder', example: '01/02/2020', cells: 40, columns: ['date'] }

it('asks about a mark for missing, and reads it so beside the words there are', () => {
  const { raw, text, question, answers } = describeDoubt(mark, ['NA'])
  expect(`${raw} ${text} ${question}`).toBe(
    '-200 stands 16,701 times in 2 columns, far from their other values. Does it stand for missing?',
  )
  expect(answers.map(({ parts }) => parts)).toEqual([{ missing: ['NA', '-200'] }, undefined])
  expect(describeDoubt({ ...mark, cells: 1, columns: ['CO'] }, []).text).toBe(
    'stands once in CO, far from its other values.',
  )
})

it('asks about the order of dates', () => {
  const { raw, text, question, answers } = describeDoubt(dates, [])
  expect(`${raw} ${text} ${question}`).toBe('01/02/2020 in date: is the day first or the month?')
  expect(answers.map(({ parts }) => parts)).toEqual([{ dateOrder: 'dmy' }, { dateOrder: 'mdy' }, undefined])
  expect(describeDoubt({ ...dates, columns: ['a', 'b', 'c'] }, []).text).toBe('in a and 2 more columns:')
})

it('leaves out what was settled', () => {
  expect(openDoubts({ doubts: [mark, dates], settled: [doubtKey(mark)] })).toEqual([dates])
  expect(openDoubts({})).toEqual([])
})

it('leaves a doubt about dates to the columns that are still text', () => {
  const mark: Doubt = { kind: 'missing', token: '-200', cells: 3, columns: ['a'] }
  const order: Doubt = { kind: 'dateOrder', example: '01/02/2020', cells: 7, columns: ['a', 'b'] }
  const once = settleOrder([mark, order], 'a', 4)
  expect(once).toEqual([mark, { ...order, cells: 3, columns: ['b'] }])
  expect(settleOrder(once, 'b', 3)).toEqual([mark])
  expect(settleOrder(once, 'c', 3)).toEqual(once)
})
