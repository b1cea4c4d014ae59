import { availableParallelism } from 'node:os'
import { dist } from '../scripts/paths.mjs'
import { serve } from '../scripts/serve.mjs'
import { launchProfile, serveSource } from './browser.mjs'
import { buildProduct } from './data/product.mjs'
import { traced } from './data/trace.mjs'

const PORT = 4376
const RUNS = 1_000
const ROUNDS = 20
const LIMIT_MS = 100

/** What is done to the leaderboard, by turns so that each changes something. */
const deeds = [
  {
    work: 'sort by another column',
    do: (round) => {
      const heads = [...document.querySelectorAll('thead button')].filter(({ textContent }) =>
        ['Log loss', 'F1'].includes(textContent),
      )
      heads[round % 2].click()
    },
  },
  {
    work: 'filter',
    do: (round) => {
      const field = document.querySelector('input[aria-label="Filter runs"]')
      const text = round % 2 === 0 ? 'learner:boosting accuracy>.8 tag:even' : 'seed:3'
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    after: () => {
      const field = document.querySelector('input[aria-label="Filter runs"]')
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '')
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
  },
  {
    work: 'group by spec or learner',
    do: (round) => {
      const field = document.querySelector('select[aria-label="Group by"]')
      field.value = round % 2 === 0 ? 'spec' : 'learner'
      field.dispatchEvent(new Event('change', { bubbles: true }))
    },
  },
]

/** Milliseconds from the deed to the end of the frame that shows it, `rounds` times. In the page. */
async function timeDeed({ source, after, rounds }) {
  // biome-ignore lint/security/noGlobalEval: the bench's own functions, carried to the page as text
  const [act, undo] = [globalThis.eval(`(${source})`), after && globalThis.eval(`(${after})`)]
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  const times = []
  for (let round = 0; round < rounds; round++) {
    await rest(150)
    const before = document.querySelector('tbody').textContent
    const start = performance.now()
    act(round)
    await drawn()
    times.push(performance.now() - start)
    if (document.querySelector('tbody').textContent === before) throw new Error('nothing changed')
    undo?.()
  }
  return times
}

/** Copies the records of the trained runs until there are so many, each with another score, seed, tag and rate. In the page. */
async function copyRuns(count) {
  const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('assay'))
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(found.name)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const shelves = ['run', 'result', 'evaluation', 'pipeline', 'annotation', 'experiment']
  const transaction = database.transaction(shelves, 'readwrite')
  const all = (shelf) =>
    new Promise((resolve) => {
      const request = transaction.objectStore(shelf).getAll()
      request.onsuccess = () => resolve(request.result)
    })
  const [runs, results, evaluations, pipelines, , [experiment]] = await Promise.all(shelves.map(all))
  const models = runs.filter(({ spec }) => spec.learner.kind !== 'baseline')
  for (let i = runs.length; i < count; i++) {
    const run = models[i % models.length]
    const of = (records, key = 'id') => records.find((record) => record[key] === run.id)
    const id = `bench-${i}`
    // Golden steps: spread evenly, and the same each time.
    const share = (i * 0.618034) % 1
    const { options } = run.spec.learner
    const learner =
      run.spec.learner.kind === 'boosting'
        ? { ...run.spec.learner, options: { ...options, learningRate: 0.01 * (1 + (i % 20)) } }
        : run.spec.learner
    const evaluation = of(evaluations, 'runId')
    const metrics = Object.fromEntries(
      Object.entries(evaluation.metrics).map(([name, value]) => [name, value * (0.7 + 0.3 * share)]),
    )
    const put = (shelf, record) => transaction.objectStore(shelf).put(record)
    put('run', {
      ...run,
      id,
      spec: { ...run.spec, learner, seed: i % 7 },
      mark: { letter: `R${i}`, colour: 1 + (i % 8), dashed: false },
      createdAt: run.createdAt + i,
    })
    put('result', { ...of(results), id })
    put('pipeline', { ...of(pipelines), id })
    put('evaluation', { ...evaluation, id: `${id}/validation`, runId: id, metrics, digest: `${i}`.padStart(64, '0') })
    put('annotation', { schema: 1, id, tags: [i % 2 === 0 ? 'even' : 'odd'], notes: '' })
  }
  transaction.objectStore('experiment').put({ ...experiment, runsStarted: count })
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = () => reject(transaction.error)
  })
  database.close()
  return experiment.id
}

/** How long a person waits for a leaderboard of many runs after each thing done to it. */
export async function benchBoard() {
  buildProduct()
  const source = await serveSource()
  const { timeRow } = await source.load('/bench/row.ts')
  const server = await serve({ root: dist, port: PORT })
  const { context, page, close } = await launchProfile({ viewport: { width: 1440, height: 900 } })
  try {
    page.setDefaultTimeout(120_000)
    page.on('pageerror', (error) => console.error(error))
    await page.goto(server.url)
    await page.getByRole('button', { name: /Palmer penguins/ }).click()
    await page.getByRole('link', { name: 'Columns', exact: true }).click()
    await page.getByRole('button', { name: 'Ask about Species' }).click()
    await page.getByRole('button', { name: 'Ask this question' }).click()
    await page.getByRole('checkbox', { name: 'Neural network' }).uncheck()
    await page.getByRole('button', { name: 'Train 3 models' }).click()
    await page.getByText('3 done').waitFor()
    const id = await page.evaluate(copyRuns, RUNS)
    await page.goto(`${server.url}#/experiment/${id}/runs`)
    await page.reload()
    await page.getByText('1,000 runs', { exact: true }).waitFor()
    const rows = []
    for (const { work, do: act, after } of deeds) {
      const timed = { source: act.toString(), after: after?.toString(), rounds: ROUNDS + 2 }
      let times = []
      const { longestBusyMs } = await traced(context.browser(), page, async () => {
        times = await page.evaluate(timeDeed, timed)
      })
      times = times.slice(2).toSorted((a, b) => a - b)
      const p95 = times[Math.ceil(0.95 * times.length) - 1]
      console.log(
        `  ${work}: median ${times[ROUNDS / 2].toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; longest task by processor time ${longestBusyMs.toFixed(0)} ms`,
      )
      const row = (what, ms) =>
        timeRow({ work: `${work}, 1,000 runs, ${what}`, peer: 'limit', unit: 'ms' }, ms, LIMIT_MS, 1)
      rows.push(row('p95', p95), row('longest task, processor time', longestBusyMs))
    }
    return { device: `${availableParallelism()} cores`, rows }
  } finally {
    await close()
    await server.close()
    await source.close()
  }
}
