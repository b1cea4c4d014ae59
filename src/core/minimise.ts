import { finish, type Work } from './work.ts'

/** As scipy's `optimize.brent`. */
const TOLERANCE = 1.48e-8
const LEAST_STEP = 1e-11
const MOST_ITERATIONS = 500
/** How much farther a bracket may reach in one step of its search. */
const GROWTH = 110
const GOLDEN = 1.618034
const GOLDEN_SECTION = 0.381966

/** A function of one number, whose value may take long to find. */
type Curve = (x: number) => number | Work<number>

function* valueAt(f: Curve, x: number): Work<number> {
  yield
  return yield* finish(f(x))
}

/** Three points, the middle one the lowest, that a minimum lies between. Values that are no number count as above all. */
function* findBracket(f: Curve, start: number, end: number): Work<readonly [number, number, number, number]> {
  let [a, b] = [start, end]
  let [fa, fb] = [yield* valueAt(f, a), yield* valueAt(f, b)]
  if (fa < fb) {
    ;[a, b] = [b, a]
    ;[fa, fb] = [fb, fa]
  }
  let c = b + GOLDEN * (b - a)
  let fc = yield* valueAt(f, c)
  for (let i = 0; fc < fb && i < MOST_ITERATIONS; i++) {
    const left = (b - a) * (fb - fc)
    const right = (b - c) * (fb - fa)
    const difference = right - left
    const divisor = 2 * (Math.abs(difference) < 1e-21 ? 1e-21 : difference)
    let w = b - ((b - c) * right - (b - a) * left) / divisor
    const limit = b + GROWTH * (c - b)
    let fw: number
    if ((w - c) * (b - w) > 0) {
      fw = yield* valueAt(f, w)
      if (fw < fc) return [b, w, c, fw]
      if (fw > fb) return [a, b, w, fb]
      w = c + GOLDEN * (c - b)
      fw = yield* valueAt(f, w)
    } else if ((w - limit) * (limit - c) >= 0) {
      w = limit
      fw = yield* valueAt(f, w)
    } else if ((w - limit) * (c - w) > 0) {
      fw = yield* valueAt(f, w)
      if (fw < fc) {
        ;[b, c] = [c, w]
        ;[fb, fc] = [fc, fw]
        w = c + GOLDEN * (c - b)
        fw = yield* valueAt(f, w)
      }
    } else {
      w = c + GOLDEN * (c - b)
      fw = yield* valueAt(f, w)
    }
    ;[a, b, c] = [b, c, w]
    ;[fa, fb, fc] = [fb, fc, fw]
  }
  return [a, b, c, fb]
}

/**
 * Where a function of one number is lowest, near `start` and `end`: a bracket downhill from them, then Brent's method of
 * parabolas and golden sections (Brent 1973, "Algorithms for minimization without derivatives", chapter 5), step by step as
 * `scipy.optimize.brent`, so that what scikit-learn finds is found.
 */
export function* minimise(f: Curve, start: number, end: number): Work<number> {
  const [first, middle, last, lowest] = yield* findBracket(f, start, end)
  let [low, high] = first < last ? [first, last] : [last, first]
  let [x, w, v] = [middle, middle, middle]
  let [fx, fw, fv] = [lowest, lowest, lowest]
  let before = 0
  let step = 0
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const least = TOLERANCE * Math.abs(x) + LEAST_STEP
    const centre = (low + high) / 2
    if (Math.abs(x - centre) < 2 * least - (high - low) / 2) break
    const cut = () => {
      before = x >= centre ? low - x : high - x
      step = GOLDEN_SECTION * before
    }
    if (Math.abs(before) <= least) cut()
    else {
      const r = (x - w) * (fx - fv)
      const q = (x - v) * (fx - fw)
      const slope = 2 * (q - r)
      const p = ((x - v) * q - (x - w) * r) * (slope > 0 ? -1 : 1)
      const size = Math.abs(slope)
      const last = before
      before = step
      if (p > size * (low - x) && p < size * (high - x) && Math.abs(p) < Math.abs(0.5 * size * last)) {
        step = p / size
        const u = x + step
        if (u - low < 2 * least || high - u < 2 * least) step = centre >= x ? least : -least
      } else cut()
    }
    const u = x + (Math.abs(step) < least ? (step >= 0 ? least : -least) : step)
    const fu = yield* valueAt(f, u)
    if (fu > fx) {
      if (u < x) low = u
      else high = u
      if (fu <= fw || w === x) {
        ;[v, w] = [w, u]
        ;[fv, fw] = [fw, fu]
      } else if (fu <= fv || v === x || v === w) {
        v = u
        fv = fu
      }
    } else {
      if (u >= x) low = x
      else high = x
      ;[v, w, x] = [w, x, u]
      ;[fv, fw, fx] = [fw, fx, fu]
    }
  }
  return x
}
