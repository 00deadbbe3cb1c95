/**
 * The service worker of /till: it has the page ready where there is no network. Each build has its own worker, which names the files
 * of that build. A page gets all its files from one build, and no answer of the API is ever kept.
 */
export {}

interface WaitableEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface AskedEvent extends WaitableEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface Worker {
  readonly location: Location
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: WaitableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: AskedEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

const worker = globalThis as unknown as Worker

// The build puts these in place of the texts: web/till-files.ts.
const FILES = '__TILL_FILES__' as unknown as readonly string[]
const BUILD = '__TILL_BUILD__'

const PAGE = '/till'
const CACHES = 'entente-till-'
const CACHE = `${CACHES}${BUILD}`
const files = new Set(FILES)

/** The files of builds that a page names, whatever else the server wrote into it for its coalition. */
const namedIn = (page: string): string[] => page.match(/\/assets\/[\w.-]+/g) ?? []

/** The page as the server shows it now, if it is of this build. */
async function fetchPage(): Promise<Response> {
  const page = await fetch(PAGE, { cache: 'no-store', credentials: 'omit' })
  const named = page.ok ? namedIn(await page.clone().text()) : []
  if (named.length === 0 || !named.every((name) => files.has(name))) throw new Error('the page is of another build')
  return page
}

/** Fetches all of this build, or nothing: a server that shows another build's page by now has another worker, too. */
async function install(): Promise<void> {
  const page = await fetchPage()
  const cache = await caches.open(CACHE)
  await cache.addAll([...files])
  await cache.put(PAGE, page)
}

/** The name and colours of the coalition may change without a new build: the next visit shows them. */
async function renewPage(): Promise<void> {
  const page = await fetchPage()
  await (await caches.open(CACHE)).put(PAGE, page)
}

async function dropOtherBuilds(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(CACHES) && name !== CACHE).map((name) => caches.delete(name)),
  )
}

/** From this build; from the network where the browser threw the file away. */
async function answer(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(name)) ?? fetch(request)
}

worker.addEventListener('install', (event) => {
  event.waitUntil(install())
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOtherBuilds())
})

worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate' && pathname === PAGE) {
    event.respondWith(answer(PAGE, request))
    // Without network, or with another build on the server, the kept one stays.
    event.waitUntil(renewPage().catch(() => undefined))
  } else if (files.has(pathname)) event.respondWith(answer(pathname, request))
})
