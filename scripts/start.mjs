import './requireNode.mjs'
import { buildIfStale } from './build.mjs'
import { readFlags, readPort, runCommand } from './flags.mjs'
import { ensureInstalled } from './install.mjs'
import { openPage } from './open.mjs'
import { dist } from './paths.mjs'
import { closeOnSignal, serve } from './serve.mjs'

const help = `npm start -- [options]

Installs what is missing, builds the page if it changed, serves it to this machine and opens it.

  --port N    the port to serve on (4173); a taken one moves on to the next
  --no-open   do not open the browser
  --help      this text`

runCommand(async () => {
  const flags = readFlags(process.argv.slice(2), { port: 'text', 'no-open': 'boolean', help: 'boolean' })
  if (flags.help) return console.log(help)
  const wanted = readPort(flags.port, 4173)
  ensureInstalled({ dev: false })
  await buildIfStale()
  const server = await serve({ root: dist, port: wanted })
  closeOnSignal(server)
  if (server.port !== wanted) console.log(`Port ${wanted} is taken, so this is on ${server.port}.`)
  console.log(`\nAssay is at ${server.url}\nCtrl-C ends it.`)
  if (!flags['no-open']) openPage(server.url)
})
