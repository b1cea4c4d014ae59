import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../scripts/paths.mjs'
import { startPython } from './data/pandas.mjs'

const ROUNDS = 3
/** Largest difference of a coefficient from scikit-learn's, and of the mean answer of neighbours. */
const CLOSE = 1e-4
const PEER = 'scikit-learn, native, one thread:'

/** File, column of the target, family, and what is fitted to it. */
const WORKS = [
  [
    'adult.data',
    14,
    'binomial',
    [['logistic', 'LogisticRegression (lbfgs, C = 1)', (n) => ({ strength: 1 / n, l1Ratio: 0 })]],
  ],
  [
    'california_housing',
    8,
    'gaussian',
    [
      ['ridge', 'Ridge (alpha = 1)', (n) => ({ strength: 1 / n, l1Ratio: 0 })],
      ['lasso', 'Lasso (alpha = 0.01)', () => ({ strength: 0.01, l1Ratio: 1 })],
    ],
  ],
  [
    'letter_recognition',
    0,
    'multinomial',
    [['softmax', 'LogisticRegression (lbfgs, C = 1)', (n) => ({ strength: 1 / n, l1Ratio: 0 })]],
  ],
]

/** Linear models and neighbours in Node against scikit-learn, each in its own process. */
export async function benchLinear() {
  for (const name of ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']) process.env[name] = '1'
  const server = await createServer({ root, logLevel: 'error', appType: 'custom', server: { middlewareMode: true } })
  const python = startPython('../linear.py', 'sklearn')
  const { median, timeRow, rowNotRun } = await server.ssrLoadModule('/bench/row.ts')
  const ours = await server.ssrLoadModule('/bench/linear.ts')
  const rows = []

  const compare = async (about, ask, question, unit) => {
    const [mine, theirs] = [[], []]
    let difference = 0
    for (let round = 0; round < ROUNDS; round++) {
      const own = await ask()
      mine.push(own.ms)
      if (!python) continue
      const other = await python.ask({ ...question, isFirst: round === 0 })
      theirs.push(other.ms)
      if (round === 0)
        for (const [i, value] of other.numbers.entries())
          difference = Math.max(difference, Math.abs(value - own.numbers[i]))
      console.log(`  ${about.work}: ours ${own.ms.toFixed(0)} ms, theirs ${other.ms.toFixed(0)} ms`)
    }
    rows.push(python ? timeRow(about, median(mine), median(theirs), 1) : rowNotRun(about, 1))
    const apart = { work: `${about.work}: largest difference`, peer: 'limit', unit }
    rows.push(python ? timeRow(apart, difference, CLOSE, 1) : rowNotRun(apart, 1))
  }

  try {
    for (const [file, target, family, fits] of WORKS) {
      const opened = await ours.open(file, target, family, join(root, 'bench/.data'))
      if (!opened) {
        for (const [work, peer] of fits)
          rows.push(rowNotRun({ work: `${work}, ${file}`, peer: `${PEER} ${peer}`, unit: 'ms' }, 1))
        continue
      }
      const { path, width } = opened
      const n = opened.rows.y.length
      const size = `${file}, ${n} × ${width}`
      for (const [work, peer, penaltyFor] of fits)
        await compare(
          { work: `${work}, ${size}`, peer: `${PEER} ${peer}`, unit: 'ms' },
          () => ours.fit(opened, penaltyFor(n)),
          { path, width, work },
          'coefficient',
        )
      if (family === 'multinomial') continue
      for (const l1Ratio of [0, 1]) {
        const ms = await ours.path(opened, l1Ratio)
        const about = { work: `30 strengths, L1 share ${l1Ratio}, ${size}`, peer: 'limit', unit: 'ms' }
        rows.push(timeRow(about, ms, 10_000, 1))
      }
      const isClasses = family === 'binomial'
      await compare(
        { work: `10 neighbours of the last fifth of rows, ${size}`, peer: `${PEER} KNeighbors (brute)`, unit: 'ms' },
        () => ours.neighbours(opened, Math.floor(n * 0.8)),
        { path, width, work: isClasses ? 'neighbours of classes' : 'neighbours', cut: Math.floor(n * 0.8) },
        'mean answer',
      )
    }
    return { device: 'Node, one thread', rows }
  } finally {
    python?.stop()
    await server.close()
  }
}
