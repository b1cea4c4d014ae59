import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route } from './route.ts'

const id = fc.string({ minLength: 1 })
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ page: 'home' }),
  fc.constant<Route>({ page: 'storage' }),
  fc.record({
    page: fc.constant('data' as const),
    datasetId: id,
    view: fc.constantFrom('columns' as const, 'rows' as const),
  }),
  fc.record({ page: fc.constant('ask' as const), datasetId: id, target: fc.option(id, { nil: undefined }) }),
  fc.record({ page: fc.constantFrom('question' as const, 'train' as const), experimentId: id }),
  fc.record({ page: fc.constant('runs' as const), experimentId: id, sort: fc.option(id, { nil: undefined }) }),
  fc.record({
    page: fc.constant('compare' as const),
    experimentId: id,
    runIds: fc.array(fc.uuid()),
    diffOnly: fc.boolean(),
  }),
  fc.record({ page: fc.constant('run' as const), runId: id }),
  fc.record({
    page: fc.constant('predict' as const),
    runId: id,
    way: fc.constantFrom('row' as const, 'paste' as const, 'file' as const),
  }),
)

describe('route', () => {
  it('reads back every view it writes', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual(route)
      }),
    )
  })

  it('calls what it cannot read unknown, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseRoute(text).page).toBeTypeOf('string')
      }),
    )
    for (const text of ['/data', '/run/%E0%A4%A', '/run/1/predict/magic', '/elsewhere', '/data/1/rows/2/3'])
      expect(parseRoute(text)).toEqual({ page: 'unknown', path: text })
  })
})
