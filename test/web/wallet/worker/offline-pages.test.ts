import { expect } from 'chai'

import { offlinePages, type PageCaches } from '../../../../web/src/wallet/worker/offline-pages.ts'
import { parseBuild, type WalletBuild, writeBuild } from '../../../../web/src/wallet/worker/wallet-build.ts'

const ORIGIN = 'https://points.example'

/** A server with the files of one build at a time, which may not answer. */
function aServer() {
  const files = new Map<string, string>()
  const asked: string[] = []
  const state = { isDown: false, status: 200, delayMs: 0 }
  const fetchIt = async (input: string | Request): Promise<Response> => {
    const { pathname } = new URL(typeof input === 'string' ? input : input.url, ORIGIN)
    asked.push(pathname)
    if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs))
    if (state.isDown) throw new TypeError('Failed to fetch')
    const body = files.get(pathname)
    return body === undefined ? new Response('', { status: 404 }) : new Response(body, { status: state.status })
  }
  return { files, asked, state, fetch: fetchIt }
}

/** Caches as a browser has them: in the order in which they were made, each whole or not at all. */
function someCaches(fetchIt: (asked: string) => Promise<Response>) {
  const all = new Map<string, Map<string, string>>()
  const pathOf = (request: Request | string) =>
    new URL(typeof request === 'string' ? request : request.url, ORIGIN).pathname
  const open = (name: string) => {
    const kept = all.get(name) ?? new Map<string, string>()
    all.set(name, kept)
    return Promise.resolve({
      async addAll(paths: string[]) {
        const answers = await Promise.all(paths.map((path) => fetchIt(ORIGIN + path)))
        if (answers.some(({ ok }) => !ok)) throw new TypeError('a file is missing')
        for (const [at, answer] of answers.entries()) kept.set(paths[at] ?? '', await answer.text())
      },
      async put(path: string, answer: Response) {
        kept.set(path, await answer.text())
      },
      match: (request: Request | string) => {
        const found = kept.get(pathOf(request))
        return Promise.resolve(found === undefined ? undefined : new Response(found))
      },
    })
  }
  const caches: PageCaches = {
    open,
    keys: () => Promise.resolve([...all.keys()]),
    delete: (name: string) => Promise.resolve(all.delete(name)),
  }
  return { all, caches }
}

/** A request as the browser makes it; only navigation has a mode that a script cannot ask for. */
function aRequest(path: string, { mode = 'no-cors', method = 'GET' } = {}): Request {
  const request = new Request(ORIGIN + path, { method })
  Object.defineProperty(request, 'mode', { value: mode })
  return request
}

const navigate = (path: string) => aRequest(path, { mode: 'navigate' })

