import type { Work } from '@/core/work.ts'
import type { Helper, Threads } from '../threads.ts'

// Words of shared memory by which threads share out a job's tasks, those that are written often far from one another.
/** How many tasks of the operation nobody has taken yet, and above that the operation's number; or `LEAVE`. */
const TICKET = 0
/** Tasks of the operation that are done. */
const FINISHED = 16
/** What the operation is, written before its tickets. */
const COUNT = 32
const OPERATION = 33
const PARAMETER = 34
/** For each helper a word: odd while it is at a task, and twice as many as the tasks that it has done. */
const OWN = 48
const APART = 16

const TASK_BITS = 16
const MOST_TASKS = 2 ** TASK_BITS - 1
/** The ticket by which helpers leave a job. */
const LEAVE = -1

/** Looks at a word before a thread sleeps until it changes: for longer than what one thread alone does between two tasks of a tree. */
const SPINS = 20_000
/** Sleep between two rests. */
const NAP_MS = 5
/** Tasks take milliseconds: helpers that end none for ten seconds of naps are given up. */
const MOST_NAPS = 2_000

/** A helper's place in a job: what each job's message has. */
export interface CrewPlace {
  readonly control: Int32Array
  /** The helper's number. */
  readonly own: number
}

interface Member {
  readonly helper: Helper
  isLost: boolean
}

const NOBODY = () => {}

/**
 * This thread and its helpers, who share out work on memory that they all have. (A class, as whatever has generators that run
 * often: what a function makes of them anew is something else to engines each time.)
 */
export class Crew {
  private readonly members: readonly Member[]
  private hear: (message: unknown, helper: number) => void = NOBODY
  private lose: (helper: number) => void = NOBODY
  private control: Int32Array | undefined
  private operations = 0

  /** Starts as many helpers as threads allow beside this one; none where there are no threads. */
  constructor(threads: Threads | undefined) {
    this.members = Array.from({ length: Math.max(0, (threads?.count ?? 1) - 1) }, (_, place): Member => {
      const lost = () => {
        if (member.isLost) return
        member.isLost = true
        this.lose(place)
      }
      const member = { helper: threads!.start((message) => this.hear(message, place), lost), isLost: false }
      return member
    })
  }

  /** Helpers that were started; some may not be there yet, or not any more. */
  get helpers(): number {
    return this.members.length
  }

  /**
   * Tells the helpers what they work on from now on; what they worked on before, they leave.
   * @param job Makes each one's message.
   * @param hear Called with what helpers say.
   * @param lose Called for each one that died.
   */
  begin(
    job: (place: CrewPlace) => CrewPlace,
    hear: (message: unknown, helper: number) => void = NOBODY,
    lose: (helper: number) => void = NOBODY,
  ): void {
    const { members } = this
    if (members.length === 0) return
    this.leave()
    this.hear = hear
    this.lose = lose
    const control = new Int32Array(new SharedArrayBuffer(4 * (OWN + APART * members.length)))
    this.control = control
    for (const [own, { helper, isLost }] of members.entries())
      if (isLost) lose(own)
      else helper.post(job({ control, own }))
  }

  /**
   * Does tasks [0, count), each by whoever is free first. Where a helper dies, all of them are done again here: tasks can be
   * done twice without harm, or `redo` knows how.
   * @param parameter What else the operation is to know.
   * @param own Does a task here.
   */
  *share(
    operation: number,
    count: number,
    parameter: number,
    own: (task: number) => Work<void> | void,
    redo: () => Work<void> = () => alone(count, own),
  ): Work<void> {
    const { control, members } = this
    if (!control || count < 2 || count > MOST_TASKS || members.every(({ isLost }) => isLost)) {
      yield* alone(count, own)
      return
    }
    control[COUNT] = count
    control[OPERATION] = operation
    control[PARAMETER] = parameter
    Atomics.store(control, FINISHED, 0)
    this.operations = (this.operations + 1) % 2 ** 14
    Atomics.store(control, TICKET, this.operations * 2 ** TASK_BITS + count)
    Atomics.notify(control, TICKET)
    for (let task = takeTask(control); task >= 0; task = takeTask(control)) {
      yield* perform(own, task)
      Atomics.add(control, FINISHED, 1)
    }
    if (!(yield* this.areAllDone(control, count))) yield* redo()
  }

  close(): void {
    for (const { helper } of this.members) helper.stop()
  }

  private leave(): void {
    if (!this.control) return
    Atomics.store(this.control, TICKET, LEAVE)
    Atomics.notify(this.control, TICKET)
  }

  /** Waits until all tasks are done; false where one was of a helper that died, or is given up, and no other is at work any more. */
  private *areAllDone(control: Int32Array, count: number): Work<boolean> {
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, FINISHED) === count) return true
    let naps = 0
    for (;;) {
      const finished = Atomics.load(control, FINISHED)
      if (finished === count) return true
      const atWork = this.members.filter((_, place) => Atomics.load(control, OWN + APART * place) % 2 === 1)
      // What is done is counted before a helper's word is even again.
      if (atWork.every(({ isLost }) => isLost)) return Atomics.load(control, FINISHED) === count
      if (naps > MOST_NAPS)
        for (const member of atWork) {
          member.isLost = true
          member.helper.stop()
        }
      if (Atomics.wait(control, FINISHED, finished, NAP_MS) === 'timed-out') naps++
      else naps = 0
      yield
    }
  }
}

function* alone(count: number, own: (task: number) => Work<void> | void): Work<void> {
  for (let task = 0; task < count; task++) yield* perform(own, task)
}

/** Rests in a task where that does, else after it. */
function* perform(own: (task: number) => Work<void> | void, task: number): Work<void> {
  const work = own(task)
  if (work) yield* work
  else yield
}

/** Takes the next task that nobody has; −1 where there is none. */
function takeTask(control: Int32Array): number {
  for (;;) {
    const ticket = Atomics.load(control, TICKET)
    const left = ticket & MOST_TASKS
    if (ticket === LEAVE || left === 0) return -1
    // Whoever has a ticket may read what the operation is: that is not written anew before its task is done.
    if (Atomics.compareExchange(control, TICKET, ticket, ticket - 1) === ticket) return control[COUNT]! - left
  }
}

/** What a helper does with a job: task after task, until the crew leaves it. */
export function obey(
  { control, own }: CrewPlace,
  act: (operation: number, task: number, parameter: number) => void,
): void {
  const mine = OWN + APART * own
  for (;;) {
    let ticket = Atomics.load(control, TICKET)
    for (let spin = 0; spin < SPINS && isIdle(ticket); spin++) ticket = Atomics.load(control, TICKET)
    if (ticket === LEAVE) return
    if (isIdle(ticket)) {
      Atomics.wait(control, TICKET, ticket)
      continue
    }
    Atomics.add(control, mine, 1)
    const task = takeTask(control)
    if (task < 0) {
      Atomics.sub(control, mine, 1)
      continue
    }
    act(control[OPERATION]!, task, control[PARAMETER]!)
    const isLast = Atomics.add(control, FINISHED, 1) + 1 === control[COUNT]
    Atomics.add(control, mine, 1)
    if (isLast) Atomics.notify(control, FINISHED)
  }
}

function isIdle(ticket: number): boolean {
  return (ticket & MOST_TASKS) === 0 && ticket !== LEAVE
}

/** How many tasks of a job a helper has done. */
export function tasksDone({ control, own }: CrewPlace): number {
  return Atomics.load(control, OWN + APART * own) >> 1
}
