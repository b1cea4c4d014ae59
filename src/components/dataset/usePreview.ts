import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { Dataset, Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { fixedParts } from '@/core/dataset/dialect.ts'
import type { Preview } from '@/core/dataset/jobs.ts'
import type { ErrorData } from '@/core/errors.ts'
import { useJob } from '@/state/useAssay.ts'
import { isFileOf, useTypesSet } from './useReadAgain.ts'

/** How long the fields must rest before the file is looked at anew, in ms. */
const REST = 150

export interface Previewed {
  /** The last preview that came; of older options while another is on its way. */
  readonly preview: Preview | undefined
  readonly error: ErrorData | undefined
  readonly isPending: boolean
  /** What was found of each part, as far as it was looked for. */
  readonly found: Partial<Dialect>
}

/** How the file would be read with the parts that are fixed, by the reader itself on the file's beginning. */
export function usePreview(dataset: Dataset, file: File | undefined, parts: Partial<Dialect>): Previewed {
  const { source } = dataset
  const typesSet = useTypesSet(dataset)
  const isOwn = file !== undefined && isFileOf(dataset, file)
  const isAsBefore = (isOwn || !file) && keyOf(parts) === keyOf(fixedParts(source))
  // All of the file was read before, so what was found then holds, though its beginning may not show it. With other
  // parts the rest is found anew, but for the encoding: it is a matter of bytes alone.
  const wanted: ReadOptions = isAsBefore
    ? source.dialect
    : { ...(isOwn && !source.fixed?.includes('encoding') && { encoding: source.dialect.encoding }), ...parts }
  const [key] = useDebouncedValue(file && keyOf({ ...wanted, file: [file.name, file.size, file.lastModified] }), REST)
  const { output, error, isPending } = useJob(key, async (jobs, signal) => {
    const options = { ...wanted, types: typesSet() }
    return { parts, preview: await jobs.read.call('preview', { file: file!, options }, { signal }) }
  })
  const [last, setLast] = useState<typeof output>()
  useEffect(() => {
    if (output) setLast(output)
  }, [output])

  const fresh = useMemo(
    () =>
      isAsBefore
        ? without(source.dialect, source.fixed ?? [])
        : last && without(last.preview.dialect, keysOf(last.parts)),
    [isAsBefore, source, last],
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

function keysOf(parts: Partial<Dialect>): readonly (keyof Dialect)[] {
  return Object.keys(parts) as (keyof Dialect)[]
}

function without(dialect: Dialect, fixed: readonly (keyof Dialect)[]): Partial<Dialect> {
  return Object.fromEntries(Object.entries(dialect).filter(([part]) => !fixed.includes(part as keyof Dialect)))
}
