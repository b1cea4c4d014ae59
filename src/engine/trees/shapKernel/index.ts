import { base } from '../forestKernel/memory.ts'
import { Walk } from './walk.ts'

// What the kernel offers: see ../openShapKernel.ts, which lays out the memory and is the only one to call this.

export { base }

/** @param list Where the walk's numbers are. */
export function openWalk(list: usize): Walk {
  return new Walk(list)
}

/** Adds what each column adds by a tree that is in memory to a row's numbers. */
export function addTree(walk: Walk, root: usize, cells: usize, added: usize): void {
  walk.addTree(root, cells, added)
}
