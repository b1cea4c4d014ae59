import AloneWorker from './alone.worker.ts?worker'
import type { Question, Reading } from './check.ts'
import { readDuckdb } from './duckdb.ts'
import { computeMatrix, openMatrix } from './duckdbMatrix.ts'
import { prepareDuckdb, profileDuckdb } from './duckdbProfile.ts'
import type { MatrixMessage } from './matrix.worker.ts'
import MatrixWorker from './matrix.worker.ts?worker'
import type { Prepared } from './matrixCheck.ts'
import OursWorker from './ours.worker.ts?worker'
import PapaWorker from './papa.worker.ts?worker'
import type { PersistMessage } from './persist.worker.ts'
import PersistWorker from './persist.worker.ts?worker'
import type { ProfileMessage, ProfileReply } from './profile.worker.ts'
import ProfileWorker from './profile.worker.ts?worker'
import type { MeasuredColumn } from './profileCheck.ts'
import RawWorker from './raw.worker.ts?worker'
import type { RowsMessage, RowsReply } from './rows.worker.ts'
import RowsWorker from './rows.worker.ts?worker'
import type { ReadMessage } from './serveReader.ts'

const makers = {
  ours: OursWorker,
  alone: AloneWorker,
  papa: PapaWorker,
  raw: RawWorker,
  persist: PersistWorker,
  profile: ProfileWorker,
  rows: RowsWorker,
  matrix: MatrixWorker,
}
const workers = new Map<keyof typeof makers, Worker>()

/** One message to a worker of that kind, which stays: what warms up in the first round is warm in the next. */
function ask<Reply extends object>(kind: keyof typeof makers, message: unknown): Promise<Reply> {
  const worker = workers.get(kind) ?? new makers[kind]()
  workers.set(kind, worker)
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Reply | { readonly error: string }>) =>
      'error' in data ? reject(new Error(data.error)) : resolve(data)
    worker.onerror = ({ message: text }) => reject(new Error(text || `the worker ${kind} did not start`))
    worker.postMessage(message)
  })
}

/** The file that was put into the page's input: one that lies on the disk, as a person's does. */
function chosen(): File {
  const file = document.querySelector('input')?.files?.[0]
  if (!file) throw new Error('no file was chosen')
  return file
}

const calls = {
  read(reader: 'ours' | 'alone' | 'papa' | 'duckdb', question: Question): Promise<Reading> {
    const file = chosen()
    if (reader === 'duckdb') return readDuckdb(file, question)
    return ask(reader, { file, question } satisfies ReadMessage)
  },
  /** Reads the file once for both. */
  async profileRead() {
    await ask('profile', { file: chosen() } satisfies ProfileMessage)
    await prepareDuckdb(chosen())
  },
  profileOurs: (what: 'profile' | 'both') => ask<ProfileReply>('profile', what satisfies ProfileMessage),
  profileTheirs: (columns: readonly MeasuredColumn[], both: boolean) => profileDuckdb(columns, both),
  raw: () => ask<{ ms: number; bytes: number }>('raw', chosen()),
  /** Reads the file once for the other two. */
  persistRead: () => ask('persist', { file: chosen() } satisfies PersistMessage),
  persistOurs: () =>
    ask<{ ms: number; bytes: number; sumsMs: number }>('persist', { ours: true } satisfies PersistMessage),
  persistRaw: (bytes: number) => ask<{ ms: number; bytes: number }>('persist', { raw: bytes } satisfies PersistMessage),
  /** Reads the file once for both. */
  async matrixRead() {
    await ask('matrix', { file: chosen() } satisfies MatrixMessage)
    await openMatrix(chosen())
  },
  matrixOurs: () => ask<Prepared>('matrix', 'prepare' satisfies MatrixMessage),
  matrixTheirs: (rows: number) => computeMatrix(rows),
  rows: (message: Omit<RowsMessage, 'file'>) =>
    ask<RowsReply>('rows', { ...message, file: chosen() } satisfies RowsMessage),
  /** Stops the work after a while, and tells how long that took to be heard. */
  async rowsStop(message: Omit<RowsMessage, 'file'>, afterMs: number): Promise<number> {
    const outcome = calls.rows(message).then(
      () => 'done',
      (cause: Error) => cause.message,
    )
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    const start = performance.now()
    workers.get('rows')?.postMessage('stop')
    const ended = await outcome
    if (ended !== 'aborted') throw new Error(`the work ended before it was stopped: ${ended}`)
    return performance.now() - start
  },
}

/** What bench/data/driver.mjs calls. */
declare global {
  var dataBench: object | undefined
}
globalThis.dataBench = calls
