import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { launchProfile, serveBuilt, serveSource } from '../browser.mjs'
import { ensureFile } from '../generate.mjs'
import { measureMemory } from './memory.mjs'
import { startPandas } from './pandas.mjs'
import { measureDrop, measureReopen, measureSmoothness } from './product.mjs'
import { measureRows } from './rows.mjs'

const ROUNDS = 3
/** Of a row that no goal is for. */
const TOLD = { goal: 'none, told beside it', met: true }

/** The files that are read, what is asked of each, and the smallest ratio over Papa Parse. */
const mixed = {
  name: 'mixed.csv',
  words: '156 MB, 1M × 20 mixed',
  question: { sumOf: 'amount', missingOf: 'score, raw', distinctOf: 'note' },
}
const short = { name: 'short-floats.csv', words: '106 MB short floats', question: { sumOf: 'x0', missingOf: 'x1' } }
const long = { name: 'long-floats.csv', words: '103 MB 18-digit floats', question: { sumOf: 'x0', missingOf: 'x1' } }
const beginning = { ...mixed, name: 'beginning.csv', words: '1.5 MB' }
const big = { ...mixed, name: 'big.csv', words: '2.05 GB mixed' }

const parts = {
  papa: async (bench) => [
    await bench.againstReader(mixed, 'papa', 'Papa Parse', 5),
    await bench.againstReader(short, 'papa', 'Papa Parse', 6),
    await bench.againstReader(long, 'papa', 'Papa Parse', 2),
  ],
  stream: (bench) =>
    inTurn([mixed, short, long], async (file) => [
      await bench.againstRaw(file, 1 / 4, ROUNDS),
      await bench.againstRaw(file, 1 / 4, ROUNDS, 'alone'),
    ]).then((rows) => rows.flat()),
  duckdb: async (bench) => [await bench.againstReader(mixed, 'duckdb', 'DuckDB-WASM read_csv', 1.3)],
  pandas: (bench) => inTurn([mixed, short, long], (file) => bench.againstPandas(file)),
  persist: (bench) => bench.persist(mixed),
  profile: (bench) => bench.profile(mixed),
  matrix: async (bench) => [await bench.matrix(mixed, 2)],
  memory: async (bench) => [
    await bench.memory(short, (bytes) => 1.5 * bytes),
    await bench.memory(mixed, (bytes) => bytes + 50e6),
  ],
  drop: (bench) => bench.product(measureDrop, beginning),
  reopen: (bench) => bench.product(measureReopen, mixed),
  smooth: (bench) => bench.product(measureSmoothness, mixed),
  rows: (bench) => bench.rows(),
  big: (bench) => inTurn(['ours', 'alone'], (reader) => bench.againstRaw(big, 1 / 6, 1, reader)),
}

export const PARTS = Object.keys(parts)

/** Runs the parts that were named, or all. A part fails where a peer and we do not read the same from a file. */
export async function benchData(only = PARTS) {
  const source = await serveSource()
  const built = await serveBuilt('bench/data/page.html')
  try {
    const bench = await makeBench(source, built.url)
    const rows = []
    const failures = []
    for (const part of PARTS.filter((each) => only.includes(each))) {
      console.log(part)
      try {
        rows.push(...(await parts[part](bench)))
      } catch (cause) {
        failures.push(`${part}: ${cause.stack ?? cause}`)
        console.error(failures.at(-1))
      }
    }
    return { device: `${availableParallelism()} cores`, rows, failures }
  } finally {
    await built.close()
    await source.close()
  }
}

async function inTurn(items, work) {
  const results = []
  for (const item of items) results.push(await work(item))
  return results
}

