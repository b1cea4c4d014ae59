import { ADAM } from '../adam.ts'
import type { Activation } from '../shape.ts'
import { type Kernel, type KernelOptions, LOSS_ROWS, type Mode, type Part } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'

/** Bytes from one step's uniforms to the next: what every device allows a dynamic offset to be a multiple of. */
export const STEP_STRIDE = 256
/** Numbers of one `Step`, and of one `Member`, each of 32 bits. */
const STEP_WORDS = 12
export const MEMBER_WORDS = 16

/** Bytes of the uniforms that a dispatch of so many steps is given. */
export function bytesOfSteps(steps: number): number {
  return steps === 1 ? STEP_WORDS * 4 : steps * STEP_STRIDE
}

/** What all kernels are given: features, parameters and moments in vec4s or singly, and one step or the many that a dispatch takes. */
export function declarations(element: 'vec4f' | 'f32', steps = 1): string {
  return `
struct Step { first: u32, rows: u32, number: u32, lossAt: u32, correct1: f32, correct2: f32, rate: f32, rowLossAt: u32, lossesEach: u32, batch: u32, count: u32, unused: u32 };
struct Place { @size(${STEP_STRIDE}) step: Step };
struct Member { learningRate: f32, l2: f32, decay: f32, keepScale: f32, dropBelow: u32, seed: u32, slot: u32, orderAt: u32, targetAt: u32, rows: u32, featuresAt: u32, validationRows: u32, validationAt: u32, unused1: u32, unused2: u32, unused3: u32 };
@group(0) @binding(0) var<uniform> ${steps === 1 ? 'step: Step' : `steps: array<Place, ${steps}>`};
@group(0) @binding(1) var<storage, read> features: array<${element}>;
@group(0) @binding(2) var<storage, read> targets: array<vec2f>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read_write> parameters: array<${element}>;
@group(0) @binding(5) var<storage, read_write> activations: array<${element}>;
@group(0) @binding(6) var<storage, read_write> moments: array<${element}>;
@group(0) @binding(7) var<storage, read_write> results: array<f32>;
@group(0) @binding(8) var<storage, read> members: array<Member>;
`
}

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
export const ACTIVATE: Readonly<Record<Activation, { readonly value: string; readonly slope: string }>> = {
  linear: { value: 'z', slope: 'vec4f(1.0)' },
  relu: { value: 'max(z, vec4f(0.0))', slope: 'select(vec4f(0.0), vec4f(1.0), z > vec4f(0.0))' },
  // Beyond 15 the tanh of single precision is 1, and some drivers' overflows.
  tanh: { value: 'tanh(clamp(z, vec4f(-15.0), vec4f(15.0)))', slope: '1.0 - a * a' },
  gelu: {
    value: '0.5 * z * (1.0 + erf(z * 0.70710678))',
    slope: '0.5 * (1.0 + erf(z * 0.70710678)) + z * exp(-0.5 * z * z) * 0.39894228',
  },
}

/** Adam's step of `w` with its moments by gradient `g`, which `descend` makes of numbers in memory. */
export function stepOfAdam(w: string, first: string, second: string, g: string, decay: string): string {
  return `${first} = ${ADAM.beta1} * ${first} + ${float(1 - ADAM.beta1)} * ${g}; ${second} = ${ADAM.beta2} * ${second} + ${float(1 - ADAM.beta2)} * ${g} * ${g}; ${w} = ${w} - member.learningRate * step.rate * (${first} * step.correct1 / (sqrt(${second} * step.correct2) + ${ADAM.epsilon}) + ${decay} * ${w});`
}

const ADAM_STEP = `
fn descend(member: Member, at: u32, gradient: vec4f, isKernel: bool) {
  let i = member.slot * SIZE + at;
  let m = member.slot * 2u * SIZE + at;
  var w = parameters[i];
  var first = moments[m];
  var second = moments[m + SIZE];
  var g = gradient;
  var decay = 0.0;
  if (isKernel) { g += member.l2 * w; decay = member.decay; }
  ${stepOfAdam('w', 'first', 'second', 'g', 'decay')}
  moments[m] = first;
  moments[m + SIZE] = second;
  parameters[i] = w;
}
`

/** Sums of the losses of so many rows each. */
export const SUM_LOSSES = `
  var sum = 0.0;
  let end = min(rows, (task + 1u) * ${LOSS_ROWS}u);
  for (var r = task * ${LOSS_ROWS}u; r < end; r++) { sum += results[step.rowLossAt + k * step.batch + r]; }
  if (task * ${LOSS_ROWS}u < rows) { results[k * step.lossesEach + step.lossAt + task] = sum; }
`

/** Rows of the step that are the member's: where members have rows of their own, some have fewer in the last batch. */
export const OWN_ROWS: Readonly<Record<Mode, string>> = {
  train: 'min(step.rows, member.rows - step.first)',
  validate: 'min(step.rows, max(member.validationRows, step.first) - step.first)',
}

/** Gives what makes a kernel of its parts. */
export function writer(layout: PaddedLayout, { batch, dropout, workgroup }: KernelOptions, mode: Mode) {
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
    const code = `${declarations('vec4f')}
const SIZE = ${layout.size / 4}u;
const ACTIVATIONS = ${activationSize}u;
${body.includes('partial[') ? `var<workgroup> partial: array<vec4f, ${9 * workgroup}>;\n` : ''}${dropout ? DROPOUT : ''}${body.includes('erf(') ? ERF : ''}${body.includes('descend(') ? ADAM_STEP : ''}
@compute @workgroup_size(${workgroup})
fn main(@builtin(workgroup_id) at: vec3u, @builtin(local_invocation_index) lane: u32, @builtin(num_workgroups) groups: vec3u) {
  let all = at.x + at.y * groups.x;
  let k = at.z;
  let member = members[k];
  let rows = ${OWN_ROWS[mode]};
  let p = member.slot * SIZE;
  let a0 = k * ${mode === 'train' ? 2 : 1}u * ACTIVATIONS;
${body}}
`
    return { label, code, groups: from }
  }
}

/** A number as WGSL wants a float. */
function float(value: number): string {
  return String(Math.fround(value))
}
