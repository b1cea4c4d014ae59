import { FAIR_MEASURES, type FairMeasure } from '@/core/fairness/measures.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'

/** How a run does by group of a column. */
export interface GroupsRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'groups'
  /** The rows that are looked at; test rows where they are open, else validation rows, where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** The column that makes groups; one that is likely to where absent. */
  readonly column?: string | undefined
  /** The group that the others are held against; the largest where absent. */
  readonly reference?: string | undefined
  /** The class that is asked about, of several; the first where absent. */
  readonly of?: string | undefined
  /** The measure whose differences are shown; the first of the task where absent. */
  readonly measure?: FairMeasure | undefined
  /** The rate that thresholds of groups are matched by; that of selection where absent. */
  readonly rate?: 'truePositiveRate' | undefined
}

/** The parts of a {@link GroupsRoute} that stand behind the question mark. */
export function groupsQuery({
  part,
  column,
  reference,
  of,
  measure,
  rate,
}: GroupsRoute): readonly (readonly [string, string | undefined])[] {
  return [
    ['part', part],
    ['column', column],
    ['reference', reference],
    ['of', of],
    ['measure', measure],
    ['rate', rate],
  ]
}

/** The inverse of {@link groupsQuery}. */
export function parseGroups(runId: RunId, params: URLSearchParams): GroupsRoute {
  const part = params.get('part')
  return {
    page: 'run',
    runId,
    view: 'groups',
    part: part === 'validation' || part === 'test' ? part : undefined,
    column: params.get('column') ?? undefined,
    reference: params.get('reference') ?? undefined,
    of: params.get('of') ?? undefined,
    measure: FAIR_MEASURES.find((each) => each === params.get('measure')),
    rate: params.get('rate') === 'truePositiveRate' ? 'truePositiveRate' : undefined,
  }
}
