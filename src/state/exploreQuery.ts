import { type Brush, type Brushes, withBrush } from '@/core/chart/brush.ts'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import type { RunId } from '@/core/run/run.ts'

/** Runs of a question as lines over settings and scores, and as points. */
export interface ExploreRoute {
  readonly page: 'explore'
  readonly experimentId: ExperimentId
  /** The runs that are looked at; all of the question where absent. */
  readonly runIds?: readonly RunId[] | undefined
  /** Keys of the upright axes, left to right; those that a page proposes where absent. */
  readonly axes?: readonly string[] | undefined
  /** Axes whose low end is above. */
  readonly flipped?: readonly string[] | undefined
  /** Axes whose scale is another than they begin with. */
  readonly scales?: Readonly<Record<string, 'log' | 'linear'>> | undefined
  /** What is chosen, by the places of axes. */
  readonly brushes?: Brushes | undefined
  /** Key of what gives lines and points their colour; the question's metric where absent. */
  readonly colour?: string | undefined
  /** Keys of what points are laid along. */
  readonly x?: string | undefined
  readonly y?: string | undefined
  /** Which part of the table is listed, from 2; the first where absent. */
  readonly part?: number | undefined
}

/** What changes as an axis gets another scale. What was chosen on it goes: the same places hold other values then. */
export function withScale(
  { scales = {}, brushes = {} }: Pick<ExploreRoute, 'scales' | 'brushes'>,
  key: string,
  scale: 'log' | 'linear',
): Pick<ExploreRoute, 'scales' | 'brushes'> {
  return { scales: { ...scales, [key]: scale }, brushes: withBrush(brushes, key, undefined) }
}

/**
 * What an address says beside the question: `runs`, `axis`, `flip`, `log` and `linear` by keys, `brush` as `key:low:high`,
 * `colour`, `x`, `y`. Those of axes stand as often as there are some.
 */
export function formatExplore(route: ExploreRoute): readonly (readonly [string, string | undefined])[] {
  const { runIds, axes = [], flipped = [], scales = {}, brushes = {} } = route
  return [
    ['runs', runIds?.join(',')],
    ...axes.map((key) => ['axis', key] as const),
    ...flipped.map((key) => ['flip', key] as const),
    ...Object.entries(scales).map(([key, scale]) => [scale, key] as const),
    ...Object.entries(brushes).map(
      ([key, { low, high }]) => ['brush', [encodeURIComponent(key), places(low), places(high)].join(':')] as const,
    ),
    ['colour', route.colour],
    ['x', route.x],
    ['y', route.y],
    ['part', route.part?.toString()],
  ]
}

/** The inverse of {@link formatExplore}; what cannot be read is left out. */
export function parseExplore(experimentId: ExperimentId, params: URLSearchParams): ExploreRoute {
  const list = (name: string) => filled(params.getAll(name))
  const scales = [
    ...params.getAll('log').map((key) => [key, 'log'] as const),
    ...params.getAll('linear').map((key) => [key, 'linear'] as const),
  ]
  const brushes = params
    .getAll('brush')
    .map(parseBrush)
    .filter((brush) => brush !== undefined)
  return {
    page: 'explore',
    experimentId,
    runIds: filled((params.get('runs') ?? '').split(',').filter(Boolean)),
    axes: list('axis'),
    flipped: list('flip'),
    scales: scales.length > 0 ? Object.fromEntries(scales) : undefined,
    brushes: brushes.length > 0 ? Object.fromEntries(brushes) : undefined,
    colour: params.get('colour') ?? undefined,
    x: params.get('x') ?? undefined,
    y: params.get('y') ?? undefined,
    part: /^([2-9]|[1-9]\d{1,5})$/.test(params.get('part') ?? '') ? Number(params.get('part')) : undefined,
  }
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined
}

/** Finer than a brush can be drawn. */
function places(value: number): string {
  return String(Number(value.toFixed(4)))
}

function parseBrush(text: string): readonly [string, Brush] | undefined {
  const [key, low, high, ...rest] = text.split(':')
  const [from, to] = [Number(low), Number(high)]
  if (!key || !low || !high || rest.length > 0 || !(from >= 0 && from <= to && to <= 1)) return undefined
  try {
    return [decodeURIComponent(key), { low: from, high: to }]
  } catch {
    return undefined
  }
}
