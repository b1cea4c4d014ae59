import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { StorageFacts } from '@/core/ports.ts'
import type { ResolvedDevice } from '@/core/run/run.ts'
import type { Slice } from './store.ts'

export interface DeviceSlice {
  /** What trains: as probed at first, then as the last run really had it. */
  readonly device?: ResolvedDevice | undefined
  readonly deviceError?: ErrorData | undefined
  readonly storageFacts?: StorageFacts | undefined
  probeDevice(): Promise<void>
  refreshStorage(): Promise<void>
  /** Asks the browser to keep what is stored here; asked once there is something to keep. */
  askToPersist(): Promise<void>
}

export const createDeviceSlice: Slice<DeviceSlice> = (set, get, { jobs, storage }) => ({
  async probeDevice() {
    try {
      set({ device: await jobs.train.call('probe', {}), deviceError: undefined })
    } catch (cause) {
      set({ deviceError: toErrorData(cause) })
    }
  },
  async refreshStorage() {
    set({ storageFacts: await storage.facts() })
  },
  async askToPersist() {
    if (!get().storageFacts?.persisted) await storage.askToPersist()
    await get().refreshStorage()
  },
})