describe('the worker of the wallet', () => {
  let server: ReturnType<typeof aServer>
  let kept: ReturnType<typeof someCaches>

  beforeEach(() => {
    server = aServer()
    kept = someCaches(server.fetch)
  })

  /** Puts a build on the server, instead of the one before. */
  function deploy(name: string): WalletBuild {
    const page = `<html data-coalition="Tide"><script src="/assets/app-${name}.js"></script>`
    server.files.clear()
    server.files.set('/wallet', page)
    server.files.set(`/assets/app-${name}.js`, `app ${name}`)
    server.files.set('/assets/same.css', 'the same in all')
    server.files.set('/favicon.svg', `mark ${name}`)
    return { version: name, files: [`/assets/app-${name}.js`, '/assets/same.css', '/favicon.svg'] }
  }

  const workerOf = (build: WalletBuild) =>
    offlinePages(build, { caches: kept.caches, fetch: server.fetch, origin: ORIGIN, networkMsMax: 50 })
  const textOf = async (answer: Promise<Response> | null | undefined) => (await answer)?.text()

  it('is told its build in a text that stands in any string', () => {
    const build = { version: 'a1', files: ['/assets/a.js', '/icons/b.png'] }
    expect(parseBuild(writeBuild(build))).to.deep.equal(build)
    expect(writeBuild(build)).to.match(/^[\w/.|,-]+$/)
  })

  it('shows the page and its files without a connection, at every address of the wallet', async () => {
    const worker = workerOf(deploy('one'))
    await worker.install()
    server.state.isDown = true
    for (const path of ['/wallet', '/wallet/card', '/wallet/rewards?for=me'])
      expect(await textOf(worker.answer(navigate(path))), path).to.contain('app-one.js')
    expect(await textOf(worker.answer(aRequest('/assets/app-one.js')))).to.equal('app one')
  })

  it('keeps nothing of the API, of another page, of another site, and of what is sent', () => {
    const worker = workerOf(deploy('one'))
    for (const path of ['/v1/me', '/v1/me/card-code', '/v1/me/history', '/v1/rewards', '/pictures/a.webp', '/healthz'])
      expect(worker.answer(aRequest(path)), path).to.equal(null)
    for (const path of ['/', '/till', '/walletx', '/docs', '/v1/me'])
      expect(worker.answer(navigate(path)), path).to.equal(null)
    expect(worker.answer(aRequest('/assets/app-one.js', { method: 'POST' }))).to.equal(null)
    const elsewhere = new Request('https://elsewhere.example/wallet')
    expect(worker.answer(elsewhere)).to.equal(null)
    expect(server.asked).to.deep.equal([])
  })

  it('shows the page that the server has now, while there is one', async () => {
    const worker = workerOf(deploy('one'))
    await worker.install()
    deploy('two')
    expect(await textOf(worker.answer(navigate('/wallet')))).to.contain('app-two.js')
  })

  it('shows the coalition’s mark as it is now, and as it was kept without a connection', async () => {
    const worker = workerOf(deploy('one'))
    await worker.install()
    server.files.set('/favicon.svg', 'another mark')
    expect(await textOf(worker.answer(aRequest('/favicon.svg')))).to.equal('another mark')
    server.state.isDown = true
    expect(await textOf(worker.answer(aRequest('/favicon.svg')))).to.equal('mark one')
  })

  it('shows the kept page when the server fails, or takes too long', async () => {
    const worker = workerOf(deploy('one'))
    await worker.install()
    server.state.status = 502
    expect(await textOf(worker.answer(navigate('/wallet')))).to.contain('app-one.js')
    server.state.status = 200
    deploy('two')
    server.state.delayMs = 200
    expect(await textOf(worker.answer(navigate('/wallet')))).to.contain('app-one.js')
  })

  it('keeps a whole build or none: not with a file missing, nor beside the page of another build', async () => {
    const build = deploy('one')
    server.files.delete('/assets/app-one.js')
    const missing = await workerOf(build)
      .install()
      .catch((error: unknown) => error)
    expect(missing).to.be.instanceOf(Error)
    const two = deploy('two')
    server.files.set('/assets/app-one.js', 'app one')
    const mixed = await workerOf(build)
      .install()
      .catch((error: unknown) => error)
    expect(mixed).to.be.instanceOf(Error)
    expect([...kept.all.keys()]).to.deep.equal([])
    await workerOf(two).install()
    expect([...kept.all.keys()]).to.deep.equal(['entente-wallet-two'])
  })

  it('never shows the page of one build with a file of another', async () => {
    await workerOf(deploy('one')).install()
    const worker = workerOf(deploy('two'))
    await worker.install()
    await worker.tidy()
    server.state.isDown = true
    expect(await textOf(worker.answer(navigate('/wallet')))).to.contain('app-two.js')
    expect(await textOf(worker.answer(aRequest('/assets/app-two.js')))).to.equal('app two')
    // A page that was open before the update goes on with its own files.
    expect(await textOf(worker.answer(aRequest('/assets/app-one.js')))).to.equal('app one')
  })

  it('lets go of builds that are two updates old, and of nobody else’s caches', async () => {
    await kept.caches.open('of-something-else')
    for (const name of ['one', 'two', 'three']) {
      const worker = workerOf(deploy(name))
      await worker.install()
      await worker.tidy()
    }
    expect([...kept.all.keys()]).to.deep.equal(['of-something-else', 'entente-wallet-two', 'entente-wallet-three'])
  })
})
