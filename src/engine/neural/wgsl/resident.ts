import { SINGLE_OUTPUT } from './forward.ts'
import { type Kernel, LOSS_ROWS, QUAD } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'
import { declarations, OWN_ROWS, stepOfAdam } from './source.ts'

/** Steps that one dispatch takes at most: as many as the uniforms of every device hold. */
export const RESIDENT_STEPS = 256
/** Inputs beyond which the weights of a lane are too many for a program that is compiled in no time. */
const MOST_INPUTS = 128

/** Whether `residentKernel` can train what lies so. */
export function canReside({ layers, tables, outputs }: PaddedLayout): boolean {
  return layers.length === 1 && tables.length === 0 && outputs === 1 && layers[0]!.inputs <= MOST_INPUTS
}

/**
 * Many steps of a regression of one output in one dispatch, for a GPU in software, where loads are what costs. A workgroup is
 * one subgroup of four lanes. Each lane holds every fourth weight with its moments and its gradient in registers from the
 * first step to the last, and loads every fourth number of a row once, for its sum and for the gradient; sums go across the
 * lanes by subgroup operations, and four rows have their losses at once. Members are the `z` of the grid, as everywhere.
 */
export function residentKernel(layout: PaddedLayout): Kernel {
  const { inputs, units, kernelAt, biasAt } = layout.layers[0]!
  const head = layout.head === 'identity' ? 'identity' : 'sigmoid'
  const own = [...Array(inputs / QUAD).keys()]
  const lanes = [...Array(QUAD).keys()]
  const each = (text: (q: number) => string) => own.map((q) => `    ${text(q)}`).join('\n')
  const weightAt = (q: number) => `${kernelAt}u + (${q * QUAD}u + lane) * ${units}u`
  const code = `enable subgroups;
diagnostic(off, subgroup_uniformity);
${declarations('f32', RESIDENT_STEPS)}
const SIZE = ${layout.size}u;
@compute @workgroup_size(${QUAD})
fn main(@builtin(workgroup_id) at: vec3u, @builtin(local_invocation_index) lane: u32) {
  let k = at.z;
  let member = members[k];
  let p = member.slot * SIZE;
  let m = member.slot * 2u * SIZE;
${each((q) => `var w${q} = parameters[p + ${weightAt(q)}]; var f${q} = moments[m + ${weightAt(q)}]; var s${q} = moments[m + SIZE + ${weightAt(q)}];`)}
  var bias = parameters[p + ${biasAt}u]; var biasFirst = moments[m + ${biasAt}u]; var biasSecond = moments[m + SIZE + ${biasAt}u];
  let count = steps[0].step.count;
  for (var i = 0u; i < count; i++) {
    let step = steps[i].step;
    let rows = ${OWN_ROWS.train};
${each((q) => `var g${q} = 0.0;`)}
    var biasSlope = 0.0;
    for (var begin = 0u; begin < rows; begin += ${LOSS_ROWS}u) {
      var losses = 0.0;
      let end = min(rows, begin + ${LOSS_ROWS}u);
      for (var first = begin; first < end; first += ${QUAD}u) {
        let isRow = first + lane < rows;
        let row = order[member.orderAt + step.first + select(0u, first + lane, isRow)];
        let wanted = select(vec2f(0.0), targets[member.targetAt + row], isRow);
        let x = member.featuresAt * 4u + row * ${layout.width}u;
${lanes.map((r) => `        let x${r} = subgroupBroadcast(x, ${r}u) + lane;\n${own.map((q) => `        let v${r}_${q} = features[x${r} + ${q * QUAD}u];`).join('\n')}`).join('\n')}
${lanes.map((r) => `        let z${r} = subgroupAdd(${own.map((q) => `v${r}_${q} * w${q}`).join(' + ')});`).join('\n')}
        let z = bias + select(select(z0, z1, lane == 1u), select(z2, z3, lane == 3u), lane > 1u);
${SINGLE_OUTPUT[head]}
        losses += loss * wanted.y;
        let d = slope * (wanted.y / f32(rows));
        biasSlope += d;
${lanes.map((r) => `        let d${r} = subgroupBroadcast(d, ${r}u);`).join('\n')}
${own.map((q) => `        g${q} += ${lanes.map((r) => `v${r}_${q} * d${r}`).join(' + ')};`).join('\n')}
      }
      let sum = subgroupAdd(losses);
      if (lane == 0u) { results[k * step.lossesEach + step.lossAt + begin / ${LOSS_ROWS}u] = sum; }
    }
${each((q) => `{ let g = g${q} + member.l2 * w${q}; ${stepOfAdam(`w${q}`, `f${q}`, `s${q}`, 'g', 'member.decay')} }`)}
    { let g = subgroupAdd(biasSlope); ${stepOfAdam('bias', 'biasFirst', 'biasSecond', 'g', '0.0')} }
  }
${each((q) => `parameters[p + ${weightAt(q)}] = w${q}; moments[m + ${weightAt(q)}] = f${q}; moments[m + SIZE + ${weightAt(q)}] = s${q};`)}
  if (lane == 0u) { parameters[p + ${biasAt}u] = bias; moments[m + ${biasAt}u] = biasFirst; moments[m + SIZE + ${biasAt}u] = biasSecond; }
}
`
  return { label: 'resident', code, groups: 1 }
}
