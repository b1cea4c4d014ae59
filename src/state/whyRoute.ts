import type { Evaluation, RunId } from '@/core/run/run.ts'

/** Why a run says what it says. */
export interface WhyRoute {
  readonly page: 'run'
  readonly runId: RunId
  readonly view: 'why'
  /** The rows that it is asked of; test rows where they are open, else validation rows, where absent. */
  readonly part?: Evaluation['part'] | undefined
  /** The column that is looked at; the most important one where absent. */
  readonly column?: string | undefined
  /** Of several classes, the one whose probability is explained; the first where absent. */
  readonly output?: string | undefined
  /** The row of the data, from 0, whose answer is taken apart; the one furthest from what is expected where absent. */
  readonly row?: number | undefined
  /** False where dependence is drawn without the lines of single rows. */
  readonly lines?: false | undefined
}

/** The parts of a {@link WhyRoute} that stand behind the question mark. */
export function whyQuery({
  part,
  column,
  output,
  row,
  lines,
}: WhyRoute): readonly (readonly [string, string | undefined])[] {
  return [
    ['part', part],
    ['column', column],
    ['output', output],
    ['row', row?.toString()],
    ['lines', lines === false ? '0' : undefined],
  ]
}

/** The inverse of {@link whyQuery}. */
export function parseWhy(runId: RunId, params: URLSearchParams): WhyRoute {
  const part = params.get('part')
  const row = params.get('row')
  return {
    page: 'run',
    runId,
    view: 'why',
    part: part === 'validation' || part === 'test' ? part : undefined,
    column: params.get('column') ?? undefined,
    output: params.get('output') ?? undefined,
    row: row !== null && /^\d{1,10}$/.test(row) ? Number(row) : undefined,
    lines: params.get('lines') === '0' ? false : undefined,
  }
}
