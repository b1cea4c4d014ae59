import type { DatasetId } from '@/core/dataset/dataset.ts'
import { isWhole, type View } from '@/core/dataset/view.ts'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import type { BoardView } from '@/core/run/board.ts'
import type { RunId } from '@/core/run/run.ts'
import type { SweepId } from '@/core/sweep/sweep.ts'
import { type AgeingRoute, ageingQuery, parseAgeing } from './ageingRoute.ts'
import { formatBoard, parseBoard } from './boardQuery.ts'
import { type ChartsQuery, formatCharts, parseCharts } from './chartsQuery.ts'
import { type CompareRoute, compareQuery, parseCompare } from './compareRoute.ts'
import { type ExploreRoute, formatExplore, parseExplore } from './exploreQuery.ts'
import { type GroupsRoute, groupsQuery, parseGroups } from './groupsRoute.ts'
import { type LabelsRoute, labelsQuery, parseLabels } from './labelsRoute.ts'
import { type LearningRoute, parseLearning } from './learningRoute.ts'
import { type OverviewRoute, overviewQuery, parseOverview } from './overviewRoute.ts'
import { type PredictRoute, parsePredict, predictQuery } from './predictRoute.ts'
import {
  type CompareRowsRoute,
  compareRowsQuery,
  parseCompareRows,
  parseRunRows,
  type RunRowsRoute,
  runRowsQuery,
} from './rowsRoute.ts'
import { parseSlices, type SlicesRoute, slicesQuery } from './slicesRoute.ts'
import { formatView, parseView } from './viewQuery.ts'
import { parseWhy, type WhyRoute, whyQuery } from './whyRoute.ts'

/** Every view of the page. Each has a URL, and each URL one view. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'data'; readonly datasetId: DatasetId; readonly view: 'columns' }
  | {
      readonly page: 'data'
      readonly datasetId: DatasetId
      readonly view: 'rows'
      /** Which rows are shown, in which order; all as they lie in the file where absent. */
      readonly rows?: View | undefined
      /** The place of the row to begin at, from 0; the top where absent. */
      readonly row?: number | undefined
    }
  | {
      readonly page: 'data'
      readonly datasetId: DatasetId
      readonly view: 'profile'
      /** The column that is looked at; the first where absent. */
      readonly column?: string | undefined
      /** The column that the others are held against, where one was chosen. */
      readonly target?: string | undefined
    }
  | {
      readonly page: 'data'
      readonly datasetId: DatasetId
      readonly view: 'versions'
      /** What it is held against; the version that it was made of where absent. */
      readonly against?: DatasetId | undefined
      /** The columns by which rows are matched; their own keys where absent. */
      readonly keys?: readonly string[] | undefined
    }
  /** A question about a dataset before there is an experiment. */
  | { readonly page: 'ask'; readonly datasetId: DatasetId; readonly target?: string | undefined }
  | { readonly page: 'question'; readonly experimentId: ExperimentId }
  | { readonly page: 'train'; readonly experimentId: ExperimentId }
  | {
      readonly page: 'sweep'
      readonly experimentId: ExperimentId
      /** The sweep that is looked at; the latest where absent. */
      readonly sweepId?: SweepId | undefined
    }
  | {
      readonly page: 'runs'
      readonly experimentId: ExperimentId
      /** How they are looked at; as they come where absent. */
      readonly board?: BoardView | undefined
    }
  | CompareRoute
  | CompareRowsRoute
  | ExploreRoute
  | RunRoute
  | PredictRoute
  | { readonly page: 'storage' }
  | { readonly page: 'unknown'; readonly path: string }

/** What of a run is looked at: its scores and its spec where no view is named. */
export type RunRoute =
  | OverviewRoute
  | ({ readonly page: 'run'; readonly runId: RunId; readonly view: 'charts' } & ChartsQuery)
  | RunRowsRoute
  | SlicesRoute
  | LabelsRoute
  | GroupsRoute
  | AgeingRoute
  | LearningRoute
  | WhyRoute

export type ChartsRoute = Extract<RunRoute, { readonly view: 'charts' }>

