/** Hands a file to the browser to save. */
export function saveFile(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = fileName
  anchor.click()
  // The download has its own hold on the bytes once it began; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
