import { EMBEDDING, inputRow, type KernelOptions, type Mode, type Part, places, tasks } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'

/** Tables that kernels are written out for, at most: each adds to their code, which takes its time to compile. */
export const MOST_TABLES = 64

/** What goes into the first layer: each row's plain columns, and beside them the entries that it names. */
export function embed(layout: PaddedLayout, options: KernelOptions, mode: Mode): Part {
  const { plain, tables } = layout
  const ins = layout.layers[0]!.inputs / 4
  const body = `
  let row = task / ${ins}u;
  let i = task % ${ins}u;
  let x = ${inputRow(layout, options, mode, EMBEDDING, 'row')};
  var value = vec4f();
${plain > 0 ? `  if (i < ${plain / 4}u) { value = features[x + i]; }` : ''}
${tables
  .map(({ dims, tableAt, inputAt }, t) => {
    const code = `features[x + ${plain / 4 + Math.floor(t / 4)}u][${t % 4}u]`
    return `  if (i >= ${inputAt / 4}u && i < ${(inputAt + dims) / 4}u) { value = parameters[p + ${tableAt / 4}u + u32(${code}) * ${dims / 4}u + i - ${inputAt / 4}u]; }`
  })
  .join('\n')}
  activations[${places(layout, options).values(EMBEDDING)} + row * ${ins}u + i] = value;`
  return tasks(options, options.batch * ins, body)
}

/** Lays out the numbers of entries of the batch's rows table by table, four rows an invocation, for `updateTable` to look through. */
export function gatherCodes(layout: PaddedLayout, options: KernelOptions): Part {
  const { plain, tables } = layout
  const blocks = options.batch / 4
  const body = `
  let t = task / ${blocks}u;
  let block = task % ${blocks}u;
  // No entry has this number: rows past the end of the batch name none.
  var codes = vec4f(-1.0);
  for (var r = 0u; r < 4u; r++) {
    let row = block * 4u + r;
    let x = ${inputRow(layout, options, 'train', EMBEDDING, 'row')};
    if (row < rows) { codes[r] = features[x + ${plain / 4}u + t / 4u][t % 4u]; }
  }
  activations[${places(layout, options).codes(0)} + task] = codes;`
  return tasks(options, tables.length * blocks, body)
}

/**
 * Gradient of the entries of a table, and Adam's step of them all, as tfjs makes it: an invocation an entry, which adds up
 * the slopes of the rows that name it in the order of the batch.
 */
export function updateTable(layout: PaddedLayout, options: KernelOptions, t: number): Part {
  const { entries, dims, tableAt, inputAt } = layout.tables[t]!
  const { codes, slopes } = places(layout, options)
  const groups = [...Array(dims / 4).keys()]
  const ins = layout.layers[0]!.inputs / 4
  const add = (r: number) =>
    `    if (isNamed[${r}]) { let s = s0 + (block * 4u + ${r}u) * ${ins}u; ${groups.map((g) => `g${g} += activations[s + ${g}u];`).join(' ')} }`
  const body = `
  let s0 = ${slopes(EMBEDDING)} + ${inputAt / 4}u;
${groups.map((g) => `  var g${g} = vec4f();`).join('')}
  for (var block = 0u; block < ${options.batch / 4}u; block++) {
    let isNamed = activations[${codes(t)} + block] == vec4f(f32(task));
    if (!any(isNamed)) { continue; }
${[0, 1, 2, 3].map(add).join('\n')}
  }
${groups.map((g) => `  descend(member, ${tableAt / 4}u + task * ${dims / 4}u + ${g}u, g${g}, false);`).join('\n')}`
  return tasks(options, entries, body)
}
