import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { AssayError } from '@/core/errors.ts'

/**
 * Refuses a place where nothing can be written, before anybody waits for what is to stand there.
 * @throws AssayError `file.unwritable`
 */
export async function requireWritable(path: string): Promise<void> {
  const folder = dirname(path)
  try {
    const found = await lookAt(path)
    if (path === '' || path.endsWith('/') || path.endsWith(sep) || found?.isDirectory())
      throw new Error('that is a folder, not a file')
    if (!found && !(await lookAt(folder))) throw new Error(`there is no folder ${folder}, so make it first`)
    await (found ? access(path, constants.W_OK) : access(folder, constants.W_OK | constants.X_OK))
  } catch (cause) {
    throw unwritable(path, cause as Error)
  }
}

/** Writes what a person waited for. @throws AssayError `file.unwritable`, as where the disk is full by now */
export async function writeOut(path: string, data: Parameters<typeof writeFile>[1]): Promise<void> {
  try {
    await writeFile(path, data)
  } catch (cause) {
    throw unwritable(path, cause as Error)
  }
}

/** What lies at a path; undefined where nothing does. */
async function lookAt(path: string) {
  try {
    return await stat(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}

function unwritable(path: string, cause: Error): AssayError {
  const message = `“${path}” cannot be written: ${cause.message}. Nothing was saved; --out FILE names another place.`
  return new AssayError('file.unwritable', message, { path }, { cause })
}
