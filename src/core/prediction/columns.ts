import type { FrameColumn } from '../dataset/column.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { codeOutcomes, gainOf, OUTCOME_WORDS, outcomesOf } from './outcome.ts'
import type { SaidRows } from './saidRow.ts'

/** What is shown of a row beside its columns. */
export type SaidKey =
  | 'was'
  | 'called'
  | 'calledBefore'
  | 'score'
  | 'scoreBefore'
  | 'loss'
  | 'lossBefore'
  | 'outcome'
  | 'gain'

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
export function saidColumns(
  names: SaidNames,
  classes: readonly string[],
  b: SaidRows,
  a: SaidRows | undefined,
  tolerance: number,
): readonly FrameColumn[] {
  const labels = (values: Float64Array): Pick<FrameColumn, 'type' | 'vector'> =>
    b.task === 'regression'
      ? numbers(values)
      : { type: 'category', vector: { kind: 'coded', codes: Int32Array.from(values), dictionary: classes } }
  const made: Readonly<Record<SaidKey, () => Pick<FrameColumn, 'type' | 'vector'>>> = {
    was: () => labels(b.actual),
    called: () => labels(b.called),
    calledBefore: () => labels(a!.called),
    score: () => numbers(b.score),
    scoreBefore: () => numbers(a!.score),
    loss: () => numbers(b.loss),
    lossBefore: () => numbers(a!.loss),
    outcome: () => ({
      type: 'category',
      vector: {
        kind: 'coded',
        codes: codeOutcomes(b, a, tolerance),
        dictionary: outcomesOf(b.task, a !== undefined).map((outcome) => OUTCOME_WORDS[outcome]),
      },
    }),
    gain: () => numbers(gainOf(a!, b)),
  }
  return (Object.entries(names) as [SaidKey, string][]).map(([key, name]) => ({ name, ...made[key]() }))
}

function numbers(values: Float64Array): Pick<FrameColumn, 'type' | 'vector'> {
  return { type: 'number', vector: { kind: 'numeric', values } }
}
