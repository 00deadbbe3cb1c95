import { useEffect } from 'react'

let locks = 0

/** While this is shown, a scan brings no other customer: points of this one are held. */
export function useScanLock(): void {
  useEffect(() => {
    locks += 1
    return () => {
      locks -= 1
    }
  }, [])
}

/** Whether something is under way that another customer must not interrupt. */
export function isScanLocked(): boolean {
  return locks > 0
}
