/**
 * Puts one distance among the k best of a query, behind its equals; whether it is one of them. The best lie as k squares and k
 * points a query, nearest first.
 */
export function insertNearest(squares: usize, indices: usize, k: i32, query: i32, point: i32, square: f32): bool {
  const first = squares + ((<usize>query * k) << 2)
  const toIndex = indices - squares
  let at = first + ((<usize>k - 1) << 2)
  if (!(square < load<f32>(at))) return false
  while (at > first && load<f32>(at - 4) > square) {
    store<f32>(at, load<f32>(at - 4))
    store<i32>(at + toIndex, load<i32>(at - 4 + toIndex))
    at -= 4
  }
  store<f32>(at, square)
  store<i32>(at + toIndex, point)
  return true
}
