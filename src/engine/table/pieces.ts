/** How long a read into a buffer of ours may take, in milliseconds. */
const PATIENCE_MS = 250

/**
 * The bytes of a file in pieces of `pieceBytes` at most, the next on its way while one is worked on.
 * @param isReused Whether a piece may be overwritten once the next is asked for. Then the browser fills two buffers in turn,
 * and no memory is made for the whole file, which on some machines takes longer than to read it. Now and then Chromium
 * never ends such a read: what is left then comes as it does otherwise.
 */
export async function* piecesOf(
  file: Blob,
  pieceBytes: number,
  isReused: boolean,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let read = 0
  const ways = isReused ? [intoBuffers, asTheyCome] : [asTheyCome]
  for (const way of ways) {
    if (read === file.size) return
    for await (const piece of way(read === 0 ? file : file.slice(read), pieceBytes)) {
      read += piece.length
      yield piece
    }
  }
  if (read < file.size) throw new Error('the file ended before its size')
}

/** Ends early where the browser's streams are not of bytes, or one does not answer. */
async function* intoBuffers(file: Blob, pieceBytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = byteReader(file)
  if (!reader) return
  const ask = (buffer: ArrayBuffer) => heardLater(reader.read(new Uint8Array(buffer)))
  try {
    let read = 0
    let spare = new ArrayBuffer(pieceBytes)
    let next = ask(new ArrayBuffer(pieceBytes))
    while (read < file.size) {
      const piece = (await soon(next))?.value
      if (!piece || piece.length === 0) return
      read += piece.length
      if (read < file.size) next = ask(spare)
      yield piece
      spare = piece.buffer
    }
  } finally {
    // Not awaited: a browser need not settle it while a read is under way.
    void reader.cancel().catch(() => {})
  }
}

function byteReader(file: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return file.stream().getReader({ mode: 'byob' })
  } catch {
    return undefined
  }
}

async function* asTheyCome(file: Blob, pieceBytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = file.stream().getReader()
  try {
    let read = 0
    let next = heardLater(reader.read())
    while (read < file.size) {
      const { value: chunk, done } = await next
      if (done) return
      next = heardLater(reader.read())
      for (let at = 0; at < chunk.length; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes)
      read += chunk.length
    }
  } finally {
    void reader.cancel().catch(() => {})
  }
}

/** What is asked for beforehand fails unheard until it is awaited, which it never is if reading stops before. */
function heardLater<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => {})
  return asked
}

/** What is waited for, or undefined where it does not come. */
function soon<T>(wanted: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PATIENCE_MS, undefined)
    wanted.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
