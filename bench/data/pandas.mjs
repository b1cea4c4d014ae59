import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/paths.mjs'

/** A Python that has pandas, ready to be asked, or undefined where there is none. */
export const startPandas = () => startPython('readCsv.py', 'pandas')

/** A Python that has a library, running a script that answers line by line; undefined where there is none. */
export function startPython(script, library) {
  const python = ['/usr/bin/python3', 'python3'].find(
    (path) => spawnSync(path, ['-c', `import ${library}`], { stdio: 'ignore' }).status === 0,
  )
  if (!python) return undefined
  const child = spawn(python, [join(root, 'bench/data', script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${library} ended before it answered`)
      return JSON.parse(value)
    },
    stop: () => child.kill(),
  }
}
