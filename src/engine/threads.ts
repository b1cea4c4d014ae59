/** Another thread, which helps with what it is sent. */
export interface Helper {
  post(message: unknown): void
  /** Ends it at once, whatever it does. */
  stop(): void
}

/**
 * Threads beside this one. Those that grow trees share memory with it: there are none where the surroundings have no
 * SharedArrayBuffer, or where this thread must not wait (that of a page).
 */
export interface Threads {
  /** How many compute at once, this one included. */
  readonly count: number
  /**
   * Starts a helper; it hears nothing before it is loaded, and what is posted waits for that.
   * @param onLost Called once it has died, however it did.
   */
  start(onMessage: (message: unknown) => void, onLost: () => void): Helper
}

/** Threads at most: what one of them does alone would keep more of them waiting. */
const MOST_THREADS = 8

/** How many threads to compute with on so many cores. */
export function threadCount(cores: number): number {
  return Math.max(1, Math.min(MOST_THREADS, cores))
}
