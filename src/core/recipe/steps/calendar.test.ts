import fc from 'fast-check'
import { expect, it } from 'vitest'
import { civilOf, clipInstant, DAY_MS, dayIn, dayOf, firstDayOf, monthIn, weekdayOf, yearIn } from './calendar.ts'

it('agrees with Date on every day of 800 years and on any instant', () => {
  const agree = (ms: number) => {
    const date = new Date(ms)
    const day = dayOf(ms)
    const civil = civilOf(day)
    const found = [yearIn(civil), monthIn(civil), dayIn(civil), weekdayOf(day)]
    const expected = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCDay()]
    if (found.join() !== expected.join()) expect(found).toEqual(expected)
  }
  for (let day = dayOf(Date.UTC(1600, 0, 1)); day < dayOf(Date.UTC(2401, 0, 1)); day++) agree(day * DAY_MS)
  fc.assert(fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), agree), { numRuns: 10_000 })
})

it('begins every year where Date does', () => {
  for (let year = -271_820; year <= 275_760; year += 7)
    expect(firstDayOf(year)).toBe(new Date(0).setUTCFullYear(year, 0, 1) / DAY_MS)
})

it('clips an instant as Date does', () => {
  const agree = (ms: number) => {
    expect(clipInstant(ms)).toBe(new Date(ms).getTime())
  }
  fc.assert(fc.property(fc.double(), agree))
  for (const ms of [8.64e15, -8.64e15, 8.64e15 + 2, -0.5, -0]) agree(ms)
})
