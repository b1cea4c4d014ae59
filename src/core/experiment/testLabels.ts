import { trimCell } from '../dataset/cell.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { formatCell, formatUnits } from '../format/format.ts'
import type { Question } from './experiment.ts'
import type { ClassCount } from './target.ts'

/** A label of a test file that the question has no class for. */
interface StrangeLabel extends ClassCount {
  /** The class that it is but for spaces around it or a dot at its end. */
  readonly meant?: string
}

/** What a test file's target holds, by the question's classes. */
export interface TestLabels {
  /** Rows whose label is a class. */
  readonly known: number
  /** Labels that are none, the most common first. */
  readonly strange: readonly StrangeLabel[]
  /** Rows of those and of rarer ones that are not listed. */
  readonly strangeRows: number
}

/** The labels of a second file, by its target's summary; undefined for a question of amounts. */
export function readTestLabels(
  test: Pick<Dataset, 'rows' | 'columns'>,
  { task, target, classes }: Pick<Question, 'task' | 'target' | 'classes'>,
): TestLabels | undefined {
  const column = test.columns.find(({ name }) => name === target)
  if (task === 'regression' || !column) return undefined
  const { summary, type } = column
  const counts: readonly ClassCount[] =
    summary.kind === 'coded'
      ? summary.top.map(({ value, count }) => ({ label: value, rows: count }))
      : (summary.values ?? []).map(({ value, count }) => ({ label: formatCell(value, type), rows: count }))
  const isClass = new Set(classes)
  const byBareText = new Map(classes.map((label) => [bare(label), label]))
  const known = sum(counts.filter(({ label }) => isClass.has(label)))
  const strange = counts
    .filter(({ label }) => !isClass.has(label))
    .map((each) => {
      const meant = byBareText.get(bare(each.label))
      return meant === undefined ? each : { ...each, meant }
    })
    .sort((a, b) => b.rows - a.rows)
  return { known, strange, strangeRows: test.rows - summary.missing - known }
}

/** A label without what people add to it by mistake. */
function bare(label: string): string {
  return trimCell(trimCell(label).replace(/\.+$/, ''))
}

function sum(counts: readonly ClassCount[]): number {
  return counts.reduce((total, { rows }) => total + rows, 0)
}

/** What each label should be written as that is a class but for spaces or a dot; empty where there is none. */
export function mendedLabels({ strange }: TestLabels): Readonly<Record<string, string>> {
  return Object.fromEntries(strange.flatMap(({ label, meant }) => (meant === undefined ? [] : [[label, meant]])))
}

const LABELS_NAMED = 3

/**
 * What is wrong with a test file's labels and what to do about it, in a few sentences; undefined where all are classes of
 * the question.
 */
export function tellStrangeLabels(labels: TestLabels | undefined, target: string): string | undefined {
  if (!labels || labels.strangeRows === 0) return undefined
  const { strange, strangeRows, known } = labels
  const named = strange.slice(0, LABELS_NAMED).map(({ label, rows }) => `“${label}” (${formatUnits(rows, 'row')})`)
  const more = strange.length > LABELS_NAMED ? ' and others' : ''
  const outcome =
    known === 0
      ? `so none of its ${formatUnits(strangeRows, 'row')} can test`
      : `so ${formatUnits(strangeRows, 'row')} would not test, and ${formatUnits(known, 'row')} would`
  const meant = strange.filter(({ meant: each }) => each !== undefined)
  const cure =
    meant.length > 0
      ? `${listMeant(meant)}, but for spaces or a dot at the end: have them read so, or change the file and open it again.`
      : 'Write them as the data that trains does, then open the file again, or choose another.'
  return `${target} has labels that the data that trains does not have: ${named.join(', ')}${more}, ${outcome}. ${cure}`
}

function listMeant(strange: readonly StrangeLabel[]): string {
  return strange
    .slice(0, LABELS_NAMED)
    .map(({ label, meant }) => `“${label}” is “${meant}”`)
    .join(' and ')
}
