import { TEXT_MEASURES } from '../../recipe/kinds/text.ts'
import { cell, count, finite, MANY, name } from '../parts.ts'
import { z } from '../zod.ts'
import { base, columns } from './common.ts'

const length = {
  kind: z.literal('textLength'),
  columns,
  measures: z.array(z.enum(TEXT_MEASURES)).max(2),
  keep: z.boolean(),
}
const hash = {
  kind: z.literal('textHash'),
  columns,
  buckets: count.min(1).max(MANY),
  unit: z.enum(['word', 'character']),
  shortest: count,
  longest: count,
}

export const textSteps = [
  z.object({ ...base, ...length }),
  z.object({ ...base, kind: z.literal('tfidf'), columns, terms: count, longest: count }),
  z.object({ ...base, ...hash }),
] as const

export const textFitted = [
  z.object(length),
  z.object({
    kind: z.literal('tfidf'),
    longest: count,
    vocabularies: z
      .array(
        z
          .object({ column: name, terms: z.array(cell).max(MANY), idf: z.array(finite).max(MANY) })
          .refine(({ terms, idf }) => terms.length === idf.length, 'Expected one idf for each term'),
      )
      .max(MANY),
  }),
  z.object(hash),
] as const
