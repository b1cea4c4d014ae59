const encoder = new TextEncoder()

/**
 * MurmurHash3 (Appleby 2011, x86, 32 bits, seed 0) of a text's UTF-8 bytes as a signed number: what scikit-learn's
 * FeatureHasher and HashingVectorizer use.
 */
export function murmur32(text: string): number {
  const bytes = encoder.encode(text)
  const blocks = bytes.length >> 2
  let hash = 0
  for (let i = 0; i < blocks; i++) {
    const at = i * 4
    const block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    hash ^= scramble(block)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let i = bytes.length - 1; i >= blocks * 4; i--) rest = (rest << 8) | bytes[i]!
  hash ^= scramble(rest) ^ bytes.length
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}
