import { EMBEDDING, inputRow, type KernelOptions, type Part, places, sourceOf, tasks } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'

/**
 * Slope of the loss by the sums of layer `l - 1`, where the forward pass left the activation's own slope; for the first
 * layer by the entries that went into it.
 */
export function backward(layout: PaddedLayout, options: KernelOptions, l: number): Part {
  const { inputs, units, kernelAt } = layout.layers[l]!
  const { slopes } = places(layout, options)
  const [groups, ins, rows] = [units / 4, inputs / 4, [...Array(options.rows).keys()]]
  const isEmbedding = l - 1 === EMBEDDING
  const from = isEmbedding ? layout.plain / 4 : 0
  const body = `
  let i = task % ${ins - from}u${from > 0 ? ` + ${from}u` : ''};
  let r0 = (task / ${ins - from}u) * ${options.rows}u;
  let w = p + ${kernelAt / 4}u + i * ${units}u;
  let d0 = ${slopes(l)} + r0 * ${groups}u;
${rows.map((r) => `  var s${r} = vec4f();`).join('\n')}
  for (var j = 0u; j < ${groups}u; j++) {
    let w0 = parameters[w + j]; let w1 = parameters[w + ${groups}u + j]; let w2 = parameters[w + ${2 * groups}u + j]; let w3 = parameters[w + ${3 * groups}u + j];
${rows.map((r) => `    { let d = activations[d0 + ${r * groups}u + j]; s${r} += vec4f(dot(d, w0), dot(d, w1), dot(d, w2), dot(d, w3)); }`).join('\n')}
  }
${rows.map((r) => `  { let at = ${slopes(l - 1)} + (r0 + ${r}u) * ${ins}u + i; activations[at] = ${isEmbedding ? '' : 'activations[at] * '}s${r}; }`).join('\n')}`
  return tasks(options, (options.batch / options.rows) * (ins - from), body)
}

/**
 * Gradient of eight rows of a kernel (or as many as divide it) by four columns, and Adam's step of them; the first also does the biases.
 * With slices, as many invocations each add every so manieth row of the batch, and share out the sums among themselves.
 */
export function update(layout: PaddedLayout, options: KernelOptions, l: number): Part {
  const { inputs, units, kernelAt, biasAt } = layout.layers[l]!
  const { slopes } = places(layout, options)
  const { slices, workgroup } = options
  const groups = units / 4
  const ins = inputs / 4
  // More vec4s than two do not fit the workgroup memory of slices.
  const each = ins % 2 === 0 ? 2 : (slices === 1 && [5, 3].find((count) => ins % count === 0)) || 1
  const isSingle = layout.outputs === 1 && l === layout.layers.length - 1
  const source = sourceOf(layout, l)
  const sums = [...Array(each * 4).keys()]
  const tiles = (ins / each) * groups
  // A single output's slope is one number a row: four inputs at once, rather than three zeros with each of them.
  const [load, term] = isSingle
    ? [`let d = activations[${slopes(l)} + r].x;`, (e: number) => `t${e} += v * d;`]
    : [
        `let d = activations[${slopes(l)} + r * ${groups}u + c];`,
        (e: number) => ['x', 'y', 'z', 'w'].map((lane, j) => `g${4 * e + j} += v.${lane} * d;`).join(' '),
      ]
  const entries = [...Array(each).keys()]
  const add = (from: string, by: number) => `
  let c = task % ${groups}u;
  let i = (task / ${groups}u) * ${each}u;
  let w = ${kernelAt / 4}u + i * ${units}u + c;
${(isSingle ? entries.map((e) => `  var t${e} = vec4f();`) : sums.map((g) => `  var g${g} = vec4f();`)).join('')}
  var bias = vec4f();
  for (var r = ${from}; r < rows; r += ${by}u) {
    let x = ${inputRow(layout, options, 'train', l, 'r')} + i;
    ${load}
    bias${isSingle ? '.x' : ''} += d;
${entries.map((e) => `    { let v = ${source}[x + ${e}u]; ${term(e)} }`).join('\n')}
  }
${isSingle ? sums.map((g) => `  let g${g} = vec4f(t${g >> 2}[${g % 4}], 0.0, 0.0, 0.0);`).join('\n') : ''}`
  if (slices === 1)
    return tasks(
      options,
      tiles,
      `${add('0u', 1)}
${sums.map((g) => `  descend(member, w + ${g * groups}u, g${g}, true);`).join('\n')}
  if (i == 0u) { descend(member, ${biasAt / 4}u + c, bias, false); }`,
    )
  const tilesEach = workgroup / slices
  const body = `
  let slice = lane % ${slices}u;
  let tile = group * ${tilesEach}u + lane / ${slices}u;
  let task = min(tile, ${tiles - 1}u);
${add('slice', slices)}
${[...sums, sums.length].map((g) => `  partial[${g * workgroup}u + lane] = ${g < sums.length ? `g${g}` : 'bias'};`).join('\n')}
  workgroupBarrier();
  if (tile < ${tiles}u) {
    for (var g = slice; g <= ${sums.length}u; g += ${slices}u) {
      var sum = vec4f();
      for (var s = 0u; s < ${slices}u; s++) { sum += partial[g * ${workgroup}u + lane - slice + s]; }
      if (g < ${sums.length}u) { descend(member, w + g * ${groups}u, sum, true); }
      else if (i == 0u) { descend(member, ${biasAt / 4}u + c, sum, false); }
    }
  }`
  return { body, groups: Math.ceil(tiles / tilesEach) }
}
