import type { FrameColumn } from '../dataset/column.ts'
import type { TaskKind } from '../metrics/metric.ts'
import type { Work } from '../work.ts'
import { codeOutcomes, gainOf, OUTCOME_WORDS, outcomesOf } from './outcome.ts'
import type { SaidRows } from './saidRow.ts'

/** What is shown of a row beside its columns. */
type SaidKey = 'was' | 'called' | 'calledBefore' | 'score' | 'scoreBefore' | 'loss' | 'lossBefore' | 'outcome' | 'gain'

/** What a column of predictions is called, by what it is. Only those of the question are there. */
export type SaidNames = Readonly<Partial<Record<SaidKey, string>>>

/** Whose rows are listed: of one run, or of two by their letters. */
export type Whose = { readonly a: string; readonly b: string } | undefined

/** The columns of predictions of a question in their order, by names that no column of the data has. */
export function nameSaid(task: TaskKind, whose: Whose, taken: readonly string[]): SaidNames {
  const used = new Set(taken)
  const named = Object.entries(wordsFor(task, whose)).map(([key, word]) => {
    let name = word
    for (let count = 2; used.has(name); count++) name = `${word} (${count})`
    used.add(name)
    return [key, name] as const
  })
  return Object.fromEntries(named)
}

function wordsFor(task: TaskKind, whose: Whose): SaidNames {
  if (task === 'regression')
    return whose
      ? {
          was: 'actual',
          calledBefore: `${whose.a} predicted`,
          called: `${whose.b} predicted`,
          outcome: 'outcome',
          lossBefore: `${whose.a} off by`,
          loss: `${whose.b} off by`,
          gain: 'closer by',
        }
      : { was: 'actual', called: 'predicted', score: 'error', loss: 'off by' }
  return whose
    ? {
        was: 'was',
        calledBefore: `${whose.a} called`,
        called: `${whose.b} called`,
        outcome: 'outcome',
        scoreBefore: `${whose.a} p of true`,
        score: `${whose.b} p of true`,
        gain: 'change of p',
      }
    : { was: 'was', called: 'called', score: 'p of true', loss: 'loss' }
}

/** What was said as columns beside those of the data, so that the same conditions and orders hold for both. */
export function* saidColumns(
  names: SaidNames,
  classes: readonly string[],
  b: SaidRows,
  a: SaidRows | undefined,
  tolerance: number,
): Work<readonly FrameColumn[]> {
  const columns: FrameColumn[] = []
  for (const [key, name] of Object.entries(names) as [SaidKey, string][]) {
    columns.push({ name, ...(yield* cellsOf(key, classes, b, a ?? b, tolerance)) })
    yield
  }
  return columns
}

type Cells = Pick<FrameColumn, 'type' | 'vector'>

function* cellsOf(key: SaidKey, classes: readonly string[], b: SaidRows, a: SaidRows, tolerance: number): Work<Cells> {
  const labels = (values: Float64Array): Cells =>
    b.task === 'regression' ? numbers(values) : coded(Int32Array.from(values), classes)
  switch (key) {
    case 'was':
      return labels(b.actual)
    case 'called':
      return labels(b.called)
    case 'calledBefore':
      return labels(a.called)
    case 'score':
      return numbers(b.score)
    case 'scoreBefore':
      return numbers(a.score)
    case 'loss':
      return numbers(b.loss)
    case 'lossBefore':
      return numbers(a.loss)
    case 'gain':
      return numbers(yield* gainOf(a, b))
    case 'outcome':
      return coded(
        yield* codeOutcomes(b, a, tolerance),
        outcomesOf(b.task, true).map((outcome) => OUTCOME_WORDS[outcome]),
      )
  }
}

function numbers(values: Float64Array): Cells {
  return { type: 'number', vector: { kind: 'numeric', values } }
}

function coded(codes: Int32Array, dictionary: readonly string[]): Cells {
  return { type: 'category', vector: { kind: 'coded', codes, dictionary } }
}
