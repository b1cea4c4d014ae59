import { type ComparedSettings, compareSettings, fullText, type SettingRow } from './compare.ts'
import { WARM_START } from './warmStart.ts'

/** More than fit at the end of a line; the table of settings has them all. */
const MOST_NAMED = 3

/** Labels of forms that a phrase says shorter. */
const SHORT: Readonly<Record<string, string>> = {
  'Learning rate': 'rate',
  'Epochs, at most': 'epochs',
  'Rounds, at most': 'rounds',
  'Leaves of a tree': 'leaves',
  'Hidden layers': 'layers',
}

/** What another row says already, or nobody reads at the end of a line. */
const SILENT: ReadonlySet<string> = new Set(['Rows', 'Task', 'Classes', 'Device asked for'])

/**
 * What tells each of several runs from the others, shortly, in their order: "rate 0.10" and "rate 0.30", "+ logarithm",
 * "gradient boosting". Settings of a learner are named only among runs of that learner. Empty where nothing differs.
 */
export function differencesOf(runs: readonly ComparedSettings[]): readonly string[] {
  const rows = compareSettings(runs).filter(({ differs }) => differs)
  const has = (label: string) => rows.some((row) => row.label === label)
  const told = rows.filter(
    ({ label }) =>
      !SILENT.has(label) &&
      !(label === 'Content' && (has('Table') || has('Version'))) &&
      !(label === 'Adapter' && has('Device')),
  )
  const phrases = runs.map((_, place) => told.flatMap((row) => phraseOf(row, runs, place) ?? []))
  const shared = new Map<string, number>()
  for (const phrase of phrases.flat()) shared.set(phrase, (shared.get(phrase) ?? 0) + 1)
  return phrases.map((own) => {
    // What fewer runs have tells a run from more of the others.
    const named = new Set(own.toSorted((a, b) => shared.get(a)! - shared.get(b)!).slice(0, MOST_NAMED))
    const more = own.length - named.size
    return [...own.filter((phrase) => named.has(phrase)), ...(more > 0 ? [`${more} more`] : [])].join(', ')
  })
}

function phraseOf(row: SettingRow, runs: readonly ComparedSettings[], place: number): string | undefined {
  const { group, label, values } = row
  const value = values[place]
  switch (group) {
    case 'Learner': {
      if (label === 'Learner') return value && lower(value.text)
      const { kind } = runs[place]!.spec.learner
      const own = values.flatMap((each, i) => (each && runs[i]!.spec.learner.kind === kind ? [fullText(each)] : []))
      return value && new Set(own).size > 1 ? `${SHORT[label] ?? lower(label)} ${value.text}` : undefined
    }
    case 'Preparation': {
      const having = values.filter((each) => each !== undefined)
      if (having.length === values.length) return value && lower(value.text)
      // What is said is what few do: that they have it, or that they lack it.
      if (having.length > values.length / 2) return value ? undefined : `− ${lower(label)}`
      return value && `+ ${lower(label)}`
    }
    case 'Data':
      return value && (label === 'Rows' || label === 'Content' ? `${lower(label)} ${value.text}` : value.text)
    case 'Work':
      if (label === WARM_START) return value ? `warm start from ${value.text}` : 'trained from the start'
      return value && (label === 'Seed' ? `seed ${value.text}` : `on ${value.text}`)
    case 'Question':
      return value ? `${lower(label)} ${value.text}` : `without ${lower(label)}`
  }
}

/** As within a sentence: an abbreviation keeps its capitals. */
function lower(text: string): string {
  return /^\p{Lu}[\p{Lu}\d]/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
