/** Answers of something in between that has lost the server. */
const GATEWAYS = [502, 503, 504]

let isReachable = navigator.onLine
const watchers = new Set<() => void>()

function set(next: boolean): void {
  if (next === isReachable) return
  isReachable = next
  for (const tell of watchers) tell()
}

/** Whether a status, 0 for none, says that the server was not reached. */
export function isUnreached(status: number): boolean {
  return status === 0 || GATEWAYS.includes(status)
}

/** Each request tells whether the server is there. */
export function noteStatus(status: number): void {
  set(!isUnreached(status))
}

/** Whether the server answered the last time. */
export function isServerReachable(): boolean {
  return isReachable
}

/** Tells whenever the server is lost or back. */
export function watchNetwork(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

// The device knows at once when a cable is pulled; that it is back is believed when the server has answered.
globalThis.addEventListener('offline', () => {
  set(false)
})
