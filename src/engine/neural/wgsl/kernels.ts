import { ADAM } from '../adam.ts'
import type { Activation } from '../shape.ts'
import { type PaddedLayout, ROWS } from './layout.ts'

/** Invocations of one workgroup. */
const WORKGROUP = 64
/** Rows whose losses are added on the GPU; the sums are added in double precision by the caller. */
export const LOSS_ROWS = 16
/** Bytes from one step's uniforms to the next: what every device allows a dynamic offset to be a multiple of. */
export const STEP_STRIDE = 256
/** Numbers of one `Step`, and of one `Member`, each of 32 bits. */
export const STEP_WORDS = 12
export const MEMBER_WORDS = 12

/** One dispatch: its code and how many workgroups each member needs. */
export interface Kernel {
  readonly label: string
  readonly code: string
  readonly groups: number
}

export interface KernelOptions {
  /** Rows of the largest batch, a multiple of `ROWS`. */
  readonly batch: number
  /** Whether any member switches units off. */
  readonly dropout: boolean
  /**
   * Invocations that share the rows of one gradient, a power of two up to `WORKGROUP`. One is quickest where there are few
   * cores (no barrier); a GPU, which waits for memory most of the time, wants many.
   */
  readonly slices: number
}

/**
 * The kernels of one training step, in order; each waits for the one before it:
 * forward through every layer, the last with loss and slope; then backward, where the slope of one layer's inputs is found
 * while the weights of the layer behind it make their step of Adam. Twice as many dispatches as layers.
 *
 * All members of a population do the same dispatches side by side (`z` of the grid). Every sum is added in a fixed
 * order, so a member's bits are the same whoever trains beside it.
 */
export function trainingKernels(layout: PaddedLayout, options: KernelOptions): readonly Kernel[] {
  const { batch } = options
  const { layers } = layout
  const last = layers.length - 1
  const write = writer(layout, options, 'train')
  const kernels: Kernel[] = []
  for (let l = 0; l < last; l++) kernels.push(write(`forward ${l}`, [forward(layout, options, 'train', l)]))
  kernels.push(write('head', [head(layout, options, 'train')]))
  for (let l = last; l > 0; l--)
    kernels.push(
      write(`backward ${l}`, [...(l < last ? [update(layout, options, l + 1)] : []), backward(layout, options, l)]),
    )
  kernels.push(
    write('update', [
      update(layout, options, 0),
      ...(last > 0 ? [update(layout, options, 1)] : []),
      tasks(Math.ceil(batch / LOSS_ROWS), SUM_LOSSES),
    ]),
  )
  return kernels
}

/** The kernels of a forward pass over validation rows, which leave logits (rows × outputs) in `results`. */
export function validationKernels(layout: PaddedLayout, options: KernelOptions): readonly Kernel[] {
  const last = layout.layers.length - 1
  const write = writer(layout, options, 'validate')
  return [
    ...Array.from({ length: last }, (_, l) => write(`validate ${l}`, [forward(layout, options, 'validate', l)])),
    write('validate head', [head(layout, options, 'validate')]),
  ]
}

/** A piece of work; its workgroups are numbered from 0 by `group`, the invocations of each by `lane`. */
interface Part {
  readonly body: string
  readonly groups: number
}

type Mode = 'train' | 'validate'

const COMMON = `
struct Step { first: u32, rows: u32, number: u32, lossAt: u32, correct1: f32, correct2: f32, rate: f32, rowLossAt: u32, lossesEach: u32, batch: u32, unused1: u32, unused2: u32 };
struct Member { learningRate: f32, l2: f32, decay: f32, keepScale: f32, dropBelow: u32, seed: u32, slot: u32, orderAt: u32, targetAt: u32, unused1: u32, unused2: u32, unused3: u32 };
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> features: array<vec4f>;
@group(0) @binding(2) var<storage, read> targets: array<vec2f>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> activations: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> moments: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> results: array<f32>;
@group(0) @binding(8) var<storage, read> members: array<Member>;
`

/** Numbers drawn from a hash (Wellons' lowbias32), the same as \`dropoutMask\` draws. */
const DROPOUT = `
fn mixed(x: u32) -> u32 {
  var h = x;
  h = (h ^ (h >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  return h ^ (h >> 16u);
}
fn masked(member: Member, layer: u32, row: u32, unit: u32) -> vec4f {
  let stream = mixed(mixed(mixed(member.seed ^ layer) ^ step.number) ^ row);
  let drawn = vec4u(mixed(stream ^ unit), mixed(stream ^ (unit + 1u)), mixed(stream ^ (unit + 2u)), mixed(stream ^ (unit + 3u)));
  return select(vec4f(0.0), vec4f(member.keepScale), drawn >= vec4u(member.dropBelow));
}
`

