import { Tooltip } from '@mantine/core'
import { formatNumber } from '@/core/format/format.ts'
import { describeDevice } from '@/core/run/describe.ts'
import type { DeviceTiming } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import sideStyles from './side.module.css'

/** What a step took on each device that was tried: "WebGPU · NVIDIA Ampere 0.40 ms a step, WebAssembly 2.1 ms a step". */
export function describeTimings(timings: readonly DeviceTiming[]): string {
  return timings
    .map(({ stepMs, ...device }) => `${describeDevice(device)} ${formatNumber(stepMs)} ms a step`)
    .join(', ')
}

/** What trains, and, where it is not the first in line, why. */
export function DeviceChip() {
  const device = useAssay((state) => state.device)
  const error = useAssay((state) => state.deviceError)
  const reason =
    device?.fallbackReason ??
    (device?.software ? 'WebGPU runs on the processor here: right, but slow.' : error?.message)
  const level = error
    ? 'none'
    : !device
      ? 'waiting'
      : device.software || device.backend !== 'webgpu'
        ? 'software'
        : 'gpu'
  const chip = (
    <span className={sideStyles.device} data-testid="device">
      <i data-level={level} />
      {error ? 'No device to train on' : device ? describeDevice(device) : 'Looking for a GPU'}
      {device?.fallbackReason && <span> ({device.fallbackReason})</span>}
    </span>
  )
  return reason ? <Tooltip label={reason}>{chip}</Tooltip> : chip
}
