import { formatCount } from '@/core/format/format.ts'
import type { OptionField } from '@/core/learner/field.ts'
import type { LearnerKind } from '@/core/learner/learner.ts'
import { fieldText, whatToEnter } from '@/core/learner/options.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { TASKS } from '@/core/metrics/metric.ts'

/** Numbers of training rows whose defaults are told, where these differ. */
const SIZES = [500, 5_000, 50_000, 500_000] as const

/** `assay help LEARNER`: what it is, and all that `--set` can change of it. */
export function describeSettings(kind: LearnerKind): string {
  const { label, blurb, fields } = LEARNERS[kind]
  const head = `--learner ${kind}: ${overTasks(label)}\n${overTasks(blurb)}`
  if (fields.length === 0) return `${head}\n\nIt has no settings.`
  const wide = Math.max(...fields.map(({ key }) => key.length))
  const settings = fields.map((field) => {
    const [first, ...more] = linesOf(kind, field)
    return [`  ${field.key.padEnd(wide)}  ${first}`, ...more.map((line) => `${' '.repeat(wide + 4)}${line}`)].join('\n')
  })
  return [head, '', 'Settings, each as --set KEY=VALUE', ...settings].join('\n')
}

function linesOf(kind: LearnerKind, field: OptionField): readonly string[] {
  const { label, unit, help, tasks } = field
  return [
    `${label}${unit ? ` (${unit})` : ''}${tasks ? `, only of ${tasks.join(' and ')}` : ''}`,
    help,
    `${valuesOf(field)} Default: ${defaultOf(kind, field)}.`,
  ]
}

/** A value of several words would need quotes in a shell, so that choices go by their short names here. */
function valuesOf(field: OptionField): string {
  if (!field.choices) return whatToEnter(field)
  const names = field.choices.map(({ value, label }) => (label.toLowerCase() === value ? value : `${value} (${label})`))
  return `Choose ${names.join(' or ')}.`
}

function defaultOf(kind: LearnerKind, field: OptionField): string {
  const found = SIZES.map((rows) => ({ rows, text: fieldText(field, LEARNERS[kind].defaults(rows)) || 'none' }))
  const changes = found.filter(({ text }, i) => text !== found[i - 1]?.text)
  if (changes.length === 1) return changes[0]!.text
  return changes.map(({ rows, text }) => `${text} at ${formatCount(rows)} rows`).join('; ')
}

/** What is said of every task, or of each where that differs. */
function overTasks(say: (task: (typeof TASKS)[number]) => string): string {
  return [...new Set(TASKS.map(say))].join(' / ')
}
