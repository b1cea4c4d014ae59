import { run } from './main.ts'
import { openTerminal } from './terminal.ts'

const terminal = openTerminal()
const controller = new AbortController()
process.on('SIGINT', () => {
  if (controller.signal.aborted) process.exit(130)
  terminal.say('Stopping; once more ends the program.')
  controller.abort()
})
process.exitCode = await run(process.argv.slice(2), terminal, controller.signal)
// tfjs and a GPU's driver keep timers and threads of their own.
process.exit()
