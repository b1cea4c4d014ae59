import { CALIBRATION_LABELS, CALIBRATION_WORDS, type CalibrationKind } from '../calibration/calibration.ts'
import { type ConformalSpec, SET_WORDS } from '../conformal/conformal.ts'
import { formatShare } from '../format/format.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { describeLearner } from './describe.ts'
import { carriedOut } from './repeat.ts'
import type { RunResult, RunSpec } from './run.ts'

/** What is fitted on the validation rows once the model is trained. Its absence is no part of a spec, nor of its hash. */
export interface Postprocessing {
  /** Of classes only. */
  readonly calibration?: CalibrationKind | undefined
  readonly conformal?: ConformalSpec | undefined
}

/** The intervals or sets that are asked for, shortly: "90%", "90%, adaptive sets (APS)". */
function describeConformal({ level, sets = 'lac' }: ConformalSpec, task: TaskKind): string {
  return task === 'regression' ? formatShare(level) : `${formatShare(level)}, ${SET_WORDS[sets]}`
}

/** Each part that a spec asks for, with the label that the forms give it. */
export function describePostprocessing({
  question: { task },
  postprocessing: { calibration, conformal } = {},
}: Pick<RunSpec, 'question' | 'postprocessing'>): readonly { readonly label: string; readonly value: string }[] {
  return [
    ...(calibration ? [{ label: 'Calibration', value: CALIBRATION_LABELS[calibration] }] : []),
    ...(conformal
      ? [{ label: task === 'regression' ? 'Intervals' : 'Prediction sets', value: describeConformal(conformal, task) }]
      : []),
  ]
}

/** What tells a run from others of its kind: the learner's settings, and what is fitted after it. */
export function describeSettings({ learner, question, postprocessing = {}, warmStart }: RunSpec): string {
  const { calibration, conformal } = postprocessing
  const bounded = question.task === 'regression' ? 'intervals' : 'sets'
  return [
    describeLearner(learner),
    ...(warmStart ? ['warm start'] : []),
    ...(calibration ? [`calibrated (${CALIBRATION_WORDS[calibration]})`] : []),
    ...(conformal ? [`${formatShare(conformal.level)} ${bounded}`] : []),
  ]
    .filter(Boolean)
    .join(', ')
}

/** What of a form makes sense for a question: calibration is of classes, and a baseline has nothing to calibrate. */
export function postprocessingFor(
  { calibration, conformal }: Postprocessing,
  task: TaskKind,
  isBaseline: boolean,
): Postprocessing | undefined {
  const own: Postprocessing = {
    ...(calibration && task !== 'regression' && !isBaseline && { calibration }),
    ...(conformal && { conformal }),
  }
  return own.calibration || own.conformal ? own : undefined
}

/**
 * The spec of a finished run with more done after training, that comes to the same model: on the device that trained it, and
 * of auto with as many tries as there was time for.
 */
export function withPostprocessing(
  spec: RunSpec,
  result: Pick<RunResult, 'device' | 'stepsDone' | 'auto'>,
  addition: Postprocessing,
): RunSpec {
  return { ...spec, ...carriedOut(spec, result), postprocessing: { ...spec.postprocessing, ...addition } }
}