/** Abramowitz & Stegun 7.1.26, which tfjs computes too: |error| ≤ 1.5e-7. */
const ERF = `
fn erf(x: vec4f) -> vec4f {
  let a = abs(x);
  let t = 1.0 / (1.0 + 0.3275911 * a);
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return sign(x) * (1.0 - p * exp(-a * a));
}
`

/** An activation of sums \`z\`, and its slope there. */
const ACTIVATE: Readonly<Record<Activation, { readonly value: string; readonly slope: string }>> = {
  linear: { value: 'z', slope: 'vec4f(1.0)' },
  relu: { value: 'max(z, vec4f(0.0))', slope: 'select(vec4f(0.0), vec4f(1.0), z > vec4f(0.0))' },
  // Beyond 15 the tanh of single precision is 1, and some drivers' overflows.
  tanh: { value: 'tanh(clamp(z, vec4f(-15.0), vec4f(15.0)))', slope: '1.0 - a * a' },
  gelu: {
    value: '0.5 * z * (1.0 + erf(z * 0.70710678))',
    slope: '0.5 * (1.0 + erf(z * 0.70710678)) + z * exp(-0.5 * z * z) * 0.39894228',
  },
}

const ADAM_STEP = `
fn descend(member: Member, at: u32, gradient: vec4f, isKernel: bool) {
  let i = member.slot * SIZE + at;
  let m = member.slot * 2u * SIZE + at;
  let w = parameters[i];
  var g = gradient;
  var decay = 0.0;
  if (isKernel) { g += member.l2 * w; decay = member.decay; }
  let first = ${ADAM.beta1} * moments[m] + ${float(1 - ADAM.beta1)} * g;
  let second = ${ADAM.beta2} * moments[m + SIZE] + ${float(1 - ADAM.beta2)} * g * g;
  moments[m] = first;
  moments[m + SIZE] = second;
  parameters[i] = w - member.learningRate * step.rate * (first * step.correct1 / (sqrt(second * step.correct2) + ${ADAM.epsilon}) + decay * w);
}
`

const SUM_LOSSES = `
  var sum = 0.0;
  let end = min(step.rows, (task + 1u) * ${LOSS_ROWS}u);
  for (var r = task * ${LOSS_ROWS}u; r < end; r++) { sum += results[step.rowLossAt + k * step.batch + r]; }
  if (task * ${LOSS_ROWS}u < step.rows) { results[k * step.lossesEach + step.lossAt + task] = sum; }
`

function writer(layout: PaddedLayout, { batch, dropout }: KernelOptions, mode: Mode) {
  const activationSize = (batch * layout.activations) / 4
  return (label: string, parts: readonly Part[]): Kernel => {
    let from = 0
    let body = ''
    for (const part of parts) {
      // Work of different kinds never shares a workgroup, so that a barrier in one of them is reached by all or none.
      const to = from + part.groups
      body += `  if (all >= ${from}u && all < ${to}u) {\n  let group = all - ${from}u;\n${part.body}\n  }\n`
      from = to
    }
    const code = `${COMMON}
const SIZE = ${layout.size / 4}u;
const ACTIVATIONS = ${activationSize}u;
${body.includes('partial[') ? `var<workgroup> partial: array<vec4f, ${9 * WORKGROUP}>;\n` : ''}${dropout ? DROPOUT : ''}${body.includes('erf(') ? ERF : ''}${body.includes('descend(') ? ADAM_STEP : ''}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) at: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(num_workgroups) groups: vec3u) {
  let all = at.x + at.y * groups.x;
  let k = at.z;
  let member = members[k];
  let p = member.slot * SIZE;
  let a0 = k * ${mode === 'train' ? 2 : 1}u * ACTIVATIONS;
${body}}
`
    return { label, code, groups: from }
  }
}

/** Work of so many invocations, numbered from 0 by `task`. */
function tasks(count: number, body: string): Part {
  return {
    body: `  let task = group * ${WORKGROUP}u + lane;\n  if (task < ${count}u) {\n${body}\n  }`,
    groups: Math.ceil(count / WORKGROUP),
  }
}

