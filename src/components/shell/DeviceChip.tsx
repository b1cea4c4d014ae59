import { Tooltip } from '@mantine/core'
import type { ResolvedDevice } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './shell.module.css'

const BACKEND_LABELS: Readonly<Record<ResolvedDevice['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
}

/** A device in words: "WebGPU · NVIDIA Ampere". */
export function describeDevice({ backend, adapter }: ResolvedDevice): string {
  return adapter ? `${BACKEND_LABELS[backend]} · ${adapter}` : BACKEND_LABELS[backend]
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
    <span className={styles.device} data-testid="device">
      <i data-level={level} />
      {error ? 'No device to train on' : device ? describeDevice(device) : 'Looking for a GPU'}
      {device?.fallbackReason && <span> ({device.fallbackReason})</span>}
    </span>
  )
  return reason ? <Tooltip label={reason}>{chip}</Tooltip> : chip
}
