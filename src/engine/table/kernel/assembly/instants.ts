// Instants from bytes: `2012-01-31`, with `T` or a space `14:05` or `14:05:30`, no zone. The rest is left to the other side.

export let isOdd: bool = false

/** Two digits, or a number beyond 99 where they are not. */
// @ts-ignore: decorator
@inline
function twoDigits(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 48
  const ones = <u32>load<u8>(at, 1) - 48
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

/** Milliseconds since 1970 UTC of bytes [start, end); `isOdd` where they are another form, or no instant. Not empty. */
export function parseInstant(start: usize, end: usize): f64 {
  const length = end - start
  isOdd = true
  if (length != 10 && length != 16 && length != 19) return NaN
  const mark = load<u8>(start, 4)
  if ((mark != 45 && mark != 47) || load<u8>(start, 7) != mark) return NaN
  const century = twoDigits(start)
  const years = twoDigits(start + 2)
  const month = twoDigits(start + 5)
  const day = twoDigits(start + 8)
  if (century > 99 || years > 99 || month < 1 || month > 12) return NaN
  const year = century * 100 + years
  if (day < 1 || day > daysInMonth(year, month)) return NaN
  let seconds: i64 = 0
  if (length > 10) {
    const between = load<u8>(start, 10)
    if (between != 32 && (between | 32) != 116) return NaN
    if (load<u8>(start, 13) != 58) return NaN
    const hours = twoDigits(start + 11)
    const minutes = twoDigits(start + 14)
    if (hours > 23 || minutes > 59) return NaN
    seconds = <i64>(hours * 3600 + minutes * 60)
    if (length == 19) {
      const rest = twoDigits(start + 17)
      if (load<u8>(start, 16) != 58 || rest > 59) return NaN
      seconds += rest
    }
  }
  isOdd = false
  // Hinnant's days_from_civil: years begin with March, so that the leap day is their last.
  const shifted = <i64>year - (month > 2 ? 0 : 1)
  const dayOfYear = <i64>((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
  const fourths = shifted >= 0 ? shifted / 4 - shifted / 100 + shifted / 400 : -1
  const days = shifted * 365 + fourths + dayOfYear - 719468
  return <f64>((days * 86400 + seconds) * 1000)
}
