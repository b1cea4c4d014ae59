import type { PaddedLayout } from './layout.ts'

/** Lanes of SwiftShader's subgroups: what it computes at once. */
export const QUAD = 4
/** What batches are padded to. */
export const BATCH_MULTIPLE = 8
/** Rows whose losses are added on the GPU; the sums are added in double precision by the caller. */
export const LOSS_ROWS = 16

/** One dispatch: its code and how many workgroups each member needs. */
export interface Kernel {
  readonly label: string
  readonly code: string
  readonly groups: number
}

/** How kernels are cut to a device. */
export interface Tuning {
  /**
   * Rows that one invocation of a forward or backward kernel computes, a divisor of `BATCH_MULTIPLE`. More load a weight less
   * often; fewer leave more invocations, which a GPU wants.
   */
  readonly rows: number
  /**
   * Invocations that share the rows of one gradient, a power of two up to `workgroup`. One is quickest where there are few
   * cores (no barrier); a GPU, which waits for memory most of the time, wants many.
   */
  readonly slices: number
  /** Invocations of one workgroup, a power of two. Software gives each to a thread: small ones leave none of them idle. */
  readonly workgroup: number
  /** Rows that are validated at once, a multiple of `BATCH_MULTIPLE`: many for a GPU; for few cores as many as their caches hold. */
  readonly validatedAtOnce: number
  /** Whether the device is software whose subgroups are of four lanes. */
  readonly isQuad: boolean
}

export interface KernelOptions extends Pick<Tuning, 'rows' | 'slices' | 'workgroup'> {
  /** Rows of the largest batch, a multiple of `BATCH_MULTIPLE`. */
  readonly batch: number
  /** Whether any member switches units off. */
  readonly dropout: boolean
}

/** A piece of work; its workgroups are numbered from 0 by `group`, the invocations of each by `lane`. */
export interface Part {
  readonly body: string
  readonly groups: number
}

export type Mode = 'train' | 'validate'

/** Work of so many invocations, numbered from 0 by `task`. */
export function tasks({ workgroup }: KernelOptions, count: number, body: string): Part {
  return {
    body: `  let task = group * ${workgroup}u + lane;\n  if (task < ${count}u) {\n${body}\n  }`,
    groups: Math.ceil(count / workgroup),
  }
}

/** The layer before the first, which puts entries of tables beside the plain columns, where there are tables. */
export const EMBEDDING = -1

/**
 * Where a layer's activations begin, and in training the slopes of their loss, in vec4s from the start of the buffer; and
 * where a table's numbers of entries lie, one a row of the batch.
 */
export function places({ layers, tables }: PaddedLayout, { batch }: KernelOptions) {
  const embedded = tables.length > 0 ? layers[0]!.inputs : 0
  const first = embedded + tables.length
  const at = (l: number) =>
    l === EMBEDDING ? 0 : (layers.slice(0, l).reduce((sum, { units }) => sum + units, first) * batch) / 4
  return {
    values: (l: number) => `a0 + ${at(l)}u`,
    slopes: (l: number) => `a0 + ACTIVATIONS + ${at(l)}u`,
    codes: (table: number) => `a0 + ${((embedded + table) * batch) / 4}u`,
  }
}

/** The layer that nothing comes before: what goes into it are the features. */
export function firstLayer({ tables }: PaddedLayout): number {
  return tables.length > 0 ? EMBEDDING : 0
}

/** The buffer that what goes into layer `l` lies in. */
export function sourceOf(layout: PaddedLayout, l: number): 'features' | 'activations' {
  return l === firstLayer(layout) ? 'features' : 'activations'
}

/** Where row `r` of the batch begins in what goes into layer `l`. Rows past the member's end repeat the batch's first. */
export function inputRow(layout: PaddedLayout, options: KernelOptions, mode: Mode, l: number, r: string): string {
  const isFirst = l === firstLayer(layout)
  const width = (isFirst ? layout.width : layout.layers[l]!.inputs) / 4
  if (!isFirst) return `${places(layout, options).values(l - 1)} + (${r}) * ${width}u`
  const row = `step.first + select(0u, ${r}, (${r}) < rows)`
  return mode === 'train'
    ? `member.featuresAt + order[member.orderAt + ${row}] * ${width}u`
    : `member.validationAt + (${row}) * ${width}u`
}
