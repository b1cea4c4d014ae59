import { CONDITION_WORDS, type Condition, type ConditionWord, type SortKey, type View } from '@/core/dataset/view.ts'

/**
 * A view as parts of a query: `q` the search, `sort` a column (a leading `-` turns its order round), `where` a condition
 * as `word:column:value…`, each piece encoded by itself. `sort` and `where` stand as often as there are some.
 */
export function formatView({ conditions, search, sort }: View): readonly (readonly [string, string])[] {
  return [
    ...conditions.map((condition) => ['where', formatCondition(condition)] as const),
    ...(search ? [['q', search] as const] : []),
    ...sort.map((key) => ['sort', formatKey(key)] as const),
  ]
}

/** The inverse of {@link formatView}; undefined where a part cannot be read. */
export function parseView(params: URLSearchParams): View | undefined {
  const conditions = params.getAll('where').map(parseCondition)
  const sort = params.getAll('sort').map(parseKey)
  if (!conditions.every((condition) => condition !== undefined)) return undefined
  if (new Set(sort.map(({ column }) => column)).size < sort.length) return undefined
  return { conditions, search: params.get('q') ?? '', sort }
}

/** A name that itself begins with a sign has a plus before it. */
function formatKey({ column, descending }: SortKey): string {
  if (descending) return `-${column}`
  return /^[-+]/.test(column) ? `+${column}` : column
}

function parseKey(text: string): SortKey {
  return { column: text.replace(/^[-+]/, ''), descending: text.startsWith('-') }
}

function formatCondition(condition: Condition): string {
  const { word, column } = condition
  return [word, column, ...valuesOf(condition)].map(encodeURIComponent).join(':')
}

function valuesOf(condition: Condition): readonly string[] {
  if ('value' in condition) return [String(condition.value)]
  if ('from' in condition) return [String(condition.from), String(condition.to)]
  if ('text' in condition) return [condition.text]
  return 'texts' in condition ? condition.texts : []
}

function isWord(word: string | undefined): word is ConditionWord {
  return word !== undefined && Object.hasOwn(CONDITION_WORDS, word)
}

function parseCondition(text: string): Condition | undefined {
  let pieces: string[]
  try {
    pieces = text.split(':').map(decodeURIComponent)
  } catch {
    return undefined
  }
  const [word, column, ...values] = pieces
  if (!isWord(word) || column === undefined) return undefined
  switch (word) {
    case 'oneOf':
      return { word, column, texts: values }
    case 'is':
    case 'isNot':
    case 'contains':
    case 'startsWith':
      return values.length === 1 ? { word, column, text: values[0]! } : undefined
    case 'missing':
    case 'present':
    case 'true':
    case 'false':
      return values.length === 0 ? { word, column } : undefined
    default: {
      const numbers = values.map((value) => (value.trim() === '' ? Number.NaN : Number(value)))
      const [first, second] = numbers
      if (!numbers.every(Number.isFinite) || first === undefined) return undefined
      if (word === 'between') return second === undefined ? undefined : { word, column, from: first, to: second }
      return numbers.length === 1 ? { word, column, value: first } : undefined
    }
  }
}
