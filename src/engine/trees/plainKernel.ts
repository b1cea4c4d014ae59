import type { Kernel } from './kernel.ts'

/** The kernel without WebAssembly, to the last bit the same. */
export function openPlainKernel(bytes: number, isShared = false): Kernel {
  const length = Math.ceil(bytes / 8) * 8
  return plainKernelOn(isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length))
}

/** The same on memory that there is. */
export function plainKernelOn(buffer: ArrayBuffer | SharedArrayBuffer): Kernel {
  const bytesOf = new Uint8Array(buffer)
  const words = new Int32Array(buffer)
  const doubles = new Float64Array(buffer)
  return {
    base: 0,
    buffer,
    shared: buffer instanceof ArrayBuffer ? undefined : buffer,
    build(rows, count, bins, width, offsets, gradients, histogram) {
      const [rowsAt, offsetsAt, gradientsAt, histogramAt] = [rows >> 2, offsets >> 2, gradients >> 2, histogram >> 2]
      for (let i = rowsAt; i < rowsAt + count; i++) {
        const row = words[i]!
        const gradient = words[gradientsAt + 2 * row]!
        const hessian = words[gradientsAt + 2 * row + 1]!
        const first = bins + row * width
        for (let column = 0; column < width; column++) {
          const at = histogramAt + (words[offsetsAt + column]! >> 2) + (bytesOf[first + column]! << 2)
          words[at] = (words[at]! + gradient) | 0
          words[at + 1] = (words[at + 1]! + hessian) | 0
          words[at + 2] = (words[at + 2]! + 1) | 0
        }
      }
    },
    add(to, what, size) {
      const [toAt, whatAt, length] = [to >> 2, what >> 2, size >> 2]
      for (let i = 0; i < length; i++) words[toAt + i] = (words[toAt + i]! + words[whatAt + i]!) | 0
    },
    subtract(to, what, size) {
      const [toAt, whatAt, length] = [to >> 2, what >> 2, size >> 2]
      for (let i = 0; i < length; i++) words[toAt + i] = (words[toAt + i]! - words[whatAt + i]!) | 0
    },
    partition(rows, count, column, sides, spare) {
      const end = (rows >> 2) + count
      let left = rows >> 2
      let right = spare >> 2
      for (let at = left; at < end; at++) {
        const row = words[at]!
        const isLeft = bytesOf[sides + bytesOf[column + row]!]!
        words[left] = row
        words[right] = row
        left += isLeft
        right += 1 - isLeft
      }
      words.copyWithin(left, spare >> 2, right)
      return left - (rows >> 2)
    },
    interleave(columns, width, from, to, bins) {
      for (let column = 0; column < width; column++) {
        const source = words[(columns >> 2) + column]! >>> 0
        for (let row = from; row < to; row++) bytesOf[bins + row * width + column] = bytesOf[source + row]!
      }
    },
    scan(first, count, isMissingLeft, rows, minRows, search) {
      const place = search >> 3
      const gradientUnit = doubles[place]!
      const hessianUnit = doubles[place + 1]!
      const total = doubles[place + 2]!
      const weight = doubles[place + 3]!
      const minHessian = doubles[place + 4]!
      const l2 = doubles[place + 5]!
      const parent = doubles[place + 6]!
      const start = first >> 2
      const missing = start + 4 * count
      const missingRows = words[missing + 2]!
      let g = isMissingLeft ? words[missing]! : 0
      let h = isMissingLeft ? words[missing + 1]! : 0
      let n = isMissingLeft ? missingRows : 0
      let best = doubles[place + 7]!
      let bestAt = -1
      // With missing cells on the right, all numbers may go left.
      const end = missingRows > 0 && !isMissingLeft ? missing : missing - 4
      for (let at = start; at < end; at += 4) {
        const here = words[at + 2]!
        if (here === 0) continue
        g += words[at]!
        h += words[at + 1]!
        n += here
        if (n < minRows) continue
        if (rows - n < minRows) break
        const sideWeight = h * hessianUnit
        if (sideWeight < minHessian) continue
        const otherWeight = weight - sideWeight
        if (otherWeight < minHessian) break
        const side = g * gradientUnit
        const other = total - side
        const gain = (side * side) / (sideWeight + l2) + (other * other) / (otherWeight + l2) - parent
        if (!(gain > best)) continue
        best = gain
        bestAt = at
        doubles[place + 8] = g
        doubles[place + 9] = h
        doubles[place + 10] = n
      }
      if (bestAt < 0) return -1
      doubles[place + 7] = best
      return (bestAt - start) >> 2
    },
  }
}
