import { AssayError, type ErrorData, fromErrorData, toErrorData } from '@/core/errors.ts'
import type { Arrays } from '@/core/ports.ts'
import type { RunId } from '@/core/run/run.ts'
import type { Checkpoint, Standing, TrainedNetwork } from '@/engine/neural/descend.ts'
import type { KeptCheckpoint } from '@/engine/neural/trainSafely.ts'

const pathOf = (runId: RunId) => `runs/${runId}/checkpoint`

/** How a member stands, but for its numbers: four arrays of one that goes on, one of one that has ended. */
type MemberHead =
  | (Omit<Checkpoint, 'snapshot'> & {
      readonly kind: 'goes on'
      readonly steps: number
      readonly isScaled: boolean
      readonly numbers: number
    })
  | (Omit<TrainedNetwork, 'parameters'> & { readonly kind: 'ended'; readonly numbers: number })
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | { readonly kind: 'waits' }

/** What stands before the numbers, as JSON. */
interface Head extends Omit<KeptCheckpoint, 'members'> {
  readonly schema: 2
  readonly members: readonly MemberHead[]
}

/** Replaces a run's checkpoint: bytes of the head, the head as JSON, then the numbers of each member. */
export async function writeCheckpoint(
  arrays: Arrays,
  runId: RunId,
  { members, ...rest }: KeptCheckpoint,
): Promise<void> {
  const head: Head = { schema: 2, ...rest, members: members.map(headOf) }
  const text = new TextEncoder().encode(JSON.stringify(head))
  await arrays.write(pathOf(runId), [Uint32Array.of(text.byteLength), text, ...members.flatMap(numbersOf)])
}

function headOf(standing: Standing): MemberHead {
  if (!standing) return { kind: 'waits' }
  if (standing instanceof AssayError) return { kind: 'failed', error: toErrorData(standing) }
  if ('snapshot' in standing) {
    const { snapshot, ...rest } = standing
    const { steps, isScaled, parameters } = snapshot
    return { kind: 'goes on', ...rest, steps, isScaled, numbers: parameters.length }
  }
  const { parameters, ...rest } = standing
  return { kind: 'ended', ...rest, numbers: parameters.length }
}

function numbersOf(standing: Standing): readonly Float32Array<ArrayBuffer>[] {
  if (!standing || standing instanceof AssayError) return []
  if (!('snapshot' in standing)) return [standing.parameters]
  const { parameters, best, first, second } = standing.snapshot
  return [parameters, best, first, second]
}

/** A run's checkpoint; undefined where there is none, or none that can be read: the run then begins again. */
export async function readCheckpoint(arrays: Arrays, runId: RunId): Promise<KeptCheckpoint | undefined> {
  if ((await arrays.size(pathOf(runId))) === undefined) return undefined
  try {
    const bytes = await arrays.read(pathOf(runId))
    const length = new Uint32Array(bytes, 0, 1)[0]!
    const head: Head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)))
    if (head.schema !== 2) return undefined
    let at = 4 + length
    const take = (numbers: number) => {
      const from = at
      at += 4 * numbers
      if (at > bytes.byteLength) throw new RangeError('The checkpoint is cut short.')
      return new Float32Array(bytes.slice(from, at))
    }
    const members = head.members.map((member): Standing => {
      if (member.kind === 'waits') return undefined
      if (member.kind === 'failed') return fromErrorData(member.error)
      const { kind: _, numbers, ...rest } = member
      if (!('steps' in rest)) return { ...rest, parameters: take(numbers) }
      const { steps, isScaled, ...known } = rest
      const [parameters, best, first, second] = [take(numbers), take(numbers), take(numbers), take(numbers)]
      return { ...known, snapshot: { steps, isScaled, parameters, best, first, second } }
    })
    return at === bytes.byteLength ? { backend: head.backend, members } : undefined
  } catch {
    return undefined
  }
}

export async function removeCheckpoint(arrays: Arrays, runId: RunId): Promise<void> {
  await arrays.remove(pathOf(runId))
}
