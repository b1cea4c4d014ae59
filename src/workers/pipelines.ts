import { AssayError } from '@/core/errors.ts'
import { contentHash } from '@/core/hash.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import type { RunId } from '@/core/run/run.ts'
import { openPredictionDevice } from '@/engine/neural/device.ts'
import type { Platform } from '@/engine/platform.ts'
import { type LoadedPipeline, loadPipeline } from '@/engine/predict.ts'
import { type Stores, weightsPath } from './runFiles.ts'

/** Pipelines kept open when nobody uses them, for the next row that a form sends. */
const KEPT_OPEN = 3

interface Entry {
  readonly loaded: Promise<LoadedPipeline>
  users: number
}

export interface Pipelines {
  /** Runs `work` with the run's pipeline, which stays open until it ends. Throws `storage.missing` for a run without one. */
  use<T>(runId: RunId, work: (loaded: LoadedPipeline) => Promise<T>): Promise<T>
}

export function openPipelines({ records, arrays }: Stores, platform: Platform): Pipelines {
  const entries = new Map<string, Entry>()

  async function load(pipeline: Pipeline): Promise<LoadedPipeline> {
    await openPredictionDevice(platform)
    const weights = await Promise.all(
      pipeline.members.map((_, member) => arrays.read(weightsPath(pipeline.id, member))),
    )
    return loadPipeline(pipeline, weights)
  }

  function closeIdle(): void {
    for (const [key, { loaded, users }] of entries) {
      if (entries.size <= KEPT_OPEN) return
      if (users > 0) continue
      entries.delete(key)
      loaded.then((pipeline) => pipeline.dispose()).catch(() => {})
    }
  }

  return {
    async use(runId, work) {
      const pipeline = await records.get('pipeline', runId)
      if (!pipeline)
        throw new AssayError(
          'storage.missing',
          'This run has no model in this browser. Train it again, or import it again.',
          {
            runId,
          },
        )
      const key = contentHash(pipeline)
      const entry = entries.get(key) ?? { loaded: load(pipeline), users: 0 }
      // The last in the map is the one used last.
      entries.delete(key)
      entries.set(key, entry)
      entry.users++
      try {
        return await work(await entry.loaded)
      } catch (cause) {
        // One that could not be opened is tried afresh the next time.
        entry.loaded.catch(() => entries.delete(key))
        throw cause
      } finally {
        entry.users--
        closeIdle()
      }
    },
  }
}
