import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBudget, shareOf, timeLeft, unlimited } from './budget.ts'

describe('openBudget', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is over when the time is up, and never without a limit', () => {
    const isOver = openBudget(1_000)
    expect(isOver()).toBe(false)
    vi.advanceTimersByTime(999)
    expect(isOver()).toBe(false)
    vi.advanceTimersByTime(1)
    expect(isOver()).toBe(true)
    expect(openBudget(0)()).toBe(true)
    expect(openBudget(undefined)).toBe(unlimited)
    expect(unlimited()).toBe(false)
  })
})

describe('shareOf', () => {
  it('is known once it is known of how much', () => {
    expect(shareOf({ done: 3, total: 4 })).toBe(0.75)
    expect(shareOf({ done: 0, total: 0 })).toBeUndefined()
    expect(shareOf(undefined)).toBeUndefined()
  })
})

describe('timeLeft', () => {
  it('goes on as it went so far, and no longer than the budget', () => {
    expect(timeLeft(1_000, { done: 20, total: 100 })).toBe(4_000)
    expect(timeLeft(1_000, { done: 20, total: 100 }, 3_000)).toBe(2_000)
    expect(timeLeft(3_500, { done: 20, total: 100 }, 3_000)).toBe(0)
    expect(timeLeft(1_000, { done: 0, total: 100 })).toBeUndefined()
    expect(timeLeft(1_000, { done: 5, total: 5 })).toBe(0)
  })
})
