import { sha256Of } from '@/core/hash.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { unattended } from '@/core/task.ts'
import { BOOSTING_DEFAULTS, type BoostingLoss, type ForestKind, forestDefaults } from '@/core/trees/options.ts'
import type { Threads } from '@/engine/threads.ts'
import { trainBoosting } from '@/engine/trees/boosting.ts'
import { trainForest } from '@/engine/trees/forest.ts'
import { randomTable } from '@/engine/trees/testing.ts'
import { encodeTrees } from '@/engine/trees/treeFile.ts'

/** How to grow: with either kernel, alone or with helpers who share all work, however small. */
interface Grown {
  readonly isPlain: boolean
  readonly threads?: Threads | undefined
}

export interface TreeRun {
  readonly name: string
  /** SHA-256 of the model's file: the same in every browser and in Node, with any kernel and any number of threads. */
  readonly digest: string
  train(how: Grown): Promise<string>
}

const table = randomTable(20_000)

function boosting(loss: BoostingLoss, target: Float64Array, options: object, digest: string): TreeRun {
  return {
    name: `boosting, ${loss.kind} loss`,
    digest,
    async train(how) {
      const { model } = await trainBoosting(
        { data: { columns: table.columns, target }, loss, options: { ...BOOSTING_DEFAULTS, ...options }, seed: 5 },
        unattended,
        { ...how, sharesAll: true },
      )
      return sha256Of(encodeTrees(model))
    },
  }
}

function forest(kind: ForestKind, classes: number, target: Float64Array, digest: string): TreeRun {
  return {
    name: `${kind} of ${classes} classes`,
    digest,
    async train(how) {
      const { model } = await trainForest(
        {
          data: { columns: table.columns, target },
          kind,
          classes,
          options: { ...forestDefaults(kind, classes > 0), trees: 3, minRows: 4 },
          seed: 5,
        },
        unattended,
        { ...how, sharesAll: true },
      )
      return sha256Of(encodeTrees(model))
    },
  }
}

export const TREE_RUNS: readonly TreeRun[] = [
  boosting(
    { kind: 'squared' },
    table.numbers,
    { rounds: 8 },
    'e1e8e125eb7dd18c56e6d9417c231d2a7329f283aed22ff4312716ff43e665bb',
  ),
  boosting(
    { kind: 'softmax', classes: 3 },
    table.classes,
    { rounds: 3, rowShare: 0.7, columnShare: 0.6 },
    '5b71ad35a5b5dd17d8d4a3250765a4d6f2ca65988764c6ed34155f7eeb6b629a',
  ),
  forest('forest', 0, table.numbers, '67f0fb5864ea2170557796da1abb7fd45c6632146854e759191c9fba0f15f89a'),
  forest('extraTrees', 3, table.classes, '12677de21f3c2967ee289940fcf9a073a84b5a1bfb9c49b776ee9d9281c21cbc'),
]

/** Learners on the question of animals, and the digest of the run's weights. */
export const TREE_LEARNERS: readonly { readonly learner: Learner; readonly digest: string }[] = [
  {
    learner: { kind: 'boosting', options: { ...BOOSTING_DEFAULTS, rounds: 12, minRows: 5 } },
    digest: 'ef4b5793942973efc104466b7c7222a19b450c33203fc59afce970bc394fb9c4',
  },
  {
    learner: { kind: 'forest', options: { trees: 10, depth: 0, minRows: 2, splits: 'best' } },
    digest: 'bc3b75bb5af1c17e389b40d429201439fb347a8f5289790fcef9abee51ddf321',
  },
]
