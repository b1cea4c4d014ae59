import type { Frame } from '@/core/dataset/column.ts'
import { encodeDense } from '@/core/encoding/dense.ts'
import { encodeNative } from '@/core/encoding/native.ts'
import type { MemberOf, ModelSpec, PipelineMember } from '@/core/pipeline/pipeline.ts'
import { runAtOnce } from '@/core/work.ts'
import { answersOf, scoreTrees } from '@/engine/trees/score.ts'
import { headerText, readTrees } from '@/engine/trees/treeFile.ts'
import { forward, openLayers, readBeside } from './network.ts'

/** A member as pipeline.json tells of it: the rest of its model lies in the file that it names. */
export type Member = PipelineMember & { readonly model: { readonly file: string } }
type Own<K extends ModelSpec['kind']> = MemberOf<K> & { readonly model: { readonly file: string } }

/** Answers for one prepared row: a probability, one for each class, or a number. */
type Answer = (row: Frame) => readonly number[]

const OPENERS: { readonly [K in ModelSpec['kind']]: (member: Own<K>) => Answer } = {
  layers({ encoding, model }) {
    const layers = openLayers(model.file)
    const link = model.inverseLink === 'exp' ? Math.exp : (value: number) => value
    return (row) => forward(layers, Array.from(encodeDense(encoding, row))).map(link)
  },
  trees({ encoding, model }) {
    const bytes = Uint8Array.from(readBeside(model.file)).buffer
    const trees = readTrees(JSON.parse(headerText(bytes)), bytes)
    return (row) => Array.from(answersOf(trees, runAtOnce(scoreTrees(trees, encodeNative(encoding, row)))))
  },
}

export function openMember(member: Member): Answer {
  const open = OPENERS[member.model.kind] as (member: Member) => Answer
  return open(member)
}
