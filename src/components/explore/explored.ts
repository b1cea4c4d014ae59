import type { ParallelLine } from '@/components/charts/parallel/drawLines.ts'
import type { ParallelAxis } from '@/components/charts/parallel/ParallelCoordinates.tsx'
import { type Brushes, isWithinAll } from '@/core/chart/brush.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import { type Facet, type LaidFacet, layFacet, proposedAxes } from '@/core/run/facets.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { RunId } from '@/core/run/run.ts'
import type { ExploreRoute } from '@/state/exploreQuery.ts'

/** An axis, and the facet that is laid along it; its places are counted from the low end, whether it is flipped or not. */
export type ExploredAxis = ParallelAxis & { readonly laid: LaidFacet }

/** Runs laid out as an address asks, which may name what these runs do not have. */
export interface Explored {
  readonly runs: readonly Ranked[]
  readonly facets: readonly Facet[]
  /** Upright axes, left to right. */
  readonly axes: readonly ExploredAxis[]
  readonly lines: readonly ParallelLine[]
  /** Where each run's colour lies, the better the stronger; undefined where it has none. */
  readonly shades: readonly (number | undefined)[]
  readonly colour: Facet
  /** What points are laid along. */
  readonly x: ExploredAxis
  readonly y: ExploredAxis
}

/** Lays runs along facets of theirs; undefined where there is nothing to lay them along. */
export function exploreRuns(
  runs: readonly Ranked[],
  facets: readonly Facet[],
  metric: MetricName,
  route: Pick<ExploreRoute, 'axes' | 'flipped' | 'scales' | 'colour' | 'x' | 'y'>,
): Explored | undefined {
  const known = new Map(facets.map((facet) => [facet.key, facet]))
  const lay = (facet: Facet) => layFacet(facet, route.scales?.[facet.key])
  const scores = facets.filter(({ kind }) => kind === 'score')
  const best = known.get(metric) ?? scores[0]
  if (!best) return undefined
  const asked = (route.axes ?? proposedAxes(facets, metric)).flatMap((key) => known.get(key) ?? [])
  const axisOf = (facet: Facet): ExploredAxis => {
    const laid = lay(facet)
    return {
      key: facet.key,
      label: facet.label,
      read: laid.read,
      ticks: laid.ticks,
      isFlipped: route.flipped?.includes(facet.key) ?? false,
      laid,
    }
  }
  const axes = [...new Set(asked)].map(axisOf)
  const colour = known.get(route.colour ?? '') ?? best
  const numeric = colour.isNumeric ? colour : best
  const shades = lay(numeric).places.map((place) =>
    place === undefined ? undefined : numeric.better === 'lower' ? 1 - place : place,
  )
  // What only some learners have would leave the runs of others out.
  const firstSetting = facets.find(
    ({ kind, isNumeric, values }) => kind === 'setting' && isNumeric && values.every((value) => value !== undefined),
  )
  return {
    runs,
    facets,
    axes,
    lines: runs.map(({ run }, i) => ({ id: run.id, at: axes.map(({ laid }) => laid.places[i]), shade: shades[i] })),
    shades,
    colour: numeric,
    x: axisOf(known.get(route.x ?? '') ?? firstSetting ?? known.get('time') ?? best),
    y: axisOf(known.get(route.y ?? '') ?? best),
  }
}

/** Brushes of axes that are shown, of lines or of points. */
export function shownBrushes({ axes, x, y }: Explored, brushes: Brushes): Brushes {
  const shown = new Set([...axes, x, y].map(({ key }) => key))
  return Object.fromEntries(Object.entries(brushes).filter(([key]) => shown.has(key)))
}

/** Runs within all brushes of axes that are shown. */
export function chosenRuns({ axes, x, y, runs }: Explored, brushes: Brushes): ReadonlySet<RunId> {
  const places = new Map([...axes, x, y].map(({ key, laid }) => [key, laid.places]))
  return new Set(runs.filter((_, i) => isWithinAll(brushes, (key) => places.get(key)?.[i])).map(({ run }) => run.id))
}

/** Chosen runs as text: what each is along some facets. */
export function tableOfRuns(
  { runs }: Pick<Explored, 'runs'>,
  chosen: ReadonlySet<RunId>,
  facets: readonly Facet[],
): TableData {
  return {
    columns: [
      { name: 'Run' },
      ...facets.map(({ label, isNumeric, write }) => (isNumeric ? { name: label, write } : { name: label })),
    ],
    rows: runs.flatMap(({ run, name }, i) =>
      chosen.has(run.id) ? [[`${run.mark.letter}, ${name}`, ...facets.map(({ values }) => values[i])]] : [],
    ),
  }
}
