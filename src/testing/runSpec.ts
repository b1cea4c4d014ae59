import type { Frame } from '@/core/dataset/column.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { seededRandom } from '@/core/random.ts'
import type { Run, RunSpec } from '@/core/run/run.ts'
import { codedColumn, frameOf, numericColumn } from './frames.ts'

/**
 * Small animals with a number, a category and a note, some cells missing: `kind` follows from size and skin, `weight` is
 * three times the size and more for scales.
 */
export function animals(rows: number, key = 'animals'): Frame {
  const random = seededRandom(key)
  const drawn = Array.from({ length: rows }, () => {
    const size = 1 + 9 * random()
    const skin = random() < 0.4 ? 'scales' : random() < 0.5 ? 'fur' : 'feathers'
    const kind = skin === 'scales' ? 'reptile' : size > 6 || skin === 'fur' ? 'mammal' : 'bird'
    return { size, skin, kind, weight: 3 * size + (skin === 'scales' ? 10 : 0), legs: random() < 0.5 ? 2 : 4 }
  })
  return frameOf(
    numericColumn(
      'size',
      drawn.map(({ size }, row) => (row % 11 === 3 ? null : size)),
    ),
    codedColumn(
      'skin',
      drawn.map(({ skin }, row) => (row % 13 === 5 ? null : skin)),
    ),
    numericColumn(
      'legs',
      drawn.map(({ legs }) => legs),
      'integer',
    ),
    codedColumn(
      'note',
      drawn.map((_, row) => `note ${row}`),
      'text',
    ),
    codedColumn(
      'kind',
      drawn.map(({ kind }, row) => (row === 7 ? null : kind)),
    ),
    numericColumn(
      'weight',
      drawn.map(({ weight }) => weight),
    ),
  )
}

export function animalQuestion(change: Partial<Question> = {}): Question {
  return {
    datasetId: 'animals.csv',
    target: 'kind',
    task: 'multiclass',
    classes: ['bird', 'mammal', 'reptile'],
    metric: 'accuracy',
    split: { kind: 'random', validation: 0.2, test: 0.2 },
    recipe: {
      schema: 1,
      steps: [{ kind: 'drop', id: 'a', on: true, columns: ['note'], reason: 'Every value is different.' }],
    },
    ...change,
  }
}

export const quickNetwork: Learner = {
  kind: 'network',
  options: { hidden: [16], dropout: 0, l2: 0, learningRate: 0.03, batchSize: 32, epochs: 30, patience: 0 },
}

export function makeSpec(question: Question, learner: Learner = quickNetwork): RunSpec {
  return { schema: 1, question, learner, seed: 3, device: 'wasm' }
}

export function makeRun(id: string, spec: RunSpec): Run {
  return {
    schema: 1,
    id,
    experimentId: 'e',
    spec,
    specHash: '',
    mark: { letter: 'A', colour: 1, dashed: false },
    status: 'queued',
    createdAt: 0,
  }
}
