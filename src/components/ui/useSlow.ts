import { useEffect, useState } from 'react'

/** How long something may take before its progress is shown. */
const SLOW_MS = 500

/** Whether what `key` names has been pending for so long that a person wants to know how far it is. */
export function useSlow(isPending: boolean, key: string): boolean {
  const [slow, setSlow] = useState<string>()
  useEffect(() => {
    if (!isPending) return
    const timer = setTimeout(() => setSlow(key), SLOW_MS)
    return () => {
      clearTimeout(timer)
      setSlow(undefined)
    }
  }, [isPending, key])
  return isPending && slow === key
}
