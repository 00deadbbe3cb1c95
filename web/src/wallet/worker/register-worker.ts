const WORKER = '/wallet-worker.js'
const SCOPE = '/wallet'
const RELOADED_AS = 'entente.reloaded'
/** A file that is missing again so soon will not come by reloading. */
const RELOAD_MS_MIN = 30_000

/** Has the worker keep the pages for when there is no connection, once this page has all that it needs. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) return
  const register = () => {
    // A browser may refuse, as some do in private windows: the pages work without it.
    navigator.serviceWorker.register(WORKER, { scope: SCOPE }).catch(() => undefined)
  }
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register, { once: true })
}

/** A page that has been open for several updates may miss a file of its build: it begins anew with the present one. */
export function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(RELOADED_AS) ?? 0)
    if (Date.now() - last < RELOAD_MS_MIN || !navigator.onLine) return
    event.preventDefault()
    sessionStorage.setItem(RELOADED_AS, String(Date.now()))
    window.location.reload()
  })
}
