import type { Work } from '@/core/work.ts'
import type { Helper, Threads } from '../threads.ts'

/** Words by which a helper is told what to do: the last command, by number, and the one that it has done. */
const COMMAND = 0
const DONE = 1
const OPERATION = 2
/** The helper's share. */
const FROM = 3
const TO = 4
const PARAMETER = 5
const CONTROL_WORDS = 16

/** What `DONE` is until the helper hears. */
const NOT_READY = -1

/** Looks at a word before a thread sleeps until it changes: some microseconds, since waking takes more. */
const SPINS = 2_000
/** Sleep between two rests. */
const NAP_MS = 5
/** A share takes milliseconds: whoever does not answer for so long is given up. */
const LOST_MS = 10_000

/** This thread and its helpers, who share out work on memory that they all have. */
export interface Crew {
  /** Helpers that were started; some may not be there yet, or not any more. */
  readonly helpers: number
  /** Tells the helpers what they work on: `job` makes each one's message. */
  begin(job: (helper: number, control: Int32Array) => unknown): void
  /**
   * Does places [0, count): a share each for this thread and the helpers that are ready. The share of a helper that dies is
   * done here; operations can be done twice without harm.
   * @param parameter What else the operation is to know.
   * @param own Does a share here.
   * @param taken Called for each helper that did its share.
   */
  share(
    operation: number,
    count: number,
    parameter: number,
    own: (from: number, to: number) => Work<void>,
    taken?: (helper: number) => void,
  ): Work<void>
  close(): void
}

interface Member {
  readonly helper: Helper
  readonly control: Int32Array
  command: number
  isLost: boolean
}

/** Starts as many helpers as threads allow beside this one; none where there are no threads. */
export function openCrew(threads: Threads | undefined): Crew {
  const members = Array.from({ length: Math.max(0, (threads?.count ?? 1) - 1) }, (): Member => {
    const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS))
    control[DONE] = NOT_READY
    const member: Member = {
      helper: threads!.start(
        () => {},
        () => {
          member.isLost = true
        },
      ),
      control,
      command: 0,
      isLost: false,
    }
    return member
  })
  const isReady = ({ isLost, control }: Member) => !isLost && Atomics.load(control, DONE) !== NOT_READY

  return {
    helpers: members.length,
    begin(job) {
      for (const [place, { helper, control }] of members.entries()) helper.post(job(place, control))
    },
    *share(operation, count, parameter, own, taken = () => {}) {
      const ready = members.filter(isReady).slice(0, Math.max(0, count - 1))
      const shares = ready.length + 1
      const edge = (share: number) => Math.floor((count * share) / shares)
      for (const [place, member] of ready.entries())
        command(member, operation, edge(place + 1), edge(place + 2), parameter)
      yield* own(0, edge(1))
      for (const [place, member] of ready.entries()) {
        if (yield* answer(member)) taken(members.indexOf(member))
        else yield* own(edge(place + 1), edge(place + 2))
      }
    },
    close() {
      for (const { helper } of members) helper.stop()
    },
  }
}

function command(member: Member, operation: number, from: number, to: number, parameter: number): void {
  const { control } = member
  control[OPERATION] = operation
  control[FROM] = from
  control[TO] = to
  control[PARAMETER] = parameter
  member.command++
  Atomics.store(control, COMMAND, member.command)
  Atomics.notify(control, COMMAND)
}

/** Waits until a helper did what it was told; false where it is given up. */
function* answer(member: Member): Work<boolean> {
  const { control, command } = member
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, DONE) === command) return true
  const since = performance.now()
  while (Atomics.load(control, DONE) !== command) {
    if (member.isLost || performance.now() - since > LOST_MS) {
      member.isLost = true
      member.helper.stop()
      return false
    }
    Atomics.wait(control, DONE, command - 1, NAP_MS)
    yield
  }
  return true
}

/** What a helper does from then on: it obeys one command after another, and never returns. */
export function obey(
  control: Int32Array,
  act: (operation: number, from: number, to: number, parameter: number) => void,
): never {
  let last = 0
  Atomics.store(control, DONE, last)
  for (;;) {
    for (let spin = 0; spin < SPINS && Atomics.load(control, COMMAND) === last; spin++);
    Atomics.wait(control, COMMAND, last)
    const command = Atomics.load(control, COMMAND)
    if (command === last) continue
    last = command
    act(control[OPERATION]!, control[FROM]!, control[TO]!, control[PARAMETER]!)
    Atomics.store(control, DONE, command)
    Atomics.notify(control, DONE)
  }
}
