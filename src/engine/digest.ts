/** SHA-256 of bytes as 64 hexadecimal digits, by the platform's own implementation: the fast one for large arrays. */
export async function sha256Of(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
