import { describe, expect, it } from 'vitest'
import { rowUniform, uniformsOf } from './uniform.ts'

// python3 -c "import hashlib; u = lambda s, k: (int.from_bytes(hashlib.md5(f'{s}:{k}'.encode()).digest()[:8], 'big') >> 11) / 2**53; print(u(42, '7'))"
const GOLDEN: readonly (readonly [seed: number, key: string, u: number])[] = [
  [0, '0', 0.24481387347528427],
  [0, '1', 0.5069822371035336],
  [1, '0', 0.506622711341641],
  [42, '7', 0.3281620814660571],
  [42, '32560', 0.5118488135868672],
  [7, '999999', 0.8208671754415515],
  [-3, '12', 0.9653483638431087],
  [42, 'Zürich', 0.9264870968783889],
  [42, '', 0.9353134389752209],
  [42, 'a'.repeat(100), 0.8424839686801155],
  [0, '😀', 0.9715953564956574],
]

describe('rowUniform', () => {
  it.each(GOLDEN)('of seed %i and key %s is what hashlib says', (seed, key, u) => {
    expect(rowUniform(seed, key)).toBe(u)
  })

  it('takes a number for its decimal text, in any order and after any other key', () => {
    const uniform = uniformsOf(42)
    const long = uniform('a'.repeat(100))
    expect(uniform(32560)).toBe(0.5118488135868672)
    expect(uniform(7)).toBe(0.3281620814660571)
    expect(uniform('a'.repeat(100))).toBe(long)
  })

  it('sums over 20,000 rows to what hashlib sums to', () => {
    const uniform = uniformsOf(7)
    let sum = 0
    for (let row = 0; row < 20_000; row++) sum += uniform(row)
    // python3, as above: sum(u(7, i) for i in range(20000))
    expect(sum).toBeCloseTo(10045.463634921944, 6)
  })
})
