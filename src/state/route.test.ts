import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, isWhole, type View } from '@/core/dataset/view.ts'
import { FAIR_MEASURES } from '@/core/fairness/measures.ts'
import { METRIC_NAMES } from '@/core/metrics/metric.ts'
import { type BoardView, GROUP_STATS, GROUPINGS } from '@/core/run/board.ts'
import { CURVE_AXES } from '@/core/run/curves.ts'
import { formatRoute, parseRoute, type Route } from './route.ts'

const id = fc.string({ minLength: 1 })
const column = fc.oneof(id, fc.constantFrom('-a', '+a', 'a:b', 'a,b', '%', ''))
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
const amount = (bounds: { readonly max?: number } = {}) =>
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, ...bounds }).map((number) => number + 0)
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
const item = id.filter((text) => !text.includes(','))
const board: fc.Arbitrary<BoardView> = fc
  .record(
    {
      by: fc.constantFrom(...METRIC_NAMES),
      quantile: fc.constantFrom(0.05, 0.5, 0.975),
      sort: id,
      group: fc.constantFrom(...GROUPINGS),
      stat: fc.constantFrom(...GROUP_STATS),
      open: fc.array(id, { minLength: 1, maxLength: 3 }),
      query: id,
      columns: fc.array(item, { minLength: 1, maxLength: 4 }),
      colour: id,
      pinned: fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }),
      hidden: fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .filter((each) => Object.keys(each).length > 0)
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
    row: fc.option(fc.nat(), { nil: undefined }),
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
  fc.record(
    { page: fc.constant('runs' as const), experimentId: id, board },
    { requiredKeys: ['page', 'experimentId'] },
  ),
  fc.record({
    page: fc.constant('compare' as const),
    experimentId: id,
    runIds: fc.array(fc.uuid()),
    diffOnly: fc.boolean(),
    metric: fc.option(fc.constantFrom(...METRIC_NAMES), { nil: undefined }),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    adjustment: fc.option(fc.constant('benjaminiHochberg' as const), { nil: undefined }),
    along: fc.option(fc.constantFrom(...CURVE_AXES), { nil: undefined }),
    smoothing: fc.option(
      fc.integer({ min: 1, max: 99 }).map((hundredths) => hundredths / 100),
      { nil: undefined },
    ),
    logY: fc.option(fc.constant(true as const), { nil: undefined }),
    sure: fc.option(fc.uuid(), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('compare' as const),
    view: fc.constant('rows' as const),
    experimentId: id,
    runIds: fc.array(fc.uuid()),
    base: fc.option(id, { nil: undefined }),
    other: fc.option(id, { nil: undefined }),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    tolerance: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, minExcluded: true }), {
      nil: undefined,
    }),
    only: fc.option(fc.constantFrom('all' as const, 'fixed' as const, 'bothRight' as const, 'farther' as const), {
      nil: undefined,
    }),
    rows: fc.option(view, { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('explore' as const),
    part: fc.option(fc.integer({ min: 2, max: 999_999 }), { nil: undefined }),
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
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    of: fc.option(id, { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    view: fc.constant('learning' as const),
    metric: fc.option(fc.constantFrom(...METRIC_NAMES), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    view: fc.constant('rows' as const),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    was: fc.option(id, { nil: undefined }),
    called: fc.option(id, { nil: undefined }),
    only: fc.option(fc.constantFrom('right' as const, 'wrong' as const), { nil: undefined }),
    rows: fc.option(view, { nil: undefined }),
  }),
  fc
    .record({
      page: fc.constant('run' as const),
      runId: id,
      view: fc.constant('slices' as const),
      part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
      error: fc.option(fc.constantFrom('wrong' as const, 'loss' as const, 'off' as const), { nil: undefined }),
      own: view.map(({ conditions }) => conditions),
    })
    .map(({ own, ...route }) => ({ ...route, ...(own.length > 0 && { own }) })),
  fc
    .record({
      page: fc.constant('run' as const),
      runId: id,
      view: fc.constant('labels' as const),
      label: fc.option(id, { nil: undefined }),
      seems: fc.option(id, { nil: undefined }),
      from: fc.option(fc.integer({ min: 2, max: 1e6 }), { nil: undefined }),
      by: fc.option(fc.constantFrom('auc' as const, 'logLoss' as const), { nil: undefined }),
    })
    .map(({ label, seems, from, by, ...route }) => ({
      ...route,
      ...(by && { by }),
      ...(label && { label }),
      ...(seems && { seems }),
      ...(from && { from }),
    })),
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    view: fc.constant('groups' as const),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    column: fc.option(id, { nil: undefined }),
    reference: fc.option(id, { nil: undefined }),
    of: fc.option(id, { nil: undefined }),
    measure: fc.option(fc.constantFrom(...FAIR_MEASURES), { nil: undefined }),
    rate: fc.option(fc.constant('truePositiveRate' as const), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    view: fc.constant('ageing' as const),
    column: fc.option(id, { nil: undefined }),
    metric: fc.option(fc.constantFrom(...METRIC_NAMES), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    view: fc.constant('why' as const),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    column: fc.option(id, { nil: undefined }),
    output: fc.option(id, { nil: undefined }),
    row: fc.option(fc.nat(), { nil: undefined }),
    lines: fc.option(fc.constant(false as const), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('run' as const),
    runId: id,
    view: fc.constant('charts' as const),
    part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
    of: fc.option(id, { nil: undefined }),
    by: fc.option(id, { nil: undefined }),
    at: fc.option(amount({ max: 1 }), { nil: undefined }),
    costs: fc.option(fc.record({ falseAlarm: amount(), miss: amount(), hit: amount() }), { nil: undefined }),
  }),
  fc.record({
    page: fc.constant('predict' as const),
    runId: id,
    way: fc.constantFrom('row' as const, 'paste' as const, 'file' as const),
  }),
  fc
    .record({
      page: fc.constant('predict' as const),
      runId: id,
      way: fc.constant('row' as const),
      part: fc.option(fc.constantFrom('validation' as const, 'test' as const), { nil: undefined }),
      row: fc.option(fc.nat(), { nil: undefined }),
      set: fc.array(fc.tuple(id, fc.string({ unit: 'grapheme' }))).map(Object.fromEntries),
      column: fc.option(id, { nil: undefined }),
      of: fc.option(id, { nil: undefined }),
      goal: fc.option(
        fc.oneof(
          fc.record({ kind: fc.constant('class' as const), name: fc.string({ unit: 'grapheme' }) }),
          fc.record({ kind: fc.constantFrom('atLeast' as const, 'atMost' as const), value }),
        ),
        { nil: undefined },
      ),
      limits: fc.array(
        fc.oneof(
          fc.record({ column: id, isFixed: fc.constant(true) }),
          fc.record({
            column: id,
            direction: fc.constantFrom('up' as const, 'down' as const),
            min: value,
            max: value,
          }),
        ),
      ),
      isSought: fc.option(fc.constant(true as const), { nil: undefined }),
    })
    .map(({ set, limits, ...route }) => ({
      ...route,
      ...(Object.keys(set).length > 0 && { set }),
      ...(limits.length > 0 && { limits }),
    })),
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

  it('leaves out of rows what is no part, outcome, tolerance or place', () => {
    const run = parseRoute('/run/1/rows?part=train&only=fixed&was=yes')
    expect(formatRoute(run)).toBe('/run/1/rows?was=yes')
    const pair = parseRoute('/experiment/1/compare/rows?runs=a,b&only=right&tolerance=-1&part=')
    expect(formatRoute(pair)).toBe('/experiment/1/compare/rows?runs=a%2Cb')
    expect(formatRoute(parseRoute('/data/1/rows?row=-3'))).toBe('/data/1/rows')
    expect(parseRoute('/data/1/rows?row=12')).toMatchObject({ row: 12 })
  })

  it('leaves out of charts what is no part, no threshold and no costs', () => {
    for (const query of ['part=train', 'at=2', 'at=-1', 'at=', 'at=x', 'costs=1,2', 'costs=1,2,-3', 'costs=1,2,3,4'])
      expect(formatRoute(parseRoute(`/run/1/charts?${query}`))).toBe('/run/1/charts')
    expect(parseRoute('/run/1/charts?at=0&costs=0,5,0')).toMatchObject({
      at: 0,
      costs: { falseAlarm: 0, miss: 5, hit: 0 },
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
      .concat(
        '/data/1/rows?sort=a&sort=-a',
        '/run/1/rows?where=magic',
        '/run/1/rows/2',
        '/experiment/1/compare/rows?where=is',
      )
    for (const text of ['/data', '/run/%E0%A4%A', '/run/1/predict/magic', '/elsewhere', '/data/1/rows/2/3', ...damaged])
      expect(parseRoute(text)).toEqual({ page: 'unknown', path: text })
  })
})
