import { unsigned } from './memory.ts'

/** The numbers of `seededRandom` (sfc32), from its state. */
export class Random {
  private a: i32 = 0
  private b: i32 = 0
  private c: i32 = 0
  private counter: i32 = 0

  seed(a: i32, b: i32, c: i32, counter: i32): void {
    this.a = a
    this.b = b
    this.c = c
    this.counter = counter
  }

  /** The next number in [0, 1). */
  next(): f64 {
    const t: i32 = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0
    return unsigned(t) / 4294967296.0
  }
}
