import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, isWhole, type View } from '@/core/dataset/view.ts'
import { METRIC_NAMES } from '@/core/metrics/metric.ts'
import { CURVE_AXES } from '@/core/run/curves.ts'
import { formatRoute, parseRoute, type Route } from './route.ts'

const id = fc.string({ minLength: 1 })
const column = fc.oneof(id, fc.constantFrom('-a', '+a', 'a:b', 'a,b', '%', ''))
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    column,
    word: fc.constantFrom('missing' as const, 'present' as const, 'true' as const, 'false' as const),
  }),
  fc.record({ column, word: fc.constantFrom('equal' as const, 'atMost' as const, 'before' as const), value }),
  fc.record({ column, word: fc.constant('between' as const), from: value, to: value }),
  fc.record({
    column,
    word: fc.constantFrom('is' as const, 'contains' as const),
    text: fc.string({ unit: 'grapheme' }),
  }),
  fc.record({ column, word: fc.constant('oneOf' as const), texts: fc.array(fc.string()) }),
)
const view: fc.Arbitrary<View> = fc
  .record({
    conditions: fc.array(conditions, { maxLength: 3 }),
    search: fc.string(),
    sort: fc.uniqueArray(fc.record({ column: id.filter((name) => name.trim() !== ''), descending: fc.boolean() }), {
      maxLength: 3,
      selector: (key) => key.column,
    }),
  })
  .filter((each) => !isWhole(each))
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ page: 'home' }),
  fc.constant<Route>({ page: 'storage' }),
  fc.record({ page: fc.constant('data' as const), datasetId: id, view: fc.constant('columns' as const) }),
  fc
    .record({
      page: fc.constant('data' as const),
      datasetId: id,
      view: fc.constant('versions' as const),
      against: fc.option(id, { nil: undefined }),
      keys: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
    })
    .map(({ keys, ...route }) => ({ ...route, ...(keys.length > 0 && { keys }) })),
  fc.record({
    page: fc.constant('data' as const),
    datasetId: id,
    view: fc.constant('rows' as const),
    rows: fc.option(view, { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('data' as const),
    datasetId: id,
    view: fc.constant('profile' as const),
    column: fc.option(id, { nil: undefined }),
    target: fc.option(id, { nil: undefined }),
  }),
  fc.record({ page: fc.constant('ask' as const), datasetId: id, target: fc.option(id, { nil: undefined }) }),
  fc.record({ page: fc.constantFrom('question' as const, 'train' as const), experimentId: id }),
  fc.record({ page: fc.constant('sweep' as const), experimentId: id, sweepId: fc.option(id, { nil: undefined }) }),
  fc.record({ page: fc.constant('runs' as const), experimentId: id, sort: fc.option(id, { nil: undefined }) }),
  fc.record({
    page: fc.constant('compare' as const),
    experimentId: id,
    runIds: fc.array(fc.uuid()),
    diffOnly: fc.boolean(),
    metric: fc.option(fc.constantFrom(...METRIC_NAMES), { nil: undefined }),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    along: fc.option(fc.constantFrom(...CURVE_AXES), { nil: undefined }),
    smoothing: fc.option(
      fc.integer({ min: 1, max: 99 }).map((hundredths) => hundredths / 100),
      { nil: undefined },
    ),
    logY: fc.option(fc.constant(true as const), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('explore' as const),
    experimentId: id,
    runIds: fc.option(fc.array(fc.uuid(), { minLength: 1 }), { nil: undefined }),
    axes: fc.option(fc.array(id, { minLength: 1 }), { nil: undefined }),
    flipped: fc.option(fc.array(id, { minLength: 1 }), { nil: undefined }),
    scales: fc.option(
      fc.dictionary(
        id.filter((key) => key !== '__proto__'),
        fc.constantFrom('log' as const, 'linear' as const),
        { minKeys: 1, noNullPrototype: true },
      ),
      { nil: undefined },
    ),
    brushes: fc.option(
      fc.dictionary(
        id.filter((key) => key !== '__proto__'),
        fc
          .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
          .map(([a, b]) => ({ low: Math.min(a, b) / 100, high: Math.max(a, b) / 100 })),
        { minKeys: 1, noNullPrototype: true },
      ),
      { nil: undefined },
    ),
    colour: fc.option(id, { nil: undefined }),
    x: fc.option(id, { nil: undefined }),
    y: fc.option(id, { nil: undefined }),
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

  it('leaves out of a comparison what is no metric and no part', () => {
    const route = parseRoute('/experiment/1/compare?runs=a,b&metric=magic&part=train')
    expect(formatRoute(route)).toBe('/experiment/1/compare?runs=a%2Cb')
    expect(parseRoute('/experiment/1/compare?runs=a,b&metric=logLoss&part=test')).toMatchObject({
      metric: 'logLoss',
      part: 'test',
    })
  })

  it('leaves out brushes that it cannot read', () => {
    const route = parseRoute(
      '/experiment/1/explore?brush=a:0.1:0.5&brush=b:0.5:0.1&brush=c&brush=d:0:2&brush=%25E0:0:1',
    )
    expect(formatRoute(route)).toBe('/experiment/1/explore?brush=a%3A0.1%3A0.5')
  })

  it('calls what it cannot read unknown, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseRoute(text).page).toBeTypeOf('string')
      }),
    )
    const damaged = ['magic:a:1', 'is', 'is:a', 'more:a:x', 'more:a:', 'between:a:1', 'missing:a:1', 'is:%25E0:a']
      .map((where) => `/data/1/rows?where=${where}`)
      .concat('/data/1/rows?sort=a&sort=-a')
    for (const text of ['/data', '/run/%E0%A4%A', '/run/1/predict/magic', '/elsewhere', '/data/1/rows/2/3', ...damaged])
      expect(parseRoute(text)).toEqual({ page: 'unknown', path: text })
  })
})
