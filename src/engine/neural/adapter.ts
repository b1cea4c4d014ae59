const VENDORS: Readonly<Record<string, string>> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'ARM',
  intel: 'Intel',
  microsoft: 'Microsoft',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
}

/** Drivers that compute on the CPU, by a word that their names hold. */
const SOFTWARE: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/swiftshader/i, 'SwiftShader'],
  [/llvmpipe/i, 'llvmpipe'],
  [/lavapipe/i, 'lavapipe'],
  [/basic render|\bwarp\b/i, 'Microsoft Basic Render Driver'],
]

/** A description that tells of the driver only: "NVIDIA: 580.159.04 580.159.4.0". */
const DRIVER = /^[\w ]+: [\d. ]+$/

export type AdapterFacts = Partial<Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>> & {
  readonly isFallbackAdapter?: boolean
}

/** The adapter as a person reads it ("NVIDIA lovelace", "SwiftShader (software)"), and whether it is software. */
export function nameAdapter(facts: AdapterFacts): { readonly adapter: string; readonly software: boolean } {
  const { vendor = '', architecture = '', device = '', description = '' } = facts
  const all = [vendor, architecture, device, description].join(' ')
  const known = SOFTWARE.find(([pattern]) => pattern.test(all))
  const plain =
    (DRIVER.test(description) ? '' : description) ||
    [VENDORS[vendor] ?? vendor, architecture, device].filter(Boolean).join(' ')
  if (known) return { adapter: `${known[1]} (software)`, software: true }
  if (facts.isFallbackAdapter) return { adapter: `${plain || 'Fallback adapter'} (software)`, software: true }
  return { adapter: plain || 'GPU', software: false }
}
