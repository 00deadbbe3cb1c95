import type { WalletBuild } from './wallet-build.ts'

/** Where the page of the wallet is kept; all of its addresses show it. */
const PAGE = '/wallet'
const CACHE_PREFIX = 'entente-wallet-'
/** The builds whose files are kept: this one, and the one that a page which is still open may be of. */
const BUILDS_KEPT = 2
/** A network that has not answered by then is as good as none, at a till. */
const NETWORK_MS_MAX = 3_000

/** What of a browser's cache is used. */
interface PageCache {
  addAll(paths: string[]): Promise<void>
  put(path: string, answer: Response): Promise<void>
  match(asked: Request | string): Promise<Response | undefined>
}

/** What of a browser's caches is used. */
export interface PageCaches {
  open(name: string): Promise<PageCache>
  keys(): Promise<string[]>
  delete(name: string): Promise<boolean>
}

/** What a worker has to do with the world. */
export interface Surroundings {
  readonly caches: PageCaches
  readonly fetch: (request: Request) => Promise<Response>
  readonly origin: string
  readonly networkMsMax?: number
}

/** The scripts, styles and fonts that a page names. */
function filesNamedBy(page: string): string[] {
  return [...page.matchAll(/\s(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
}

/** A page of a build names files of that build, by their hashes, and no other. What else is in it is the coalition's. */
async function isOfBuild(page: Response, files: ReadonlySet<string>): Promise<boolean> {
  const named = filesNamedBy(await page.clone().text())
  return page.ok && named.length > 0 && named.every((path) => files.has(path))
}

/** Lets go of builds that no open page can be of. Caches are listed in the order in which they were made. */
async function letGoOfBuilds(caches: PageCaches, cacheName: string): Promise<void> {
  const own = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== cacheName)
  const ended = own.slice(0, Math.max(0, own.length - (BUILDS_KEPT - 1)))
  await Promise.all(ended.map((name) => caches.delete(name)))
}

/**
 * The wallet's pages without a connection. Kept are the page and the files of one whole build, which are the same for everybody,
 * and nothing that the server says: neither a balance nor a code, of no member.
 */
export function offlinePages(build: WalletBuild, { caches, fetch, origin, networkMsMax }: Surroundings) {
  const cacheName = CACHE_PREFIX + build.version
  const files = new Set(build.files)

  /** Keeps a whole build or nothing. */
  async function install(): Promise<void> {
    const page = await fetch(new Request(origin + PAGE, { cache: 'no-store' }))
    if (!(await isOfBuild(page, files))) throw new Error('the page is of another build')
    const cache = await caches.open(cacheName)
    try {
      await cache.addAll([...files])
      await cache.put(PAGE, page)
    } catch (error) {
      await caches.delete(cacheName)
      throw error
    }
  }

  async function keptPage(): Promise<Response | undefined> {
    return (await caches.open(cacheName)).match(PAGE)
  }

  /** The page as the server has it now; as it is kept, where the server does not answer. */
  async function showPage(request: Request): Promise<Response> {
    const kept = await keptPage()
    if (kept === undefined) return fetch(request)
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), networkMsMax ?? NETWORK_MS_MAX))
    const answer = await Promise.race([fetch(request).catch(() => 'none' as const), late])
    return answer instanceof Response && answer.status < 500 ? answer : kept
  }

  /** A file whose name says what is in it: the same wherever it comes from, so that builds are never mixed. */
  async function showFile(request: Request): Promise<Response> {
    const own = await (await caches.open(cacheName)).match(request)
    if (own !== undefined) return own
    for (const name of (await caches.keys()).filter((one) => one.startsWith(CACHE_PREFIX))) {
      const found = await (await caches.open(name)).match(request)
      if (found !== undefined) return found
    }
    return fetch(request)
  }

  /** What has the same name in all builds, as the coalition's mark: as the server has it now, or as it is kept. */
  async function showPicture(request: Request): Promise<Response> {
    try {
      return await fetch(request)
    } catch (error) {
      const kept = await (await caches.open(cacheName)).match(request)
      if (kept !== undefined) return kept
      throw error
    }
  }

  /** What is answered to a request from here; null: it is none of the worker's business, and goes to the server. */
  function answer(request: Request): Promise<Response> | null {
    const { origin: asked, pathname } = new URL(request.url)
    if (request.method !== 'GET' || asked !== origin) return null
    if (request.mode === 'navigate') {
      return pathname === PAGE || pathname.startsWith(`${PAGE}/`) ? showPage(request) : null
    }
    if (pathname.startsWith('/assets/')) return showFile(request)
    return files.has(pathname) ? showPicture(request) : null
  }

  return { install, tidy: () => letGoOfBuilds(caches, cacheName), answer }
}
