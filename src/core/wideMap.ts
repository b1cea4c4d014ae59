/** Maps that the keys are dealt to. */
const SHARDS = 256

const number = new Float64Array(1)
const halves = new Uint32Array(number.buffer)

/**
 * A map of very many texts or numbers. The platform's own moves all its keys whenever it has doubled, which takes hundreds of
 * milliseconds for a million; here the keys are dealt to many maps, of which one moves at a time.
 */
export class WideMap<K extends string | number, V> {
  readonly #maps: Map<K, V>[] = []

  get(key: K): V | undefined {
    return this.#mapOf(key).get(key)
  }

  has(key: K): boolean {
    return this.#mapOf(key).has(key)
  }

  set(key: K, value: V): void {
    this.#mapOf(key).set(key, value)
  }

  /** How many keys there are. */
  get size(): number {
    return this.#maps.reduce((sum, map) => sum + (map?.size ?? 0), 0)
  }

  /** All keys with their values, in no order that means anything. */
  *entries(): Generator<[K, V]> {
    for (const map of this.#maps) if (map) yield* map
  }

  #mapOf(key: K): Map<K, V> {
    const shard = typeof key === 'string' ? ofText(key) : ofNumber(key)
    this.#maps[shard] ??= new Map()
    return this.#maps[shard]
  }
}

/** Characters of a text that are looked at, about; of longer ones every so-many-th. */
const LOOKED_AT = 24

function ofText(text: string): number {
  const { length } = text
  const step = Math.max(1, Math.floor(length / LOOKED_AT))
  let hash = length
  for (let i = length - 1; i >= 0; i -= step) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return spread(hash)
}

function ofNumber(value: number): number {
  // 0 and −0 are one key.
  number[0] = value + 0
  return spread(Math.imul(halves[0]!, 0x9e3779b1) ^ halves[1]!)
}

function spread(hash: number): number {
  return (Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 16) % SHARDS
}
