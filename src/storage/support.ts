/** What Assay cannot do without, in the words of a person who may have to update a browser. Empty when all is there. */
export async function missingFeatures(): Promise<readonly string[]> {
  const missing: string[] = []
  if (!globalThis.isSecureContext) missing.push('a secure address (https, or this machine itself)')
  if (typeof Worker === 'undefined') missing.push('web workers')
  if (typeof indexedDB === 'undefined') missing.push('IndexedDB')
  if (typeof WebAssembly === 'undefined') missing.push('WebAssembly')
  if (typeof BroadcastChannel === 'undefined') missing.push('broadcast channels')
  if (!navigator.locks) missing.push('web locks')
  if (!navigator.storage?.getDirectory) missing.push('private file storage (OPFS)')
  else
    try {
      await navigator.storage.getDirectory()
    } catch {
      missing.push('file storage, which private windows of this browser switch off')
    }
  return missing
}
