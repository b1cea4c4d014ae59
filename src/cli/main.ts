import { type ErrorCode, isAborted, toErrorData } from '@/core/errors.ts'
import { LEARNER_KINDS } from '@/core/learner/learner.ts'
import { COMMANDS, type Command } from './flags.ts'
import { inspect } from './inspect.ts'
import { describeSettings } from './learnerHelp.ts'
import { predictFile } from './predictFile.ts'
import type { Terminal } from './terminal.ts'
import { trainFile } from './trainFile.ts'
import { USAGE, UsageError } from './usage.ts'

const RUNNERS: Readonly<
  Record<Command, (args: readonly string[], terminal: Terminal, signal: AbortSignal) => Promise<void>>
> = { train: trainFile, predict: predictFile, inspect }

const TRAINING: ReadonlySet<ErrorCode> = new Set(['train.diverged', 'device.lost', 'device.unavailable'])

/** Does what was asked for, and gives the exit status that it ends in; see {@link USAGE}. */
export async function run(argv: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || argv.includes('--help')) {
    terminal.answer(USAGE)
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS.find((each) => each === name)
  try {
    if (name === 'help') {
      terminal.answer(helpOn(args))
      return 0
    }
    if (!command) throw new UsageError(`“${name}” is no command; there are ${COMMANDS.join(', ')} and help.`)
    await RUNNERS[command](args, terminal, signal)
    return 0
  } catch (cause) {
    if (cause instanceof UsageError) {
      terminal.say(`${cause.message}\nassay help says how it is used.`)
      return 2
    }
    const { code, message } = toErrorData(cause)
    terminal.say(message)
    if (isAborted(cause)) return 130
    if (code === 'internal') {
      terminal.say(cause instanceof Error ? (cause.stack ?? '') : String(cause))
      return 1
    }
    return TRAINING.has(code) ? 4 : 3
  }
}

/** @throws UsageError where there is no such learner */
function helpOn([learner]: readonly string[]): string {
  if (learner === undefined || COMMANDS.some((each) => each === learner)) return USAGE
  const kind = LEARNER_KINDS.find((each) => each === learner)
  if (!kind) throw new UsageError(`There is no learner “${learner}”; there are ${LEARNER_KINDS.join(', ')}.`)
  return describeSettings(kind)
}
