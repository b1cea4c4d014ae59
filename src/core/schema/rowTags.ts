import { type RowTags, TAG_LENGTH } from '../tags/rowTags.ts'
import { count, exactly, id, ms, SOME } from './parts.ts'
import { z } from './zod.ts'

/** Rows of one tag. */
const MOST_ROWS = 10_000_000

export const rowTagsSchema = exactly<RowTags>()(
  z.object({
    schema: z.literal(1),
    id,
    tags: z.array(z.object({ tag: z.string().min(1).max(TAG_LENGTH), keys: z.array(count).max(MOST_ROWS) })).max(SOME),
    updatedAt: ms,
  }),
)
