import type { Frame } from '@/core/dataset/column.ts'
import { encodeDense } from '@/core/encoding/dense.ts'
import { encodeNative } from '@/core/encoding/native.ts'
import { openPlainSearch } from '@/core/knn/search.ts'
import type { MemberOf, ModelSpec, PipelineMember } from '@/core/pipeline/pipeline.ts'
import { runAtOnce } from '@/core/work.ts'
import { gatherAnswers } from '@/engine/neighbours/answers.ts'
import { decodeNeighbours } from '@/engine/neighbours/encode.ts'
import { answersOf, scoreTrees } from '@/engine/trees/score.ts'
import { headerText, readTrees } from '@/engine/trees/treeFile.ts'
import { forward, openNetwork, readBeside } from './network.ts'

/** A member as pipeline.json tells of it: the rest of its model lies in the file that it names. */
export type Member = PipelineMember & { readonly model: { readonly file: string } }
type Own<K extends ModelSpec['kind']> = MemberOf<K> & { readonly model: { readonly file: string } }

/** Answers for one prepared row: a probability, one for each class, or a number. */
type Answer = (row: Frame) => readonly number[]

const OPENERS: { readonly [K in ModelSpec['kind']]: (member: Own<K>) => Answer } = {
  layers({ encoding, model }) {
    const network = openNetwork(model.file)
    const link = model.inverseLink === 'exp' ? Math.exp : (value: number) => value
    return (row) => forward(network, Array.from(encodeDense(encoding, row))).map(link)
  },
  neighbours({ encoding, model }) {
    const neighbours = decodeNeighbours(bytesOf(model.file))
    const { points, classCount } = neighbours
    const k = Math.min(neighbours.k, points.rows)
    return (row) => {
      const queries = { values: encodeDense(encoding, row), rows: 1, width: points.width }
      const search = openPlainSearch({ points, queries, k, hasGaps: false })
      search.compare(0, 1, 0, points.rows)
      const { indices, squares } = search.found()
      const scores = new Float32Array(classCount || 1)
      runAtOnce(gatherAnswers(neighbours, { k, indices, distances: squares.map(Math.sqrt) }, scores))
      return classCount === 2 ? [scores[1]!] : Array.from(scores)
    }
  },
  trees({ encoding, model }) {
    const bytes = bytesOf(model.file)
    const trees = readTrees(JSON.parse(headerText(bytes)), bytes)
    return (row) => Array.from(answersOf(trees, runAtOnce(scoreTrees(trees, encodeNative(encoding, row)))))
  },
}

function bytesOf(file: string): ArrayBuffer {
  return Uint8Array.from(readBeside(file)).buffer
}

export function openMember(member: Member): Answer {
  const open = OPENERS[member.model.kind] as (member: Member) => Answer
  return open(member)
}
