import { isAborted } from '@/core/errors.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import type { Helper, Threads } from '../../threads.ts'
import type { ReadProgress } from '../scan.ts'
import { NotUtf8 } from '../source.ts'
import type { PartAnswer } from './helper.ts'
import { NotInParts, type PartInput, type PartRead, readPart } from './readPart.ts'

interface Member {
  readonly helper: Helper
  /** Whether it is there and has nothing to do. */
  isFree: boolean
  /** Whether it died, or was given up. */
  isLost: boolean
  /** The part that it reads. */
  part?: number | undefined
}

/** One pass over a file's parts. */
class Deal {
  readonly inputs: readonly PartInput[]
  /** Parts that nobody has begun, in their order. */
  readonly left: number[]
  readonly read = new Map<number, PartRead>()
  readonly progress: (ReadProgress | undefined)[] = []
  /** Why it cannot be brought to an end. */
  failure: NotUtf8 | NotInParts | undefined
  readonly #stop = new AbortController()
  /** Ends what this thread is reading: a stop, or that it is of no use. */
  readonly #signal: AbortSignal
  readonly #task: Task<ReadProgress>
  readonly #total: number
  #wake: () => void = () => {}

  constructor(inputs: readonly PartInput[], task: Task<ReadProgress>) {
    this.inputs = inputs
    this.left = inputs.map((_, part) => part)
    this.#task = task
    this.#signal = AbortSignal.any([task.signal, this.#stop.signal])
    this.#signal.addEventListener('abort', () => this.#wake())
    this.#total = inputs.reduce((sum, { file }) => sum + file.size, 0)
  }

  tell(part: number, progress: ReadProgress): void {
    this.progress[part] = progress
    let bytes = 0
    let rows = 0
    for (const each of this.progress) {
      bytes += each?.bytes ?? 0
      rows += each?.rows ?? 0
    }
    this.#task.report({ bytes, rows, total: this.#total })
  }

  take(part: number, read: PartRead): void {
    this.read.set(part, read)
    this.#wake()
  }

  fail(failure: NotUtf8 | NotInParts): void {
    this.failure ??= failure
    this.#stop.abort()
  }

  /** Has somebody else begin a part anew. */
  giveBack(part: number): void {
    this.left.unshift(part)
    this.#wake()
  }

  /** Reads a part on this thread. */
  async readHere(part: number): Promise<void> {
    const signal = this.#signal
    try {
      this.read.set(
        part,
        await readPart(this.inputs[part]!, { signal, report: (progress) => this.tell(part, progress) }),
      )
    } catch (cause) {
      throwIfAborted(this.#task)
      if (cause instanceof NotUtf8 || isAborted(cause)) throw this.failure ?? cause
      throw new NotInParts('a part could not be read', { cause })
    }
  }

  /** Waits until something has changed, or the task is stopped. */
  async news(): Promise<void> {
    throwIfAborted(this.#task)
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    throwIfAborted(this.#task)
  }
}

/** This thread and its helpers, who read the parts of a file. */
export class PartCrew {
  readonly #members: readonly Member[]
  #deal: Deal | undefined

  /** Starts the helpers; whoever opens a crew closes it. */
  constructor({ start }: Threads, helpers: number) {
    this.#members = Array.from({ length: helpers }, () => {
      const member: Member = {
        isFree: false,
        isLost: false,
        helper: start(
          (answer) => this.#hear(member, answer as PartAnswer),
          () => this.#lose(member),
        ),
      }
      return member
    })
  }

  /**
   * Has all parts read, and hands them on in their order. A part whose helper dies is read by another thread; a helper that
   * never comes is not waited for.
   * @throws NotUtf8
   * @throws NotInParts where one thread alone should read the file
   */
  async read(inputs: readonly PartInput[], task: Task<ReadProgress>, take: (part: PartRead) => void): Promise<void> {
    const deal = new Deal(inputs, task)
    this.#deal = deal
    this.#dealOut()
    for (let next = 0; next < inputs.length; ) {
      if (deal.failure) throw deal.failure
      const read = deal.read.get(next)
      if (read) {
        deal.read.delete(next++)
        take(read)
        continue
      }
      const part = deal.left.shift()
      if (part === undefined) await deal.news()
      else await deal.readHere(part)
    }
  }

  close(): void {
    for (const { helper } of this.#members) helper.stop()
  }

  #dealOut(): void {
    for (const member of this.#members) {
      const part = member.isFree ? this.#deal?.left.shift() : undefined
      if (part === undefined) continue
      member.isFree = false
      member.part = part
      member.helper.post(this.#deal!.inputs[part]!)
    }
  }

  #hear(member: Member, answer: PartAnswer): void {
    if (member.isLost) return
    const { part } = member
    if (answer.kind === 'progress') {
      this.#deal!.tell(part!, answer.progress)
      return
    }
    if (answer.kind === 'read') this.#deal!.take(part!, answer.part)
    else if (answer.kind === 'notUtf8') this.#deal!.fail(new NotUtf8())
    else if (answer.kind === 'failed') this.#deal!.fail(new NotInParts('a part could not be read'))
    member.part = undefined
    member.isFree = true
    this.#dealOut()
  }

  #lose(member: Member): void {
    member.isLost = true
    member.isFree = false
    if (member.part === undefined) return
    this.#deal!.giveBack(member.part)
    member.part = undefined
  }
}
