import './requireNode.mjs'
import { readFlags, readPort, runCommand } from './flags.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { makeSamples } from './samples.mjs'

runCommand(async () => {
  const flags = readFlags(process.argv.slice(2), { port: 'text' })
  const port = readPort(flags.port, 5173)
  ensureInstalled({ dev: true })
  makeSamples()
  const { createServer } = await import('vite')
  const server = await createServer({ root, server: { port } })
  await server.listen()
  server.printUrls()
  server.bindCLIShortcuts({ print: true })
})