/** Where a layer's activations begin, and in training the slopes of their loss, in vec4s from the start of the buffer. */
function places({ layers }: PaddedLayout, { batch }: KernelOptions) {
  const at = (l: number) => (layers.slice(0, l).reduce((sum, { units }) => sum + units, 0) * batch) / 4
  return { values: (l: number) => `a0 + ${at(l)}u`, slopes: (l: number) => `a0 + ACTIVATIONS + ${at(l)}u` }
}

/** Where row `r` of the batch begins in what goes into layer `l`. Rows past the end repeat the batch's first. */
function inputRow(layout: PaddedLayout, options: KernelOptions, mode: Mode, l: number, r: string): string {
  const width = layout.layers[l]!.inputs / 4
  if (l > 0) return `${places(layout, options).values(l - 1)} + (${r}) * ${width}u`
  const row = `step.first + select(0u, ${r}, (${r}) < step.rows)`
  return mode === 'train' ? `order[member.orderAt + ${row}] * ${width}u` : `(${row}) * ${width}u`
}

function forward(layout: PaddedLayout, options: KernelOptions, mode: Mode, l: number): Part {
  const { inputs, units, activation, kernelAt, biasAt } = layout.layers[l]!
  const { values, slopes } = places(layout, options)
  const source = l === 0 ? 'features' : 'activations'
  const [groups, rows] = [units / 4, [...Array(ROWS).keys()]]
  const isDropped = options.dropout && mode === 'train'
  const body = `
  let c = task % ${groups}u;
  let r0 = (task / ${groups}u) * ${ROWS}u;
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
  return tasks((options.batch / ROWS) * groups, body)
}

/** The last layer: an invocation a row, its logits in registers where there are few. */
function head(layout: PaddedLayout, options: KernelOptions, mode: Mode): Part {
  const l = layout.layers.length - 1
  const { inputs, units, kernelAt, biasAt } = layout.layers[l]!
  const { outputs } = layout.shape
  const { values, slopes } = places(layout, options)
  const source = l === 0 ? 'features' : 'activations'
  const groups = units / 4
  const block = Math.min(groups, 4)
  const lanes = [...Array(block).keys()]
  const logitsAt = mode === 'train' ? slopes(l) : values(l)
  const body = `
  let row = task;
  let x = ${inputRow(layout, options, mode, l, 'row')};
  let isRow = row < step.rows;
  let z0 = ${logitsAt} + row * ${groups}u;
  for (var c = 0u; c < ${groups}u; c += ${block}u) {
${lanes.map((j) => `    var s${j} = parameters[p + ${biasAt / 4}u + c + ${j}u];`).join('\n')}
    var w = p + ${kernelAt / 4}u + c;
    for (var q = 0u; q < ${inputs / 4}u; q++) {
      let v = ${source}[x + q];
${lanes
  .map(
    (j) =>
      `      s${j} += v.x * parameters[w + ${j}u] + v.y * parameters[w + ${groups + j}u] + v.z * parameters[w + ${2 * groups + j}u] + v.w * parameters[w + ${3 * groups + j}u];`,
  )
  .join('\n')}
      w += ${units}u;
    }
${lanes.map((j) => `    activations[z0 + c + ${j}u] = s${j};`).join('\n')}
  }
${mode === 'validate' ? emitLogits(outputs) : slopesOf(layout, groups)}`
  return tasks(options.batch, body)
}

function emitLogits(outputs: number): string {
  return `  if (isRow) {
    for (var j = 0u; j < ${outputs}u; j++) { results[(k * step.lossesEach + step.first + row) * ${outputs}u + j] = activations[z0 + j / 4u][j % 4u]; }
  }`
}

/** Loss of the row and its slope by each logit, over the logits. */
function slopesOf({ head, shape: { outputs } }: PaddedLayout, groups: number): string {
  const own = `  let wanted = select(vec2f(0.0), targets[member.targetAt + order[member.orderAt + step.first + select(0u, row, isRow)]], isRow);
  let share = wanted.y / f32(step.rows);
  var loss = 0.0;
`
  const keep = '\n  results[step.rowLossAt + k * step.batch + row] = loss * wanted.y;'
  if (head === 'identity')
    return `${own}  let off = activations[z0].x - wanted.x;
  loss = off * off;
  activations[z0] = vec4f(2.0 * off * share, 0.0, 0.0, 0.0);${keep}`
  if (head === 'sigmoid')
    return `${own}  let z = activations[z0].x;
  let e = exp(-abs(z));
  let answer = select(e, 1.0, z >= 0.0) / (1.0 + e);
  loss = max(z, 0.0) - wanted.x * z + log(1.0 + e);
  activations[z0] = vec4f((answer - wanted.x) * share, 0.0, 0.0, 0.0);${keep}`
  return `${own}  let label = u32(wanted.x);
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

/** Slope of the loss by the sums of layer `l - 1`, where the forward pass left the activation's own slope. */
function backward(layout: PaddedLayout, options: KernelOptions, l: number): Part {
  const { inputs, units, kernelAt } = layout.layers[l]!
  const { slopes } = places(layout, options)
  const [groups, ins, rows] = [units / 4, inputs / 4, [...Array(ROWS).keys()]]
  const body = `
  let i = task % ${ins}u;
  let r0 = (task / ${ins}u) * ${ROWS}u;
  let w = p + ${kernelAt / 4}u + i * ${units}u;
  let d0 = ${slopes(l)} + r0 * ${groups}u;
${rows.map((r) => `  var s${r} = vec4f();`).join('\n')}
  for (var j = 0u; j < ${groups}u; j++) {
    let w0 = parameters[w + j]; let w1 = parameters[w + ${groups}u + j]; let w2 = parameters[w + ${2 * groups}u + j]; let w3 = parameters[w + ${3 * groups}u + j];
${rows.map((r) => `    { let d = activations[d0 + ${r * groups}u + j]; s${r} += vec4f(dot(d, w0), dot(d, w1), dot(d, w2), dot(d, w3)); }`).join('\n')}
  }
${rows.map((r) => `  { let at = ${slopes(l - 1)} + (r0 + ${r}u) * ${ins}u + i; activations[at] = activations[at] * s${r}; }`).join('\n')}`
  return tasks((options.batch / ROWS) * ins, body)
}

/**
 * Gradient of eight (or four) rows of a kernel by four columns, and Adam's step of them; the first also does the biases.
 * With slices, as many invocations each add every so manieth row of the batch, and share out the sums among themselves.
 */
function update(layout: PaddedLayout, options: KernelOptions, l: number): Part {
  const { inputs, units, kernelAt, biasAt } = layout.layers[l]!
  const { slopes } = places(layout, options)
  const { slices } = options
  const groups = units / 4
  const each = inputs % 8 === 0 ? 2 : 1
  const source = l === 0 ? 'features' : 'activations'
  const sums = [...Array(each * 4).keys()]
  const tiles = (inputs / 4 / each) * groups
  const add = (from: string, by: number) => `
  let c = task % ${groups}u;
  let i = (task / ${groups}u) * ${each}u;
  let w = ${kernelAt / 4}u + i * ${units}u + c;
${sums.map((g) => `  var g${g} = vec4f();`).join('')}
  var bias = vec4f();
  for (var r = ${from}; r < step.rows; r += ${by}u) {
    let x = ${inputRow(layout, options, 'train', l, 'r')} + i;
    let d = activations[${slopes(l)} + r * ${groups}u + c];
    bias += d;
${[...Array(each).keys()]
  .map(
    (e) =>
      `    { let v = ${source}[x + ${e}u]; g${4 * e} += v.x * d; g${4 * e + 1} += v.y * d; g${4 * e + 2} += v.z * d; g${4 * e + 3} += v.w * d; }`,
  )
  .join('\n')}
  }`
  if (slices === 1)
    return tasks(
      tiles,
      `${add('0u', 1)}
${sums.map((g) => `  descend(member, w + ${g * groups}u, g${g}, true);`).join('\n')}
  if (i == 0u) { descend(member, ${biasAt / 4}u + c, bias, false); }`,
    )
  const tilesEach = WORKGROUP / slices
  const body = `
  let slice = lane % ${slices}u;
  let tile = group * ${tilesEach}u + lane / ${slices}u;
  let task = min(tile, ${tiles - 1}u);
${add('slice', slices)}
${[...sums, sums.length].map((g) => `  partial[${g * WORKGROUP}u + lane] = ${g < sums.length ? `g${g}` : 'bias'};`).join('\n')}
  workgroupBarrier();
  if (tile < ${tiles}u) {
    for (var g = slice; g <= ${sums.length}u; g += ${slices}u) {
      var sum = vec4f();
      for (var s = 0u; s < ${slices}u; s++) { sum += partial[g * ${WORKGROUP}u + lane - slice + s]; }
      if (g < ${sums.length}u) { descend(member, w + g * ${groups}u, sum, true); }
      else if (i == 0u) { descend(member, ${biasAt / 4}u + c, sum, false); }
    }
  }`
  return { body, groups: Math.ceil(tiles / tilesEach) }
}

/** A number as WGSL wants a float. */
function float(value: number): string {
  return String(Math.fround(value))
}
