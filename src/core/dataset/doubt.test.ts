import { expect, it } from 'vitest'
import type { Doubt } from './dataset.ts'
import { settleOrder } from './doubt.ts'

it('leaves a doubt about dates to the columns that are still text', () => {
  const mark: Doubt = { kind: 'missing', token: '-200', cells: 3, columns: ['a'] }
  const order: Doubt = { kind: 'dateOrder', example: '01/02/2020', cells: 7, columns: ['a', 'b'] }
  const once = settleOrder([mark, order], 'a', 4)
  expect(once).toEqual([mark, { ...order, cells: 3, columns: ['b'] }])
  expect(settleOrder(once, 'b', 3)).toEqual([mark])
  expect(settleOrder(once, 'c', 3)).toEqual(once)
})
