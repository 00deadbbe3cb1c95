import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { Problem } from '../api-client/problem.ts'

/**
 * A page that asks with an API key. The key is kept in this tab only and is gone with it: it must not stay on a computer
 * that others use. It is kept once `open` has shown that it is good for something.
 */
export function useKeyConnection<Connected>(keptAs: string, open: (key: string) => Promise<Connected>) {
  const [connected, setConnected] = useState<Connected | null>(null)
  const [kept, setKept] = useState(() => sessionStorage.getItem(keptAs))
  const opening = useMutation({
    mutationFn: open,
    onSuccess: (opened, key) => {
      sessionStorage.setItem(keptAs, key)
      setConnected(opened)
    },
  })
  const { mutate: tryKey, reset, isPending, error } = opening
  useEffect(() => {
    if (kept !== null) tryKey(kept)
  }, [tryKey, kept])
  const connect = (key: string) => {
    setKept(null)
    tryKey(key)
  }
  const leave = () => {
    sessionStorage.removeItem(keptAs)
    setConnected(null)
    setKept(null)
    reset()
  }
  const mayBeGood = error === null || (error instanceof Problem && error.mayPass)
  /** Whether the key that the tab keeps is still being tried, or could not be: then nobody has to type it again. */
  const resuming = connected === null && kept !== null && mayBeGood ? { error, retry: () => tryKey(kept) } : null
  return { connected, connect, leave, isBusy: isPending, error, resuming }
}
