/**
 * Rearranges numbers so that the one at `place` is what it would be were they sorted, none before it is greater and none
 * after it less. Hoare's FIND ("Algorithm 65", 1961) around the median of three; should that fail to halve the range for
 * long, what is left is sorted, so that no order of the numbers takes quadratic time. No number may be NaN.
 */
export function selectNumber(values: Float64Array, place: number): void {
  let left = 0
  let right = values.length - 1
  for (let rounds = 4 * Math.log2(values.length + 1); left < right; rounds--) {
    if (rounds < 0) {
      values.subarray(left, right + 1).sort()
      return
    }
    const pivot = middleOf(values[left]!, values[(left + right) >> 1]!, values[right]!)
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const swapped = values[i]!
      values[i++] = values[j]!
      values[j--] = swapped
    }
    if (place <= j) right = j
    else if (place >= i) left = i
    else return
  }
}

function middleOf(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : Math.max(a, c)
  return a < c ? a : Math.max(b, c)
}
