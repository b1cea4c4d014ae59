import type { ColumnMeta, Dataset } from '../dataset/dataset.ts'
import { wordsOf } from '../dataset/entity.ts'
import { formatCount, formatUnits } from '../format/format.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { countClasses, MAX_CLASSES } from './target.ts'

/** Whole numbers with at most so many different values are taken for classes, unless their name says an amount. */
const FEW_NUMBERS = 10

/** What may be asked of a column. */
export interface Candidate {
  readonly column: string
  /** Whether anything may. */
  readonly ok: boolean
  /** The tasks that it allows, the proposed one first. */
  readonly tasks: readonly TaskKind[]
  /** Why not, and what to do about it, where nothing may. */
  readonly why?: string
}

/** Every column of the dataset with what may be asked of it, in the dataset's order. */
export function targetsWorthAsking(dataset: Dataset): Candidate[] {
  return dataset.columns.map((column) => examineTarget(column, dataset.rows))
}

/** What may be asked of one column, from its summary alone. */
export function examineTarget(column: ColumnMeta, rows: number): Candidate {
  const { name, type, summary } = column
  const no = (why: string): Candidate => ({ column: name, ok: false, tasks: [], why })
  const labelled = rows - summary.missing
  if (summary.distinct === 0) return no(`${name} is empty. Choose a column that has values.`)
  if (summary.distinct === 1)
    return no(`${name} holds the same in every row, so there is nothing to predict. Choose a column that varies.`)
  switch (type) {
    case 'identifier':
      return no(
        `${name} only tells rows apart. If its values are classes, change its type to category on the data page.`,
      )
    case 'text':
      return no(`${name} is free text. If its values are classes, change its type to category on the data page.`)
    case 'datetime':
      return no(
        `${name} holds dates, which can't be predicted. Choose a number, such as the days until then, or a class.`,
      )
  }
  // Classes on which no value is held by two rows could not even be split.
  const isClassed = summary.distinct <= MAX_CLASSES && summary.distinct * 2 <= labelled && countClasses(column)
  const classTask: TaskKind = summary.distinct === 2 ? 'binary' : 'multiclass'
  if (summary.kind === 'coded') {
    if (isClassed) return { column: name, ok: true, tasks: [classTask] }
    return no(
      summary.distinct > MAX_CLASSES
        ? `${name} has ${formatCount(summary.distinct)} different values, and a question can have ${MAX_CLASSES} classes. Choose another column.`
        : `${name} has ${summary.distinct} different values on ${formatUnits(labelled, 'row')}, too few rows of each to learn from. Add rows, or choose another column.`,
    )
  }
  if (type === 'boolean')
    return isClassed
      ? { column: name, ok: true, tasks: ['binary'] }
      : no(`${name} has a value on ${formatUnits(labelled, 'row')} only. Add rows, or choose another column.`)
  if (!isClassed) return { column: name, ok: true, tasks: ['regression'] }
  const looksClassed =
    classTask === 'binary' || (type === 'integer' && summary.distinct <= FEW_NUMBERS && !soundsLikeAmount(name))
  return { column: name, ok: true, tasks: looksClassed ? [classTask, 'regression'] : ['regression', classTask] }
}

const AMOUNTS = new Set(
  'quality rating score count number amount total age years months days hours minutes price cost sales quantity size length width height weight rooms children points marks temperature'.split(
    ' ',
  ),
)

/** Whether the name is that of a number with more and less, so that few different values do not make it classes. */
export function soundsLikeAmount(name: string): boolean {
  const words = wordsOf(name)
  return AMOUNTS.has(words.at(-1) ?? '') || words[0] === 'n' || words[0] === 'num'
}

/** Names that say "this is the answer" whatever the file is about. */
const ANSWERS = new Set(
  'target,label,labels,class,y,outcome,response,ground truth,dependent,class label,target class'.split(','),
)
/** Words that name an answer in one field or another, anywhere in the name, */
const DOMAIN_WORDS = new Set(
  'churn churned survived survival default defaulted fraud attrition diagnosis species delay'.split(' '),
)
/** or as its last word. */
const DOMAIN_ENDS = new Set(
  'income salary price value quality charges rings deposit subscribed converted conversion clicked approved spam sentiment rating mpg revenue sales target label class outcome'.split(
    ' ',
  ),
)

export interface TargetProposal {
  readonly column: string
  readonly reason: string
}

/**
 * The column to ask about before a person has said: one that is named as an answer, else the last that can be asked of.
 * Of several equally good names the last wins; without any, so does the only column of classes where it stands first. Undefined where no column can be asked of.
 */
export function proposeTarget(dataset: Dataset): TargetProposal | undefined {
  const able = dataset.columns.filter((column) => examineTarget(column, dataset.rows).ok)
  // Beside z, y is a coordinate and no answer.
  const isSpace = dataset.columns.some(({ name }) => name.toLowerCase() === 'z')
  const strength = ({ name }: ColumnMeta) => {
    const words = wordsOf(name)
    if (ANSWERS.has(words.join(' ')) && !(isSpace && words[0] === 'y')) return 2
    return words.some((word) => DOMAIN_WORDS.has(word)) || DOMAIN_ENDS.has(words.at(-1) ?? '') ? 1 : 0
  }
  const best = Math.max(0, ...able.map(strength))
  const column = able.filter((candidate) => strength(candidate) === best).at(-1)
  if (!column) return undefined
  if (best > 0) return { column: column.name, reason: `A column called ${column.name} often is what a file is about.` }
  const classes = dataset.columns.filter(({ type }) => type === 'category' || type === 'boolean')
  const [only] = classes
  if (only && classes.length === 1 && able.includes(only) && only === dataset.columns[0])
    return { column: only.name, reason: `${only.name} is the only column of classes, and comes first.` }
  return {
    column: column.name,
    reason:
      column === dataset.columns.at(-1)
        ? 'The last column of a file often is what it is about.'
        : 'Of the columns that can be predicted this is the last, which often is what a file is about.',
  }
}