async function makeBench(source, pageUrl) {
  const { median, timeRow, rowNotRun } = await source.load('/bench/row.ts')
  const random = await source.load('/src/core/random.ts')
  const pathOf = ({ name }) => ensureFile(name, random)

  /** A page of a fresh browser with the file chosen: a File of the disk, as a person's is. */
  async function withPage(file, work) {
    const path = pathOf(file)
    const { context, page, close } = await launchProfile()
    try {
      page.on('pageerror', (error) => console.error(error))
      await page.goto(pageUrl)
      await page.waitForFunction(() => globalThis.dataBench)
      const choose = (each) => page.setInputFiles('input', each)
      await choose(path)
      const call = (name, ...args) => page.evaluate(([fn, given]) => dataBench[fn](...given), [name, args])
      return await work({ call, choose, path, context })
    } finally {
      await close()
    }
  }

  /** Both by turns, the one that begins changing; a round before the first warms both up. */
  async function alternate(rounds, ours, theirs) {
    const times = { ours: [], theirs: [] }
    for (let round = -1; round < rounds; round++) {
      const mineFirst = round % 2 === 0
      const first = await (mineFirst ? ours : theirs)()
      const second = await (mineFirst ? theirs : ours)()
      const [mine, other] = mineFirst ? [first, second] : [second, first]
      agree(mine.answer, other.answer)
      console.log(`  ours ${mine.ms.toFixed(0)} ms, theirs ${other.ms.toFixed(0)} ms${round < 0 ? ' (warm-up)' : ''}`)
      if (round < 0) continue
      times.ours.push(mine.ms)
      times.theirs.push(other.ms)
    }
    return [median(times.ours), median(times.theirs)]
  }

  const msRow = (work, peer, [ours, theirs], least) => timeRow({ work, peer, unit: 'ms' }, ours, theirs, least)

  return {
    againstReader: (file, reader, peer, least) =>
      withPage(file, async ({ call }) => {
        const ask = (which) => () => call('read', which, file.question)
        return msRow(`read ${file.words}`, peer, await alternate(ROUNDS, ask('ours'), ask(reader)), least)
      }),

    againstRaw: (file, least, rounds, reader = 'ours') =>
      withPage(file, async ({ call, choose, path }) => {
        // Where the file itself is read once only, what warms up is warmed by its beginning.
        if (rounds === 1) {
          await choose(pathOf(beginning))
          await call('read', reader, file.question)
          await call('raw')
          await choose(path)
        }
        const ours = () => call('read', reader, file.question)
        const raw = async () => {
          const read = await call('raw')
          if (read.bytes !== statSync(path).size) throw new Error(`the stream ended after ${read.bytes} bytes`)
          return read
        }
        const times = rounds === 1 ? [(await ours()).ms, (await raw()).ms] : await alternate(rounds, ours, raw)
        const row = msRow(`read ${file.words}`, 'file.stream(), nothing parsed', times, least)
        return reader === 'ours' ? row : { ...row, work: `${row.work}, one thread`, ...TOLD }
      }),

    async againstPandas(file) {
      const peer = 'native pandas read_csv'
      const work = `read ${file.words}`
      const pandas = startPandas()
      if (!pandas) return rowNotRun({ work, peer, unit: 'ms' }, 1)
      try {
        return await withPage(file, async ({ call, path }) => {
          const ours = () => call('read', 'ours', file.question)
          const theirs = () => pandas.ask({ ...file.question, path })
          return msRow(work, peer, await alternate(ROUNDS, ours, theirs), 1)
        })
      } finally {
        pandas.stop()
      }
    },

    persist: (file) =>
      withPage(file, async ({ call }) => {
        await call('persistRead')
        const { bytes } = await call('persistOurs')
        const sums = []
        const ours = async () => {
          const stored = await call('persistOurs')
          sums.push(stored.sumsMs)
          return stored
        }
        const times = await alternate(ROUNDS, ours, () => call('persistRaw', bytes))
        const peer = 'raw OPFS write of as many bytes'
        const [mine, theirs] = times
        const both = [mine + median(sums.slice(1)), theirs]
        return [
          msRow(`persist the columns of ${file.words}, behind the load`, peer, times, 1 / 1.5),
          {
            ...msRow(`checksums, which name the dataset, and then persist, ${file.words}`, peer, both, 0),
            ...TOLD,
          },
        ]
      }),

    profile: (file) =>
      withPage(file, async ({ call }) => {
        await call('profileRead')
        const rows = []
        for (const [what, work, peer] of [
          ['profile', 'profile of 1M × 20', 'DuckDB-WASM SUMMARIZE'],
          ['both', 'profile and associations of 1M × 20', 'DuckDB-WASM SUMMARIZE, corr, rank, GROUP BY'],
        ]) {
          const { columns } = await call('profileOurs', what)
          const ours = () => call('profileOurs', what)
          const theirs = () => call('profileTheirs', columns, what === 'both')
          rows.push(msRow(work, peer, await alternate(what === 'both' ? 1 : ROUNDS, ours, theirs), 5))
        }
        return rows
      }),

    matrix: (file, least) =>
      withPage(file, async ({ call }) => {
        await call('matrixRead')
        const { answer } = await call('matrixOurs')
        const times = await alternate(
          ROUNDS,
          () => call('matrixOurs'),
          () => call('matrixTheirs', answer.rows),
        )
        const width = Object.keys(answer.sums).length
        const work = `matrix of ${width} columns from ${file.words}`
        return msRow(work, 'DuckDB-WASM SQL, Arrow vectors', times, least)
      }),

    async memory(file, limitOf) {
      const measured = await measureMemory(withPage, file, { ...beginning, path: pathOf(beginning) }, ROUNDS)
      if (!measured) return rowNotRun({ work: `added memory, ${file.words}`, peer: 'limit', unit: 'MB' }, 1)
      const limit = limitOf(measured.fileBytes)
      const row = { work: `added memory, ${file.words}`, peer: 'limit', unit: 'MB' }
      return timeRow(row, median(measured.added) / 1e6, limit / 1e6, 1)
    },

    rows: () => measureRows({ withPage, median, timeRow, rowNotRun }),

    async product(measure, file) {
      const measured = await measure(pathOf(file))
      return measured.map(({ work, unit, values, limit }) =>
        timeRow({ work, peer: 'limit', unit }, median(values), limit, 1),
      )
    },
  }
}

/** Throws unless both found the same in the file; a peer that only reads bytes has no answer. */
function agree(ours, theirs) {
  if (!ours || !theirs) return
  if (ours.sums) return agreeByColumn(ours, theirs)
  const isSame =
    ours.rows === theirs.rows &&
    ours.missing === theirs.missing &&
    (ours.distinct ?? 0) === (theirs.distinct ?? 0) &&
    // Sums of the same numbers in another order.
    Math.abs(ours.sum - theirs.sum) <= 1e-9 * (1 + Math.abs(ours.sum))
  if (!isSame) throw new Error(`ours found ${JSON.stringify(ours)}, the peer ${JSON.stringify(theirs)}`)
}

/** Throws unless two matrices have the same columns by name, each with the same sum but for rounding to 32 bits. */
function agreeByColumn(ours, theirs) {
  const names = Object.keys(ours.sums)
  const others = Object.keys(theirs.sums)
  const differing = [...new Set([...names, ...others])].filter(
    (name) => !(Math.abs(ours.sums[name] - theirs.sums[name]) <= 1e-9 * ours.rows),
  )
  if (ours.rows === theirs.rows && names.length === others.length && differing.length === 0) return
  const told = differing.map((name) => `${name}: ${ours.sums[name]} and ${theirs.sums[name]}`)
  throw new Error(`the matrices of ${ours.rows} and ${theirs.rows} rows differ in ${told.join('; ')}`)
}
