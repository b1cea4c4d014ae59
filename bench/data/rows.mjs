import { startPython } from './pandas.mjs'

/** As `writeTable` in generate.mjs makes them. */
const TABLE = { name: 'rows.f32', words: '50,000 × 20' }
const WIDTH = 20
const ROUNDS = 3
/** When a stop is asked for, and how long it may take to be heard. */
const STOP_AFTER_MS = 700
const STOP_LIMIT_MS = 100
const FINDINGS_LIMIT_MS = 10_000

/** Row findings and filling gaps: against limits, and against scikit-learn where there is one. */
export async function measureRows({ withPage, median, timeRow, rowNotRun }) {
  return withPage(TABLE, async ({ call, path }) => {
    const python = startPython('rows.py', 'sklearn')
    try {
      const ask = (work, k) => call('rows', { work, k, width: WIDTH })
      const limit = (work, values, most) => timeRow({ work, peer: 'limit', unit: 'ms' }, median(values), most, 1)
      const findings = []
      for (let round = 0; round < ROUNDS; round++) findings.push((await ask('findings', 10)).ms)
      console.log(`  findings ${findings.map((ms) => ms.toFixed(0)).join(', ')} ms`)
      const rows = [limit(`row findings, ${TABLE.words}`, findings, FINDINGS_LIMIT_MS)]
      for (const [work, words] of [
        ['findings', 'row findings'],
        ['fill', 'filling gaps'],
      ]) {
        const heard = []
        for (let round = 0; round < ROUNDS; round++)
          heard.push(await call('rowsStop', { work, k: 5, width: WIDTH }, STOP_AFTER_MS))
        console.log(`  ${words}: stop heard after ${heard.map((ms) => ms.toFixed(0)).join(', ')} ms`)
        rows.push(limit(`stop heard, ${words}, ${TABLE.words}`, [Math.max(...heard)], STOP_LIMIT_MS))
      }
      for (const [work, k, words, peer, rounds] of [
        ['nearest', 10, '10 nearest neighbours of each row', 'scikit-learn NearestNeighbors(brute), native', ROUNDS],
        // Once: it takes minutes.
        ['fill', 5, 'filling 5% gaps from 5 neighbours', 'scikit-learn KNNImputer, native', 1],
      ]) {
        const about = { work: `${words}, ${TABLE.words}`, peer, unit: 'ms' }
        if (!python) {
          rows.push(rowNotRun(about, 1))
          continue
        }
        const [ours, theirs] = [[], []]
        for (let round = 0; round < rounds; round++) {
          const mine = await ask(work, k)
          const other = await python.ask({ path, width: WIDTH, work, k })
          console.log(`  ${work}: ours ${mine.ms.toFixed(0)} ms, theirs ${other.ms.toFixed(0)} ms`)
          // Single precision here, double there.
          if (Math.abs(mine.answer / other.answer - 1) > 1e-4)
            throw new Error(`ours found ${mine.answer}, scikit-learn ${other.answer}`)
          ours.push(mine.ms)
          theirs.push(other.ms)
        }
        rows.push(timeRow(about, median(ours), median(theirs), 1))
      }
      return rows
    } finally {
      python?.stop()
    }
  })
}
