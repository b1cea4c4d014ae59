import type { Arrays } from '@/core/ports.ts'
import type { RunId } from '@/core/run/run.ts'
import type { KeptCheckpoint } from '@/engine/neural/trainSafely.ts'

const pathOf = (runId: RunId) => `runs/${runId}/checkpoint`

/** What stands before the numbers, as JSON. */
interface Head extends Omit<KeptCheckpoint, 'snapshot'> {
  readonly schema: 1
  readonly steps: number
  readonly isScaled: boolean
  /** Of each of the four arrays. */
  readonly numbers: number
}

/** Replaces a run's checkpoint: bytes of the head, the head as JSON, then weights, best weights and both moments. */
export async function writeCheckpoint(
  arrays: Arrays,
  runId: RunId,
  { snapshot: { steps, isScaled, parameters, best, first, second }, ...rest }: KeptCheckpoint,
): Promise<void> {
  const head: Head = { schema: 1, ...rest, steps, isScaled, numbers: parameters.length }
  const text = new TextEncoder().encode(JSON.stringify(head))
  await arrays.write(pathOf(runId), [Uint32Array.of(text.byteLength), text, parameters, best, first, second])
}

/** A run's checkpoint; undefined where there is none, or none that can be read: the run then begins again. */
export async function readCheckpoint(arrays: Arrays, runId: RunId): Promise<KeptCheckpoint | undefined> {
  if ((await arrays.size(pathOf(runId))) === undefined) return undefined
  try {
    const bytes = await arrays.read(pathOf(runId))
    const length = new Uint32Array(bytes, 0, 1)[0]!
    const head: Head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)))
    const { schema, steps, isScaled, numbers, ...rest } = head
    if (schema !== 1 || bytes.byteLength !== 4 + length + 16 * numbers) return undefined
    const take = (index: number) => {
      const from = 4 + length + 4 * numbers * index
      return new Float32Array(bytes.slice(from, from + 4 * numbers))
    }
    const snapshot = { steps, isScaled, parameters: take(0), best: take(1), first: take(2), second: take(3) }
    return { ...rest, snapshot }
  } catch {
    return undefined
  }
}

export async function removeCheckpoint(arrays: Arrays, runId: RunId): Promise<void> {
  await arrays.remove(pathOf(runId))
}
