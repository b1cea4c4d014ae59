import { backward, update } from './backward.ts'
import { embed, gatherCodes, updateTable } from './embedding.ts'
import { forward, head } from './forward.ts'
import { firstLayer, type Kernel, type KernelOptions, LOSS_ROWS, tasks } from './kernel.ts'
import type { PaddedLayout } from './layout.ts'
import { SUM_LOSSES, writer } from './source.ts'

/**
 * The kernels of one training step, in order; each waits for the one before it:
 * forward through every layer, the last with loss and slope; then backward, where the slope of one layer's inputs is found
 * while the weights of the layer behind it make their step of Adam. Twice as many dispatches as layers, of which all tables
 * together are one.
 *
 * All members of a population do the same dispatches side by side (`z` of the grid). Every sum is added in a fixed
 * order, so a member's bits are the same whoever trains beside it.
 */
export function trainingKernels(layout: PaddedLayout, options: KernelOptions): readonly Kernel[] {
  const { batch } = options
  const { layers, tables } = layout
  const last = layers.length - 1
  const first = firstLayer(layout)
  const write = writer(layout, options, 'train')
  const kernels: Kernel[] = []
  if (tables.length > 0) kernels.push(write('embed', [embed(layout, options, 'train'), gatherCodes(layout, options)]))
  for (let l = 0; l < last; l++) kernels.push(write(`forward ${l}`, [forward(layout, options, 'train', l)]))
  kernels.push(write('head', [head(layout, options, 'train')]))
  for (let l = last; l > first; l--)
    kernels.push(
      write(`backward ${l}`, [...(l < last ? [update(layout, options, l + 1)] : []), backward(layout, options, l)]),
    )
  kernels.push(
    write('update', [
      update(layout, options, 0),
      ...(tables.length > 0
        ? tables.map((_, t) => updateTable(layout, options, t))
        : last > 0
          ? [update(layout, options, 1)]
          : []),
      tasks(options, Math.ceil(batch / LOSS_ROWS), SUM_LOSSES),
    ]),
  )
  return kernels
}

/** The kernels of a forward pass over validation rows, which leave logits (rows × outputs) in `results`. */
export function validationKernels(layout: PaddedLayout, options: KernelOptions): readonly Kernel[] {
  const last = layout.layers.length - 1
  const write = writer(layout, options, 'validate')
  return [
    ...(layout.tables.length > 0 ? [write('validate embedding', [embed(layout, options, 'validate')])] : []),
    ...Array.from({ length: last }, (_, l) => write(`validate ${l}`, [forward(layout, options, 'validate', l)])),
    write('validate head', [head(layout, options, 'validate')]),
  ]
}
