import { COLUMN_TYPES } from '../../dataset/column.ts'
import { ROLES } from '../../dataset/role.ts'
import { id, MANY, name, prose } from '../parts.ts'
import { z } from '../zod.ts'

export const columns = z.array(name).max(MANY)

const select = z.object({
  types: z.exactOptional(z.array(z.enum(COLUMN_TYPES)).max(COLUMN_TYPES.length)),
  roles: z.exactOptional(z.array(z.enum(ROLES)).max(ROLES.length)),
  name: z.exactOptional(name),
  except: z.exactOptional(columns),
})

/** What every step has. */
export const base = { id, on: z.boolean(), reason: z.exactOptional(prose), select: z.exactOptional(select) }
