/** A mistake in how a command was called: its message is all the person needs, and the exit status is 2. */
export class UsageError extends Error {}

/**
 * Reads `--name`, `--name value` and `--name=value`. Own code because node:util's parseArgs is missing from the old Nodes
 * that requireNode.mjs wants to greet.
 * @param {string[]} argv
 * @param {Record<string, 'boolean' | 'text'>} known
 */
export function readFlags(argv, known) {
  const flags = {}
  const rest = [...argv]
  while (rest.length > 0) {
    const [flag, inline] = rest.shift().split(/=(.*)/s)
    const name = flag.replace(/^--/, '')
    if (!flag.startsWith('--') || !Object.hasOwn(known, name)) {
      throw new UsageError(`"${flag}" is not an option here; --help lists them.`)
    }
    if (known[name] === 'boolean') flags[name] = true
    else {
      const value = inline ?? rest.shift()
      if (!value || value.startsWith('--')) throw new UsageError(`${flag} needs a value.`)
      flags[name] = value
    }
  }
  return flags
}

export function readPort(text, fallback) {
  if (text === undefined) return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`"${text}" is not a port: give a number from 1 to 65535.`)
  }
  return port
}

/** Runs a command's main function; a usage error ends in its sentence and 2, any other in the message and 1. */
export async function runCommand(main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof UsageError || error.expected ? error.message : error)
    process.exit(error instanceof UsageError ? 2 : 1)
  }
}
