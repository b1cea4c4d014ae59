import { type Arithmetic, normalQuantileIn } from '../../normal.ts'
import { sqlNumber } from './sql.ts'

/** Whether an expression has a number: a NaN in SQL is not NULL. */
export function sqlIsNumber(x: string): string {
  return `(${x} IS NOT NULL AND NOT isnan(${x}))`
}

/** An expression by a name, so that it is written and worked out once. */
export function sqlBind(value: string, name: string, body: (x: string) => string): string {
  return `list_transform([${value}], lambda ${name}: ${body(name)})[1]`
}

/** exp(x) − 1 without what is lost next to 0 (Kahan's correction, as for `sqlLog1p`). */
export function sqlExpm1(x: string): string {
  return sqlBind(`{'x': ${x}, 'e': exp(${x})}`, 'u', (u) => {
    const [own, power] = [`${u}['x']`, `${u}['e']`]
    return `(CASE WHEN ${power} = 1 THEN ${own} WHEN ${power} < 0.5 OR isinf(${power}) OR isnan(${power}) THEN ${power} - 1 ELSE (${power} - 1) * (${own} / ln(${power})) END)`
  })
}

function sqlArithmetic(): Arithmetic<string> {
  let bound = 0
  return {
    number: sqlNumber,
    add: (a, b) => `(${a} + ${b})`,
    times: (a, b) => `(${a} * ${b})`,
    over: (a, b) => `(${a} / ${b})`,
    root: (a) => `sqrt(${a})`,
    log: (a) => `ln(${a})`,
    bind: (value, body) => sqlBind(value, `u${bound++}`, body),
    choose: (a, b, then, otherwise) => `(CASE WHEN ${a} <= ${b} THEN ${then} ELSE ${otherwise} END)`,
  }
}

/** The normal quantile of an expression between 0 and 1, both left out. */
export function sqlNormalQuantile(p: string): string {
  return normalQuantileIn(sqlArithmetic(), p)
}
