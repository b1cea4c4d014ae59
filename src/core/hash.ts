import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** JSON with sorted keys and no undefined, so that equal values have equal text and so equal hashes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** SHA-256 of text (as UTF-8) or bytes, as 64 hexadecimal digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data))
}

/** The content hash by which a value names the values it was made from. */
export function contentHash(value: unknown): string {
  return sha256Hex(canonicalJson(value))
}

/** SHA-256 of bytes as 64 hexadecimal digits, by the platform's own code: the fast one for large arrays. */
export async function sha256Of(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
