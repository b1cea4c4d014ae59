const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?)?$/

/** A written date in milliseconds since 1970 UTC, years 1 to 9999; undefined where it is none, as 30 February. */
export function parseInstant(text: string): number | undefined {
  const match = WRITTEN.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute, second, ms] = match.slice(1).map((part) => Number(part ?? 0)) as [
    ...number[],
  ] as [number, number, number, number, number, number, number]
  if (year < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined
}

/** As short as it says all: `2020-01-31`, or with the time where it is not midnight. Years 1 to 9999. */
export function writeInstant(ms: number): string {
  const [day, time] = new Date(ms).toISOString().split('T') as [string, string]
  if (time === '00:00:00.000Z') return day
  return `${day} ${time.endsWith('.000Z') ? time.slice(0, 8) : time.slice(0, 12)}`
}
