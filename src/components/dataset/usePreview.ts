import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { Dataset, Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import type { Preview } from '@/core/dataset/jobs.ts'
import type { ErrorData } from '@/core/errors.ts'
import { useJob } from '@/state/useAssay.ts'
import { areFilesOf, useTypesSet } from './useReadAgain.ts'

/** How long the fields must rest before the file is looked at anew, in ms. */
const REST = 150

const NOTHING: Partial<Dialect> = {}

export interface Previewed {
  /** The last preview that came; of older options while another is on its way. */
  readonly preview: Preview | undefined
  readonly error: ErrorData | undefined
  readonly isPending: boolean
  /** What was found of each part, as far as it was looked for. */
  readonly found: Partial<Dialect>
}

/**
 * How the files would be read with the parts that are fixed, by the reader itself on the beginning of the first. `dataset` is
 * what they were read as before, if they could be.
 */
export function usePreview(
  dataset: Dataset | undefined,
  files: readonly File[] | undefined,
  parts: Partial<Dialect>,
): Previewed {
  const { dialect, fixed = NOTHING, files: joined } = dataset?.source ?? {}
  const typesSet = useTypesSet(dataset)
  const isOwn = files !== undefined && dataset !== undefined && areFilesOf(dataset, files)
  const isAsBefore = (isOwn || !files) && keyOf(parts) === keyOf(fixed)
  // All of the file was read before, so what was found then holds, though its beginning may not show it. With other
  // parts the rest is found anew, but for the encoding: it is a matter of bytes alone. Each of several files has its own.
  const encoding = isOwn && !joined && !fixed.encoding ? dialect?.encoding : undefined
  const wanted: ReadOptions = {
    ...(isAsBefore && dialect && without(dialect, { encoding: dialect.encoding })),
    ...(encoding && { encoding }),
    ...parts,
  }
  const chosen = files?.map(({ name, size, lastModified }) => [name, size, lastModified])
  const [key] = useDebouncedValue(chosen && keyOf({ ...wanted, chosen }), REST)
  const { output, error, isPending } = useJob(key, async (jobs, signal) => {
    const options = { ...wanted, types: typesSet() }
    const inputs = (files ?? []).map((file) => ({ file, fileName: file.name }))
    return { parts, preview: await jobs.read.call('preview', { files: inputs, options }, { signal }) }
  })
  const [last, setLast] = useState<typeof output>()
  useEffect(() => {
    if (output) setLast(output)
  }, [output])

  const fresh = useMemo(
    () => (isAsBefore && dialect ? without(dialect, fixed) : last && without(last.preview.dialect, last.parts)),
    [isAsBefore, dialect, fixed, last],
  )
  // What was found of a part is remembered while it is fixed.
  const [found, setFound] = useState<Partial<Dialect>>({})
  useEffect(() => {
    if (fresh) setFound((old) => ({ ...old, ...fresh }))
  }, [fresh])
  return { preview: last?.preview, error, isPending, found }
}

function keyOf(options: object): string {
  return JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The parts of a dialect but for those that are fixed. */
function without(dialect: Dialect, fixed: Partial<Dialect>): Partial<Dialect> {
  return Object.fromEntries(Object.entries(dialect).filter(([part]) => !Object.hasOwn(fixed, part)))
}
