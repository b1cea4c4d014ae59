import type { Reached } from '../budget.ts'
import type { Progress } from '../pipeline/jobs.ts'
import type { Evaluation, RunId } from '../run/run.ts'
import type { Job } from '../task.ts'
import type {
  ColumnImportance,
  ContributionMethod,
  ContributionScale,
  Contributions,
  Dependence,
  Effects,
} from './explain.ts'

interface OfPart {
  readonly runId: RunId
  readonly part: Evaluation['part']
}

/** Which answer of the model: of several classes, this one's probability; of two the positive one's, of numbers the number. */
interface OfOutput extends OfPart {
  readonly output?: number | undefined
}

export interface Importances {
  /** What rises: mean log loss in nats, or mean squared error in the target's units squared. */
  readonly loss: 'log loss' | 'squared error'
  /** Rows that were permuted, of those that the part has. */
  readonly rows: number
  readonly of: number
  readonly columns: readonly ColumnImportance[]
  /** Permutations, where the time was up before all were done. */
  readonly reached?: Reached | undefined
}

export interface Dependences {
  readonly rows: number
  readonly of: number
  readonly dependence: Dependence
  /** Of a column of numbers. */
  readonly effects?: Effects | undefined
  /** Values, where the time was up before all were asked about. */
  readonly reached?: Reached | undefined
  /** Rows that were moved to the ends of their bins, where the time was up before all were. */
  readonly effectsReached?: Reached | undefined
}

/** How long a job may take: when the time is up, what was reached is its answer. As long as it takes where absent. */
interface Limited {
  readonly budgetMs?: number | undefined
}

export interface Explained extends Contributions {
  readonly method: ContributionMethod
  readonly scale: ContributionScale
  /** Rows of the dataset that were explained, in the order of `values`. */
  readonly rows: Uint32Array
  /** Rows of the part. */
  readonly of: number
  /** What stands for "not known": rows of the part, or all training rows as the model counted them. */
  readonly background: { readonly rows: number; readonly of: 'part' | 'training' }
  /** Cells of the columns as text, row by row; null where missing. */
  readonly cells: readonly (readonly (string | null)[])[]
  /** Cells as numbers where a column holds numbers, NaN elsewhere and where missing; rows × columns. */
  readonly numbers: Float64Array
  /** What contributions and `expected` add up to, row by row. */
  readonly answers: Float64Array
  /** Rows, where the time was up before all that were asked for. */
  readonly reached?: Reached | undefined
}

interface ExplainInput extends OfOutput, Limited {
  /** Rows of the part to explain, at most; evenly taken where it has more. */
  readonly most: number
  /** Or these rows of the dataset, which must be of the part. */
  readonly only?: readonly number[] | undefined
}

/** Jobs of the model worker on why a model says what it says. */
export interface ExplainJobs {
  /** @throws AssayError `storage.missing` where the part is not scored, or its rows are not here. */
  readonly importance: Job<OfPart & Limited, Progress, Importances>
  /** Progress counts answers of the model. */
  readonly dependence: Job<OfOutput & Limited & { readonly column: string }, Progress, Dependences>
  readonly explain: Job<ExplainInput, Progress, Explained>
}
