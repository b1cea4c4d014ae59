import { AssayError } from '@/core/errors.ts'

/** The folders and the name of a path such as `runs/<id>/weights.0`; empty names, `.` and `..` are refused. */
export function partsOf(path: string): readonly string[] {
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new AssayError('internal', `Something went wrong inside Assay: "${path}" is no path of a stored file.`)
  return parts
}