/** The route as the part of the URL after `#`. */
export function formatRoute(route: Route): string {
  const id = encodeURIComponent
  switch (route.page) {
    case 'home':
      return '/'
    case 'data':
      if (route.view === 'columns') return `/data/${id(route.datasetId)}`
      if (route.view === 'profile')
        return `/data/${id(route.datasetId)}/profile${query([
          ['column', route.column],
          ['target', route.target],
        ])}`
      if (route.view === 'versions')
        return `/data/${id(route.datasetId)}/versions${query([
          ['against', route.against],
          ...(route.keys ?? []).map((key) => ['key', key] as const),
        ])}`
      return `/data/${id(route.datasetId)}/rows${query([
        ...(route.rows ? formatView(route.rows) : []),
        ['row', route.row?.toString()],
      ])}`
    case 'ask':
      return `/ask/${id(route.datasetId)}${query([['target', route.target]])}`
    case 'question':
      return `/experiment/${id(route.experimentId)}`
    case 'train':
      return `/experiment/${id(route.experimentId)}/train`
    case 'sweep':
      return `/experiment/${id(route.experimentId)}/sweep${route.sweepId ? `/${id(route.sweepId)}` : ''}`
    case 'runs':
      return `/experiment/${id(route.experimentId)}/runs${query(formatBoard(route.board ?? {}))}`
    case 'compare':
      if (route.view === 'rows')
        return `/experiment/${id(route.experimentId)}/compare/rows${query(compareRowsQuery(route))}`
      return `/experiment/${id(route.experimentId)}/compare${query(compareQuery(route))}`
    case 'explore':
      return `/experiment/${id(route.experimentId)}/explore${query(formatExplore(route))}`
    case 'run':
      if (route.view === 'rows') return `/run/${id(route.runId)}/rows${query(runRowsQuery(route))}`
      if (route.view === 'slices') return `/run/${id(route.runId)}/slices${query(slicesQuery(route))}`
      if (route.view === 'labels') return `/run/${id(route.runId)}/labels${query(labelsQuery(route))}`
      if (route.view === 'groups') return `/run/${id(route.runId)}/groups${query(groupsQuery(route))}`
      if (route.view === 'ageing') return `/run/${id(route.runId)}/ageing${query(ageingQuery(route))}`
      if (route.view === 'why') return `/run/${id(route.runId)}/why${query(whyQuery(route))}`
      if (route.view === 'charts') return `/run/${id(route.runId)}/charts${query(formatCharts(route))}`
      if (route.view === 'learning') return `/run/${id(route.runId)}/learning${query([['metric', route.metric]])}`
      return `/run/${id(route.runId)}${query(overviewQuery(route))}`
    case 'predict':
      return `/run/${id(route.runId)}/predict${route.way === 'row' ? '' : `/${route.way}`}${query(predictQuery(route))}`
    case 'storage':
      return '/storage'
    case 'unknown':
      return route.path
  }
}

function query(values: readonly (readonly [key: string, value: string | undefined])[]): string {
  const search = new URLSearchParams()
  for (const [key, value] of values) if (value) search.append(key, value)
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** The inverse of {@link formatRoute}; whatever it cannot read is `unknown`, never an exception. */
export function parseRoute(text: string): Route {
  const [path = '', search = ''] = text.replace(/^#/, '').split('?', 2)
  const params = new URLSearchParams(search)
  const parts = decodeParts(path)
  if (!parts) return { page: 'unknown', path: text }
  const [room, key, view, way, ...rest] = parts
  if (rest.length === 0) {
    if (room === undefined) return { page: 'home' }
    if (room === 'storage' && key === undefined) return { page: 'storage' }
    if (room === 'data' && key && way === undefined) {
      if (view === undefined) return { page: 'data', datasetId: key, view: 'columns' }
      if (view === 'profile')
        return {
          page: 'data',
          datasetId: key,
          view,
          column: params.get('column') ?? undefined,
          target: params.get('target') ?? undefined,
        }
      if (view === 'versions') {
        const keys = params.getAll('key')
        return {
          page: 'data',
          datasetId: key,
          view,
          against: params.get('against') ?? undefined,
          ...(keys.length > 0 && { keys }),
        }
      }
      const rows = view === 'rows' && parseView(params)
      const row = wholeNumber(params.get('row'))
      if (rows)
        return {
          page: 'data',
          datasetId: key,
          view: 'rows',
          ...(!isWhole(rows) && { rows }),
          ...(row !== undefined && { row }),
        }
    }
    if (room === 'ask' && key && view === undefined)
      return { page: 'ask', datasetId: key, target: params.get('target') ?? undefined }
    if (room === 'experiment' && key && view === 'sweep') return { page: 'sweep', experimentId: key, sweepId: way }
    if (room === 'experiment' && key && view === 'compare' && way === 'rows') {
      const rows = parseCompareRows(params)
      if (rows) return { page: 'compare', view: 'rows', experimentId: key, ...rows }
    }
    if (room === 'experiment' && key && way === undefined) {
      if (view === undefined) return { page: 'question', experimentId: key }
      if (view === 'train') return { page: 'train', experimentId: key }
      if (view === 'runs') {
        const board = parseBoard(params)
        return { page: 'runs', experimentId: key, ...(Object.keys(board).length > 0 && { board }) }
      }
      if (view === 'explore') return parseExplore(key, params)
      if (view === 'compare') return parseCompare(key, params)
    }
    if (room === 'run' && key) {
      if (view === undefined) return parseOverview(key, params)
      if (view === 'charts' && way === undefined) return { page: 'run', runId: key, view, ...parseCharts(params) }
      const rows = view === 'rows' && way === undefined && parseRunRows(params)
      if (rows) return { page: 'run', runId: key, view: 'rows', ...rows }
      const slices = view === 'slices' && way === undefined && parseSlices(key, params)
      if (slices) return slices
      if (view === 'labels' && way === undefined) return parseLabels(key, params)
      if (view === 'groups' && way === undefined) return parseGroups(key, params)
      if (view === 'ageing' && way === undefined) return parseAgeing(key, params)
      if (view === 'why' && way === undefined) return parseWhy(key, params)
      if (view === 'learning' && way === undefined) return parseLearning(key, params)
      const predict =
        view === 'predict' &&
        (way === undefined || way === 'paste' || way === 'file') &&
        parsePredict(key, way ?? 'row', params)
      if (predict) return predict
    }
  }
  return { page: 'unknown', path: text }
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function decodeParts(path: string): string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return undefined
  }
}
