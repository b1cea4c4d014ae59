import type { BundleManifest } from '../bundle/bundle.ts'
import { count, digest, exactly, prose, SOME } from './parts.ts'
import { z } from './zod.ts'

/** A path inside a bundle: folders and file names of plain characters, none hidden, so that none leads outside. */
const path = z
  .string()
  .max(1_000)
  .regex(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/, 'Expected a plain relative path')

export const manifestSchema = exactly<BundleManifest>()(
  z.object({
    format: z.literal('assay-bundle'),
    schema: z.literal(1),
    createdAt: prose,
    title: prose,
    parts: z
      .array(z.object({ path, bytes: count, sha256: digest }))
      .max(SOME)
      .refine((parts) => new Set(parts.map((part) => part.path)).size === parts.length, 'Expected every path once'),
  }),
)
