import { inputRow, type KernelOptions, type Mode, type Part, places, sourceOf, tasks } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'
import { ACTIVATE } from './source.ts'

/** The sums of a layer, its activation, and in training the slope there. */
export function forward(layout: PaddedLayout, options: KernelOptions, mode: Mode, l: number): Part {
  const { inputs, units, activation, kernelAt, biasAt } = layout.layers[l]!
  const { values, slopes } = places(layout, options)
  const source = sourceOf(layout, l)
  const [groups, rows] = [units / 4, [...Array(options.rows).keys()]]
  const isDropped = options.dropout && mode === 'train'
  const body = `
  let c = task % ${groups}u;
  let r0 = (task / ${groups}u) * ${options.rows}u;
  let bias = parameters[p + ${biasAt / 4}u + c];
${rows.map((i) => `  var z${i} = bias; let x${i} = ${inputRow(layout, options, mode, l, `r0 + ${i}u`)};`).join('\n')}
  var w = p + ${kernelAt / 4}u + c;
  for (var q = 0u; q < ${inputs / 4}u; q++) {
    let w0 = parameters[w]; let w1 = parameters[w + ${groups}u]; let w2 = parameters[w + ${2 * groups}u]; let w3 = parameters[w + ${3 * groups}u];
    w += ${units}u;
${rows.map((i) => `    { let v = ${source}[x${i} + q]; z${i} += v.x * w0 + v.y * w1 + v.z * w2 + v.w * w3; }`).join('\n')}
  }
${rows
  .map(
    (i) => `  {
    let z = z${i};
    let at = (r0 + ${i}u) * ${groups}u + c;
    let a = ${ACTIVATE[activation].value};
    ${isDropped ? `let mask = masked(member, ${l}u, r0 + ${i}u, c * 4u);` : ''}
    activations[${values(l)} + at] = a${isDropped ? ' * mask' : ''};
    ${mode === 'train' ? `activations[${slopes(l)} + at] = (${ACTIVATE[activation].slope})${isDropped ? ' * mask' : ''};` : ''}
  }`,
  )
  .join('\n')}`
  return tasks(options, (options.batch / options.rows) * groups, body)
}

/** The last layer: an invocation a row, its logits in registers where there are few. */
export function head(layout: PaddedLayout, options: KernelOptions, mode: Mode): Part {
  const l = layout.layers.length - 1
  const { inputs, units, kernelAt, biasAt } = layout.layers[l]!
  const { outputs } = layout
  const { values, slopes } = places(layout, options)
  const source = sourceOf(layout, l)
  const groups = units / 4
  const block = Math.min(groups, 4)
  const lanes = [...Array(block).keys()]
  const logitsAt = mode === 'train' ? slopes(l) : values(l)
  // Of a single output three quarters of what a vec4 loads are padding.
  const weight = (at: string) => (outputs === 1 ? `parameters[${at}].x` : `parameters[${at}]`)
  const body = `
  let row = task;
  let x = ${inputRow(layout, options, mode, l, 'row')};
  let isRow = row < rows;
  let z0 = ${logitsAt} + row * ${groups}u;
  for (var c = 0u; c < ${groups}u; c += ${block}u) {
${lanes.map((j) => `    var s${j} = parameters[p + ${biasAt / 4}u + c + ${j}u];`).join('\n')}
    var w = p + ${kernelAt / 4}u + c;
    for (var q = 0u; q < ${inputs / 4}u; q++) {
      let v = ${source}[x + q];
${lanes
  .map(
    (j) =>
      `      s${j}${outputs === 1 ? '.x' : ''} += v.x * ${weight(`w + ${j}u`)} + v.y * ${weight(`w + ${groups + j}u`)} + v.z * ${weight(`w + ${2 * groups + j}u`)} + v.w * ${weight(`w + ${3 * groups + j}u`)};`,
  )
  .join('\n')}
      w += ${units}u;
    }
${lanes.map((j) => `    activations[z0 + c + ${j}u] = s${j};`).join('\n')}
  }
${mode === 'validate' ? emitLogits(outputs) : slopesOf(layout, groups)}`
  return tasks(options, options.batch, body)
}

function emitLogits(outputs: number): string {
  return `  if (isRow) {
    for (var j = 0u; j < ${outputs}u; j++) { results[(k * step.lossesEach + step.first + row) * ${outputs}u + j] = activations[z0 + j / 4u][j % 4u]; }
  }`
}

/** The loss of a single output `z` and its slope there. */
export const SINGLE_OUTPUT = {
  identity: '  let off = z - wanted.x; let loss = off * off; let slope = 2.0 * off;',
  sigmoid: `  let e = exp(-abs(z));
  let loss = max(z, 0.0) - wanted.x * z + log(1.0 + e);
  let slope = select(e, 1.0, z >= 0.0) / (1.0 + e) - wanted.x;`,
} as const

/** Loss of the row and its slope by each logit, over the logits. */
function slopesOf({ head, outputs }: PaddedLayout, groups: number): string {
  const own = `  let wanted = select(vec2f(0.0), targets[member.targetAt + order[member.orderAt + step.first + select(0u, row, isRow)]], isRow);
  let share = wanted.y / f32(rows);
`
  const keep = '\n  results[step.rowLossAt + k * step.batch + row] = loss * wanted.y;'
  if (head !== 'softmax')
    return `${own}  let z = activations[z0].x;
${SINGLE_OUTPUT[head]}
  activations[z0] = vec4f(slope * share, 0.0, 0.0, 0.0);${keep}`
  return `${own}  let label = u32(wanted.x);
  var loss = 0.0;
  var highest = -3e38;
  for (var j = 0u; j < ${outputs}u; j++) { highest = max(highest, activations[z0 + j / 4u][j % 4u]); }
  var sum = 0.0;
  for (var c = 0u; c < ${groups}u; c++) {
    let unit = vec4u(4u * c) + vec4u(0u, 1u, 2u, 3u);
    let z = activations[z0 + c];
    if (label / 4u == c) { loss = -z[label % 4u]; }
    let e = select(vec4f(0.0), exp(z - vec4f(highest)), unit < vec4u(${outputs}u));
    activations[z0 + c] = e;
    sum += e.x + e.y + e.z + e.w;
  }
  loss += highest + log(sum);
  for (var c = 0u; c < ${groups}u; c++) {
    let unit = vec4u(4u * c) + vec4u(0u, 1u, 2u, 3u);
    let isLabel = select(vec4f(0.0), vec4f(1.0), unit == vec4u(label));
    activations[z0 + c] = (activations[z0 + c] / sum - isLabel) * share;
  }${keep}`
}
