import type { LoadInput } from '@/core/dataset/jobs.ts'

/** A file of a column of each kind. */
export const pets = 'id,kind,legs,weight\n1,cat,4,4.5\n2,bird,2,NA\n3,cat,3,5\n'

export type LoadChange = Omit<Partial<LoadInput>, 'files'> & { readonly fileName?: string }

/** What loading one file with this text asks. */
export function fileInput(text: string, { fileName = 'pets.csv', ...change }: LoadChange = {}): LoadInput {
  return { files: [{ file: new Blob([text]), fileName }], sourceKind: 'file', ...change }
}
