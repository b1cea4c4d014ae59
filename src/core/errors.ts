/** Everything that can go wrong on purpose. The code is the contract between rooms; the message is for people. */
export const ERROR_CODES = [
  'aborted',
  'internal',
  'browser.unsupported',
  'worker.died',
  'storage.full',
  'storage.unavailable',
  'storage.missing',
  'storage.damaged',
  'csv.empty',
  'csv.noRows',
  'csv.unreadable',
  'csv.tooManyColumns',
  'file.tooLarge',
  'file.unwritable',
  'archive.damaged',
  'json.unreadable',
  'parquet.unreadable',
  'files.differ',
  'dataset.unknownColumn',
  'dataset.typeMismatch',
  'edit.invalid',
  'recipe.invalid',
  'split.empty',
  'split.invalid',
  'target.unusable',
  'spec.invalid',
  'device.unavailable',
  'device.lost',
  'train.diverged',
  'predict.missingColumns',
  'record.invalid',
  'record.version',
  'bundle.foreign',
  'bundle.damaged',
  'bundle.version',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Plain data, so that an error keeps its code across a worker boundary or in a stored record. */
export interface ErrorData {
  readonly code: ErrorCode
  /** What happened and what to do next, in one or two sentences for a person. */
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

/** The one error class of the project. */
export class AssayError extends Error {
  override readonly name = 'AssayError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, details?: Readonly<Record<string, unknown>>, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

/** Turns anything thrown into plain data; what nobody foresaw keeps its own message under `internal`. */
export function toErrorData(cause: unknown): ErrorData {
  if (cause instanceof AssayError) return { code: cause.code, message: cause.message, details: cause.details }
  if (cause instanceof DOMException && cause.name === 'QuotaExceededError')
    return {
      code: 'storage.full',
      message:
        'The browser has no room left for this site. Remove datasets or runs you no longer need, then try again.',
    }
  if (cause instanceof DOMException && cause.name === 'AbortError') return { code: 'aborted', message: 'Stopped.' }
  const message = cause instanceof Error ? cause.message : String(cause)
  return {
    code: 'internal',
    message: `Something went wrong inside Assay: ${message}`,
    details: cause instanceof Error && cause.stack ? { stack: cause.stack } : undefined,
  }
}

/** The inverse of {@link toErrorData}. */
export function fromErrorData({ code, message, details }: ErrorData): AssayError {
  return new AssayError(code, message, details)
}

export function isAborted(cause: unknown): boolean {
  return toErrorData(cause).code === 'aborted'
}
