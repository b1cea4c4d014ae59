/**
 * Records of runs as the product keeps them, made up and the same everywhere: what a page draws, with no model behind it.
 * @param {{ runs: number, epochs: number }} size `epochs` of the history of each.
 */
export function compareRecords({ runs, epochs }) {
  const hash = (number) => number.toString(16).padStart(64, '0')
  const wave = (seed) => Math.abs(Math.sin(seed * 12.9898) * 43758.5453) % 1
  const question = {
    datasetId: hash(1),
    target: 'species',
    task: 'multiclass',
    classes: ['Adelie', 'Chinstrap', 'Gentoo'],
    metric: 'accuracy',
    split: { kind: 'stratified', validation: 0.16, test: 0.2 },
    recipe: { schema: 1, steps: [] },
  }
  const records = [
    ['experiment', { schema: 1, id: 'bench', name: 'Bench', question, runsStarted: runs, createdAt: 1, updatedAt: 1 }],
  ]
  for (let i = 0; i < runs; i++) {
    const [rate, width] = [10 ** (-4 + 3 * wave(i + 1)), 2 ** Math.floor(3 + 5 * wave(i + 2))]
    const end = 0.1 + 0.3 * wave(i + 3)
    const history = Array.from({ length: epochs }, (_, epoch) => {
      const loss = end + 0.9 * Math.exp(-epoch / (epochs / 8)) + 0.02 * wave(epoch + 977 * i)
      return {
        epoch: epoch + 1,
        trainLoss: loss * 0.9,
        validationLoss: loss,
        validationMetric: 1 - loss / 2,
        elapsedMs: (epoch + 1) * (3 + 4 * wave(i)),
      }
    })
    const id = `run-${i}`
    const device = { backend: 'wasm', adapter: 'WebAssembly', software: false }
    const learner = {
      kind: 'network',
      options: {
        hidden: [width],
        dropout: 0,
        learningRate: rounded(rate),
        l2: rounded(10 ** (-6 + 4 * wave(i + 4))),
        batchSize: 2 ** Math.floor(5 + 4 * wave(i + 5)),
        epochs: epochs || 1,
        patience: 0,
      },
    }
    records.push([
      'run',
      {
        schema: 1,
        id,
        experimentId: 'bench',
        spec: { schema: 1, question, learner, seed: i % 5, device: 'auto' },
        specHash: hash(i + 2),
        mark: { letter: letterOf(i), colour: (i % 8) + 1, dashed: i % 16 >= 8 },
        status: 'done',
        createdAt: i + 1,
      },
    ])
    records.push([
      'result',
      {
        schema: 1,
        id,
        history,
        stepsDone: epochs,
        bestEpoch: epochs,
        ended: 'epochs',
        rows: { train: 220, validation: 55, test: 69, unlabelled: 0 },
        featureCount: 6,
        parameterCount: 100,
        timings: { prepareMs: 1, trainMs: 100 + 5_000 * wave(i + 6), evaluateMs: 1 },
        device,
        weightsDigest: hash(i + 3),
      },
    ])
    records.push([
      'evaluation',
      {
        schema: 1,
        id: `${id}/validation`,
        runId: id,
        part: 'validation',
        rows: 55,
        metrics: { accuracy: 1 - end / 2, logLoss: end, balancedAccuracy: 1 - end / 1.8, f1: 1 - end / 1.9 },
        digest: hash(i + 4),
        createdAt: i + 1,
      },
    ])
  }
  return records
}

const rounded = (value) => Number(value.toPrecision(3))

function letterOf(number) {
  const rest = Math.floor(number / 26) - 1
  return (rest >= 0 ? letterOf(rest) : '') + String.fromCharCode(65 + (number % 26))
}

/** Puts records into the database that an open page has made. */
export function putRecords(page, records) {
  return page.evaluate(async (all) => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('assay')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const kinds = [...new Set(all.map(([kind]) => kind))]
    await new Promise((resolve, reject) => {
      const transaction = database.transaction(kinds, 'readwrite')
      transaction.oncomplete = resolve
      transaction.onerror = () => reject(transaction.error)
      for (const [kind, record] of all) transaction.objectStore(kind).put(record)
    })
    database.close()
  }, records)
}
