import type { DatasetId } from '../dataset/dataset.ts'

/** Characters of a tag, at most. */
export const TAG_LENGTH = 40

/** What a person wrote on rows: a short tag each. It stays with a row in every version of its table, by the row's key. */
export interface RowTags {
  readonly schema: 1
  /** The lineage of the table. */
  readonly id: DatasetId
  /** The rows of each tag by their keys, ascending; a row has one tag at most. */
  readonly tags: readonly { readonly tag: string; readonly keys: readonly number[] }[]
  readonly updatedAt: number
}

/** A tag as it is kept: without space around it, and no longer than a tag may be; empty where nothing is left. */
export function cleanTag(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, TAG_LENGTH).trim()
}

/** Writes a tag on rows in place of theirs, or takes theirs away where it is empty. Tags that no row has any more are gone. */
export function tagRows(tags: RowTags['tags'], keys: Iterable<number>, tag: string): RowTags['tags'] {
  const chosen = new Set(keys)
  const others = tags.map((each) => ({ tag: each.tag, keys: each.keys.filter((key) => !chosen.has(key)) }))
  const own = others.find((each) => each.tag === tag)?.keys ?? []
  const tagged = { tag, keys: [...own, ...chosen].sort((a, b) => a - b) }
  return [...others.filter((each) => each.tag !== tag), ...(tag === '' ? [] : [tagged])]
    .filter((each) => each.keys.length > 0)
    .sort((a, b) => (a.tag < b.tag ? -1 : 1))
}

/** The tag of each row that has one. */
export function tagsByKey(tags: RowTags['tags']): ReadonlyMap<number, string> {
  return new Map(tags.flatMap(({ tag, keys }) => keys.map((key) => [key, tag] as const)))
}

/** What the column of tags is called beside others: `tag`, or with a number where that is taken. */
export function nameTags(taken: Iterable<string>): string {
  const used = new Set(taken)
  let name = 'tag'
  for (let count = 2; used.has(name); count++) name = `tag (${count})`
  return name
}
