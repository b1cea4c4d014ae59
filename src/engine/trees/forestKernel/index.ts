import { Grower } from './grower.ts'
import { base } from './memory.ts'
import { Table } from './table.ts'

// What the kernel offers: see ../forestGrower.ts, which lays out the memory and is the only one to call this.

export { base }

/** @param list Where the table's numbers are. */
export function openGrower(list: usize): Grower {
  return new Grower(new Table(list))
}

export function begin(grower: Grower, a: i32, b: i32, c: i32, counter: i32): void {
  grower.begin(a, b, c, counter)
}

export function draw(grower: Grower, draws: i32): void {
  grower.draw(draws)
}

export function choose(grower: Grower, from: usize, to: usize): void {
  grower.choose(from, to)
}

export function plant(grower: Grower): void {
  grower.plant()
}

export function grow(grower: Grower, cells: i32): boolean {
  return grower.grow(cells)
}

/** How many nodes, sets and doubles in `values` there are; the doubles count as taken. */
export function nodesOf(grower: Grower): i32 {
  return grower.nodeCount
}

export function setsOf(grower: Grower): i32 {
  return grower.setCount
}

export function takeValues(grower: Grower): i32 {
  const count: i32 = grower.valuesWaiting
  grower.valuesWaiting = 0
  return count
}
