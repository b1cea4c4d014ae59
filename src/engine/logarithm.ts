import { LN2_HIGH, LN2_LOW } from './exponential.ts'

const view = new DataView(new ArrayBuffer(8))

/**
 * The natural logarithm, with the same bits everywhere: `Math.log` differs from one version of a browser to another. Sun's
 * method (fdlibm's `e_log.c`), within 1 unit in the last place: x = 2^k (1 + f) with √½ < 1 + f < √2, and
 * ln(1 + f) = f − f²/2 + s (f²/2 + R) where s = f / (2 + f) and R is a polynomial in s². Numbers below the least normal one are taken for 0.
 */
export function logarithm(x: number): number {
  if (!(x >= 2 ** -1022)) return x >= 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  view.setFloat64(0, x)
  const high = view.getUint32(0)
  const digits = high & 0xfffff
  const isUpper = (digits + 0x95f64) & 0x100000
  view.setUint32(0, digits | (isUpper ^ 0x3ff00000))
  const k = (high >>> 20) - 1023 + (isUpper >>> 20)
  const f = view.getFloat64(0) - 1
  if ((0xfffff & (2 + digits)) < 3) {
    const rest = f * f * (0.5 - (1 / 3) * f)
    return k * LN2_HIGH - (rest - k * LN2_LOW - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const rest = even + odd
  if (((digits - 0x6147a) | (0x6b851 - digits)) > 0) {
    const half = 0.5 * f * f
    return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f)
  }
  return k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f)
}
