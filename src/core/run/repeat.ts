import { formatUnits } from '../format/format.ts'
import { choosesDevice, type Learner } from '../learner/learner.ts'
import { BACKEND_LABELS } from './describe.ts'
import { type AutoResult, type DeviceWish, type RunResult, type RunSpec, trainedOn } from './run.ts'

/**
 * What of a spec the run itself decided, as it did: on the device that trained it, and of auto as many tries as there was
 * time for. Where nobody recorded what networks of auto trained on, that is left to be chosen again.
 */
export function carriedOut(
  spec: Pick<RunSpec, 'learner' | 'device'>,
  result: Pick<RunResult, 'device' | 'stepsDone' | 'auto'>,
): { readonly learner: Learner; readonly device: DeviceWish } {
  const { learner, device } = spec
  const isKnown = choosesDevice(learner) && (learner.kind !== 'auto' || result.auto?.device !== undefined)
  return {
    learner:
      learner.kind === 'auto' ? { ...learner, options: { ...learner.options, tries: result.stepsDone } } : learner,
    device: device === 'auto' && isKnown ? trainedOn(result).backend : device,
  }
}

/** "12 tries were made, networks on WebGPU" */
export function sayTries({ tried, device }: AutoResult): string {
  const made = `${formatUnits(tried.length, 'try')} ${tried.length === 1 ? 'was' : 'were'} made`
  return device ? `${made}, networks on ${BACKEND_LABELS[device.backend]}` : made
}

/** How to have a run of auto once more, in words. */
export function adviseRepeat(auto: AutoResult): string {
  const { tried, device } = auto
  const made = sayTries(auto)
  const tries = `set Tries to ${tried.length}`
  if (device) return `${made}: ${tries} and Device to ${BACKEND_LABELS[device.backend]} to repeat this run exactly.`
  const hasNetwork = tried.some(({ learner, metric }) => learner.kind === 'network' && metric !== null)
  return hasNetwork
    ? `${made}: ${tries} to repeat this run. Which device its networks trained on was not recorded; on another one they differ in their last digits.`
    : `${made}: ${tries} to repeat this run exactly.`
}
