/** Labels that say nothing without what they are about. */
const BARE = /^(true|false|yes|no|[-+]?[\d.,]+)$/i

/** A class as a sentence can name it: "Gentoo", but "bought true" rather than "true". */
export function sayClass(target: string, label: string): string {
  return BARE.test(label) ? `${target} ${label}` : label
}
