// Memory is only ever taken, never given back: an instance lives as long as one reading of one file.

let top: usize = 0

/** Takes `bytes` bytes, aligned to 64, zeroed by the engine. Traps where the machine has no more. */
export function take(bytes: usize): usize {
  if (top == 0) top = (__heap_base + 63) & ~63
  const start = top
  if (start + bytes + 65599 < start) unreachable()
  top = (top + bytes + 63) & ~63
  const pages = <i32>((top + 65535) >> 16)
  const have = memory.size()
  if (pages > have && memory.grow(pages - have) < 0) unreachable()
  return start
}
