import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/**
 * A page that asks with an API key. The key is kept in this tab only and is gone with it: it must not stay on a computer
 * that others use. It is kept once `open` has shown that it is good for something.
 */
export function useKeyConnection<Connected>(keptAs: string, open: (key: string) => Promise<Connected>) {
  const [connected, setConnected] = useState<Connected | null>(null)
  const opening = useMutation({
    mutationFn: open,
    onSuccess: (opened, key) => {
      sessionStorage.setItem(keptAs, key)
      setConnected(opened)
    },
  })
  const { mutate: connect, reset, isPending, error } = opening
  useEffect(() => {
    const kept = sessionStorage.getItem(keptAs)
    if (kept !== null) connect(kept)
  }, [connect, keptAs])
  const leave = () => {
    sessionStorage.removeItem(keptAs)
    setConnected(null)
    reset()
  }
  return { connected, connect, leave, isBusy: isPending, error }
}
