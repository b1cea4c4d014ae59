/** Reads a file to its end and does nothing with it: no reader of any kind can be faster. */
self.onmessage = async ({ data: file }: MessageEvent<File>) => {
  const start = performance.now()
  const reader = file.stream().getReader()
  let bytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length
  self.postMessage({ ms: performance.now() - start, bytes })
}
