import { openProgram } from '../wasm.ts'
import program from './assembly/index.ts?wasm'

/** A matrix in the memory of {@link Products}: where it begins, and what lies between its rows. Places count doubles. */
interface Matrix {
  readonly at: number
  readonly row: number
}

/** Multiplies small matrices of doubles that lie in one memory. */
export interface Products {
  /** The memory, all 0 at first. */
  readonly doubles: Float64Array
  /**
   * to[i, k] += Σ a[i, j] · b[j, k], j ascending, for `rows` i and `columns` k, both multiples of 4.
   * @param a Has what lies between its columns, too.
   * @param isLower Whether what lies above the diagonal is of no matter.
   */
  add(
    to: Matrix,
    a: Matrix & { readonly column: number },
    b: Matrix,
    size: { readonly rows: number; readonly inner: number; readonly columns: number },
    isLower: boolean,
  ): void
  /** to[i, k] = from[i, k] · factors[i], all side by side; columns are even. */
  scale(to: number, from: number, factors: number, rows: number, columns: number): void
}

type Call = (...numbers: number[]) => void

/**
 * Opens a memory of so many doubles: WebAssembly with 128-bit vectors or, where the machine has none or it is to be left alone,
 * plain code that gives the same bits.
 * @throws RangeError where there is not so much memory.
 */
export function openProducts(length: number, isPlain = false): Products {
  const compiled = isPlain ? undefined : openProgram<{ readonly add: Call; readonly scale: Call }>(program, 8 * length)
  if (!compiled) return plainProducts(new Float64Array(length))
  const { base, buffer, add, scale } = compiled
  const byte = (place: number) => base + 8 * place
  return {
    doubles: new Float64Array(buffer, base, length),
    add(to, a, b, { rows, inner, columns }, isLower) {
      const [toRow, aRow, aColumn, bRow] = [8 * to.row, 8 * a.row, 8 * a.column, 8 * b.row]
      add(byte(to.at), toRow, byte(a.at), aRow, aColumn, byte(b.at), bRow, rows, inner, columns, Number(isLower))
    },
    scale(to, from, factors, rows, columns) {
      scale(byte(to), byte(from), byte(factors), rows, columns)
    },
  }
}

function plainProducts(doubles: Float64Array): Products {
  return {
    doubles,
    add(to, a, b, { rows, inner, columns }, isLower) {
      for (let i = 0; i < rows; i++) {
        const last = isLower ? Math.min(columns, i - (i % 4) + 4) : columns
        for (let k = 0; k < last; k++) {
          let sum = doubles[to.at + i * to.row + k]!
          for (let j = 0; j < inner; j++)
            sum += doubles[a.at + i * a.row + j * a.column]! * doubles[b.at + j * b.row + k]!
          doubles[to.at + i * to.row + k] = sum
        }
      }
    },
    scale(to, from, factors, rows, columns) {
      for (let i = 0; i < rows; i++)
        for (let at = i * columns; at < (i + 1) * columns; at++)
          doubles[to + at] = doubles[factors + i]! * doubles[from + at]!
    },
  }
}
