import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Three = readonly [number, number, number]

/** Machado, Oliveira and Fernandes 2009, table 1 at severity 1: what a linear sRGB colour is to an eye that lacks a cone. */
const EYES = {
  'all cones': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const

/**
 * Least CIEDE2000 of a pair, by opticquiz-cvd 1.1 (`check_palette`, doi:10.5281/zenodo.21310578): 13 is distinct to an eye with
 * all cones, below 10 a pair collapses to one without.
 */
const LEAST = { 'all cones': 13, protanopia: 10, deuteranopia: 10, tritanopia: 10 } as const

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const [light, dark] = tokens.split('[data-mantine-color-scheme="dark"]') as [string, string]

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of runs, %s', (_, theme) => {
  const colours = [...theme.matchAll(/--run-\d: (#[\da-f]{6})/g)].map(([, hex]) => linear(hex!))

  it.each(Object.keys(EYES) as (keyof typeof EYES)[])('are told apart by an eye with %s', (eye) => {
    expect(colours).toHaveLength(8)
    const seen = colours.map((colour) => lab(seenBy(EYES[eye], colour)))
    const pairs = seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b, j) => ({ pair: `${i + 1} and ${i + j + 2}`, difference: ciede2000(a, b) })),
    )
    expect(pairs.filter(({ difference }) => difference < LEAST[eye])).toEqual([])
  })
})

// Sharma, Wu and Dalal 2005, table 1: pairs 1, 7, 10, 17 and 25.
it.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
] as const)('the difference of %j and %j is %s', (a, b, published) => {
  expect(ciede2000(a, b)).toBeCloseTo(published, 4)
})

/** Of `#rrggbb`, without the curve of sRGB (IEC 61966-2-1). */
function linear(hex: string): Three {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as unknown as Three
}

function times(m: readonly number[], [a, b, c]: Three): Three {
  const at = (row: number) => m[3 * row]! * a + m[3 * row + 1]! * b + m[3 * row + 2]! * c
  return [at(0), at(1), at(2)]
}

function seenBy(eye: readonly number[], colour: Three): Three {
  return times(eye, colour).map((value) => Math.min(1, Math.max(0, value))) as unknown as Three
}

/** CIELAB of a linear sRGB colour under D65. */
function lab(colour: Three): Three {
  const toXyz = [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041]
  const white = [0.95047, 1, 1.08883]
  const [x, y, z] = times(toXyz, colour).map((value, i) => {
    const t = value / white[i]!
    return t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116
  }) as [number, number, number]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** CIEDE2000 with all weights 1, as Sharma, Wu and Dalal 2005 write it. */
function ciede2000([l1, a1, b1]: Three, [l2, a2, b2]: Three): number {
  const rad = Math.PI / 180
  const far = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7))
  const g = 0.5 * (1 - far((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2))
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2]
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)]
  const hue = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360)
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)]
  const isGrey = c1 * c2 === 0
  const apart = Math.abs(h1 - h2) > 180
  const turn = isGrey ? 0 : h2 - h1 - (apart ? 360 * Math.sign(h2 - h1) : 0)
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * rad)
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2]
  const h = isGrey ? h1 + h2 : (h1 + h2 + (apart ? (h1 + h2 < 360 ? 360 : -360) : 0)) / 2
  const cos = (degrees: number) => Math.cos(degrees * rad)
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63)
  const lightness = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2))
  const chroma = (c2 - c1) / (1 + 0.045 * c)
  const tint = dH / (1 + 0.015 * c * t)
  const rotation = -2 * far(c) * Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * rad)
  return Math.sqrt(lightness ** 2 + chroma ** 2 + tint ** 2 + rotation * chroma * tint)
}
