import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './usage.ts'

const OPTIONS = {
  train: {
    target: { type: 'string' },
    test: { type: 'string' },
    task: { type: 'string' },
    metric: { type: 'string' },
    learner: { type: 'string' },
    auto: { type: 'boolean', default: false },
    budget: { type: 'string' },
    set: { type: 'string', multiple: true },
    split: { type: 'string' },
    folds: { type: 'string' },
    calibrate: { type: 'string' },
    intervals: { type: 'string' },
    drop: { type: 'string' },
    seed: { type: 'string', default: '1' },
    device: { type: 'string', default: 'auto' },
    out: { type: 'string' },
    'no-test': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  predict: { out: { type: 'string' }, json: { type: 'boolean', default: false } },
  inspect: { json: { type: 'boolean', default: false } },
} as const

export const COMMANDS = ['train', 'predict', 'inspect'] as const
export type Command = (typeof COMMANDS)[number]

type OptionsOf<C extends Command> = (typeof OPTIONS)[C]
type ValueOf<O> = O extends { readonly multiple: true }
  ? readonly string[]
  : O extends { readonly type: 'boolean' }
    ? boolean
    : O extends { readonly default: string }
      ? string
      : string | undefined

/** What the options of a command come to. */
export type Flags<C extends Command> = { readonly [K in keyof OptionsOf<C>]: ValueOf<OptionsOf<C>[K]> }

/**
 * Reads what follows a command's name: its files, and its options.
 * @param names What each file is, for the sentence that says one is missing.
 * @throws UsageError
 */
export function readFlags<C extends Command>(
  command: C,
  args: readonly string[],
  names: readonly string[],
): { readonly files: readonly string[]; readonly flags: Flags<C> } {
  const { values, positionals } = parse(args, OPTIONS[command])
  if (positionals.length !== names.length)
    throw new UsageError(
      `assay ${command} takes ${names.join(' and ')}; ${positionals.length === 0 ? 'nothing' : `“${positionals.join(' ')}”`} was given.`,
    )
  return { files: positionals, flags: { set: [], ...values } as unknown as Flags<C> }
}

function parse(args: readonly string[], options: ParseArgsConfig['options'] & {}) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError((cause as Error).message)
  }
}

/** One of the values that there are. @throws UsageError */
export function oneOf<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value)
  if (!found) throw new UsageError(`--${flag} is one of ${known.join(', ')}, not “${value}”.`)
  return found
}
