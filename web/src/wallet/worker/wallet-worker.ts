import { offlinePages } from './offline-pages.ts'
import { parseBuild } from './wallet-build.ts'
import type { WorkerScope } from './worker-scope.d.ts'

const scope = globalThis as unknown as WorkerScope

/** The build puts what it consists of in place of this word. */
const pages = offlinePages(parseBuild('__WALLET_BUILD__'), {
  caches: scope.caches,
  fetch: (request) => fetch(request),
  origin: scope.location.origin,
})

scope.addEventListener('install', (event) => {
  event.waitUntil(pages.install().then(() => scope.skipWaiting()))
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(pages.tidy())
})

scope.addEventListener('fetch', (event) => {
  const answer = pages.answer(event.request)
  if (answer !== null) event.respondWith(answer)
})
