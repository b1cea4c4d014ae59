import { AssayError } from '@/core/errors.ts'

const UNAVAILABLE =
  'This browser does not let Assay store anything here, as in some private windows. Open Assay in a normal window.'

/** Whether the browser itself threw `cause` under one of these names. */
export function isNamed(cause: unknown, ...names: readonly string[]): boolean {
  return cause instanceof DOMException && names.includes(cause.name)
}

/** Whether the browser says that a file or folder is not there, or not as what it was looked for. */
export function isAbsent(cause: unknown): boolean {
  return isNamed(cause, 'NotFoundError', 'TypeMismatchError')
}

/**
 * What the browser's storage throws, in the project's own codes. An `AbortError` of a database transaction is no stop
 * that a person asked for, so it must never pass as `aborted`. What the browser did not throw is returned as it is.
 */
export function toStorageError(cause: unknown, doing: string): unknown {
  if (!(cause instanceof DOMException)) return cause
  const details = { doing, cause: `${cause.name}: ${cause.message}` }
  switch (cause.name) {
    case 'QuotaExceededError':
      return new AssayError(
        'storage.full',
        'The browser has no room left for this site. Remove datasets or runs you no longer need, then try again.',
        details,
        { cause },
      )
    case 'SecurityError':
    case 'NotAllowedError':
      return new AssayError('storage.unavailable', UNAVAILABLE, details, { cause })
    case 'VersionError':
      return new AssayError(
        'storage.unavailable',
        'What is stored here was written by a newer Assay. Reload this tab to get it.',
        details,
        { cause },
      )
    case 'NoModificationAllowedError':
    case 'InvalidModificationError':
      return new AssayError(
        'storage.unavailable',
        `Another tab is using the same file, so ${doing} had to wait in vain. Try again, or close the other tab.`,
        details,
        { cause },
      )
    case 'DataCloneError':
    case 'DataError':
      // A mistake of ours, not the browser's.
      return new AssayError('internal', `Something went wrong inside Assay while ${doing}: ${details.cause}`, details, {
        cause,
      })
    default:
      return new AssayError(
        'storage.unavailable',
        `The browser's storage failed while ${doing}. Reload the page and try again; if it stays so, the disk may be full or the browser's profile damaged.`,
        details,
        { cause },
      )
  }
}

/** For a browser that lacks a part of storage altogether. */
export function storageUnavailable(cause?: unknown): AssayError {
  return new AssayError('storage.unavailable', UNAVAILABLE, undefined, cause === undefined ? undefined : { cause })
}
