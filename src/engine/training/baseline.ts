import { fitBaseline } from '../neural/baseline.ts'
import { saveLayersModel } from '../neural/layersModel.ts'
import type { DensePrepared } from '../prepare.ts'
import type { Made } from './made.ts'
import type { SingleSpec } from './spec.ts'

/** What every model must beat; counted, not trained. */
export async function trainBaseline({ question }: SingleSpec, prepared: DensePrepared): Promise<Made> {
  const { encoding, y, weights } = prepared
  const { shape, parameters } = fitBaseline(encoding.width, question.task, question.classes.length, y, weights)
  return {
    models: [await saveLayersModel(shape, parameters)],
    featureCount: encoding.width,
    parameterCount: shape.size,
    history: [],
    stepsDone: 0,
    bestEpoch: 0,
    ended: 'closed-form',
  }
}
