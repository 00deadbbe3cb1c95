import { expect } from 'chai'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'

import { sharedTestDatabase } from '../../../support/database.ts'
import { startApi, type RunningApi } from '../support/running-api.ts'

const SCRIPT = `console.log('${'a line of the page '.repeat(100)}')`

interface RawAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

describe('the built pages', function () {
  let folder: string
  let api: RunningApi

  /** Asks as it stands: fetch would tidy the path, and unpack the answer. */
  function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: api.port,
        path,
        method,
        headers: { Host: 'localhost', ...headers },
      })
      asked.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), body: Buffer.concat(chunks) })
        })
      })
      asked.end()
    })
  }

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-web-'))
    mkdirSync(join(folder, 'dist/assets'), { recursive: true })
    const write = (name: string, body: string | Buffer) => writeFileSync(join(folder, name), body)
    write('secret.html', 'outside of the pages')
    write('dist/wallet.html', '<!doctype html><title>wallet</title>')
    write('dist/till.html', '<!doctype html><title>till</title>')
    write('dist/operator.html', '<!doctype html><title>operator</title>')
    write('dist/icon.svg', '<svg/>')
    write('dist/assets/figtree-latin-wght-normal-Ab12.woff2', 'a font')
    write('dist/assets/figtree-latin-ext-wght-normal-Ab12.woff2', 'more of it')
    write('dist/built-from.txt', 'a hash')
    write('dist/assets/page-Ab12.js', SCRIPT)
    write('dist/assets/page-Ab12.js.br', brotliCompressSync(SCRIPT))
    write('dist/assets/page-Ab12.js.gz', gzipSync(SCRIPT))
    api = await startApi(await sharedTestDatabase(), { webFolder: join(folder, 'dist') })
  })

  after(async function () {
    await api.close()
    rmSync(folder, { recursive: true })
  })

  for (const path of ['/wallet', '/wallet/', '/wallet/receipts/0193', '/wallet/approve/1?a=b'])
    it(`answers ${path} with the wallet, and keeps no copy unasked`, async function () {
      const { status, headers, body } = await ask(path)
      expect([status, headers['cache-control']]).to.deep.equal([200, 'no-cache'])
      expect(headers['content-type']).to.equal('text/html; charset=utf-8')
      expect(body.toString()).to.include('<title>wallet</title>')
    })

  it('answers /till with the till, and nothing below it', async function () {
    expect((await ask('/till')).body.toString()).to.include('<title>till</title>')
    expect((await ask('/till/elsewhere')).status).to.equal(404)
  })

  for (const path of ['/operator', '/operator/partners/3'])
    it(`answers ${path} with the operator's page`, async function () {
      const { status, headers, body } = await ask(path)
      expect([status, headers['cache-control']]).to.deep.equal([200, 'no-cache'])
      expect(body.toString()).to.include('<title>operator</title>')
    })

  it('lets a page with a key talk to nobody but the server', async function () {
    for (const path of ['/operator', '/operator/partners/3', '/till']) {
      const { headers } = await ask(path)
      expect(headers['content-security-policy'], path)
        .to.include("connect-src 'self';")
        .and.include("script-src 'self'")
    }
  })

  it('lets a hashed file be kept for a year', async function () {
    const { status, headers, body } = await ask('/assets/page-Ab12.js')
    expect([status, headers['cache-control']]).to.deep.equal([200, 'public, max-age=31536000, immutable'])
    expect(headers['content-type']).to.equal('text/javascript; charset=utf-8')
    expect(headers['x-content-type-options']).to.equal('nosniff')
    expect([headers['content-encoding'], body.toString()]).to.deep.equal([undefined, SCRIPT])
    expect((await ask('/icon.svg')).headers['cache-control']).to.equal('no-cache')
  })

  it('sends what was compressed at build time to whoever reads it', async function () {
    const brotli = await ask('/assets/page-Ab12.js', { 'Accept-Encoding': 'gzip, deflate, br' })
    expect(brotli.headers).to.include({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
    expect(brotliDecompressSync(brotli.body).toString()).to.equal(SCRIPT)
    const gzip = await ask('/assets/page-Ab12.js', { 'Accept-Encoding': 'gzip, br;q=0' })
    expect(gzip.headers['content-encoding']).to.equal('gzip')
    expect(gunzipSync(gzip.body).toString()).to.equal(SCRIPT)
    expect(gzip.headers['etag']).to.not.equal(brotli.headers['etag'])
    expect((await ask('/assets/page-Ab12.js.br')).status).to.equal(404)
  })

  it('answers 304 to whoever has this form already', async function () {
    const accept = { 'Accept-Encoding': 'br' }
    const { headers } = await ask('/assets/page-Ab12.js', accept)
    const again = await ask('/assets/page-Ab12.js', { ...accept, 'If-None-Match': headers['etag'] ?? '' })
    expect([again.status, again.body.length, again.headers['etag']]).to.deep.equal([304, 0, headers['etag']])
    const page = await ask('/wallet')
    expect((await ask('/wallet/other', { 'If-None-Match': page.headers['etag'] ?? '' })).status).to.equal(304)
    expect((await ask('/wallet', { 'If-None-Match': '"another"' })).status).to.equal(200)
  })

  it('sends HEAD the headers only', async function () {
    const { status, headers, body } = await ask('/wallet', {}, 'HEAD')
    expect([status, body.length]).to.deep.equal([200, 0])
    expect(headers['content-type']).to.equal('text/html; charset=utf-8')
  })

  it('allows scripts of its own only, and the endpoints that a member may name', async function () {
    const { headers } = await ask('/wallet')
    const policy = new Map(
      headers['content-security-policy']?.split(';').map((part) => {
        const [name = '', ...values] = part.trim().split(' ')
        return [name, values.join(' ')]
      }),
    )
    expect(Object.fromEntries(policy)).to.deep.equal({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'manifest-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    })
    for (const allowed of ['publickey-credentials-get=(self)', 'publickey-credentials-create=(self)', 'camera=(self)'])
      expect(headers['permissions-policy']).to.include(allowed)
    expect(headers['permissions-policy']).to.include('geolocation=()')
  })

  it('lets the till alone run WebAssembly and ask for the port of a printer', async function () {
    for (const [path, wasm, serial] of [
      ['/till', true, 'serial=(self)'],
      ['/till/customer', true, 'serial=(self)'],
      ['/wallet', false, 'serial=()'],
      ['/operator', false, 'serial=()'],
    ] as const) {
      const { status, headers } = await ask(path)
      expect(status, path).to.equal(200)
      const policy = headers['content-security-policy'] ?? ''
      expect(policy.includes("script-src 'self' 'wasm-unsafe-eval';"), path).to.equal(wasm)
      expect(policy, path).to.not.include("'unsafe-eval'")
      expect(headers['permissions-policy'], path).to.include(serial)
    }
  })

  it('leaves the strict policy to all other answers', async function () {
    for (const path of ['/', '/v1/status', '/docs/search.json', '/nothing']) {
      const { headers } = await ask(path)
      expect(headers['content-security-policy'], path).to.include("default-src 'none';style-src 'self';img-src")
      expect(headers['content-security-policy'], path).to.not.include('script-src')
      expect(headers['permissions-policy'], path).to.equal(undefined)
    }
  })

  for (const path of [
    '/assets/../secret.html',
    '/wallet/../../secret.html',
    '/assets/..%2f..%2fsecret.html',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/assets/..\\..\\secret.html',
    '/assets/',
    '/wallet.html',
    '/operator.html',
    '/built-from.txt',
    '/Wallet',
  ])
    it(`finds nothing at ${path}`, async function () {
      const { status, body } = await ask(path)
      expect(body.toString()).to.not.include('outside of the pages')
      // Below the wallet every path is the wallet's.
      expect(status).to.equal(path.startsWith('/wallet/') ? 200 : 404)
    })

  for (const path of ['/wallet', '/wallet/x', '/till', '/operator', '/assets/page-Ab12.js'])
    it(`answers a POST to ${path} with 405`, async function () {
      const { status, headers } = await ask(path, {}, 'POST')
      expect([status, headers['allow']]).to.deep.equal([405, 'GET'])
    })

  it('leads from a bare loopback address to localhost, where passkeys work', async function () {
    const { status, headers } = await ask('/wallet/x?y=1', { Host: '127.0.0.1:8080' })
    expect([status, headers['location']]).to.deep.equal([307, 'http://localhost:8080/wallet/x?y=1'])
    expect((await ask('/assets/page-Ab12.js', { Host: '127.0.0.1:8080' })).status).to.equal(200)
    expect((await ask('/wallet', { Host: '127.0.0.1.example' })).status).to.equal(200)
  })

  it('never leads or links to where a request says that it was sent', async function () {
    const evil = ['evil.example', '127.0.0.1:80@evil.example', '127.0.0.1:8080.evil.example', '[::1]:@evil.example']
    for (const Host of evil) {
      const forwarded = {
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-Proto': 'ftp',
        Forwarded: 'host=evil.example',
      }
      for (const path of ['/', '/wallet', '/till', '/operator', '/docs', '/nowhere', '/v1/nowhere']) {
        const { status, headers, body } = await ask(path, { Host, Accept: 'text/html', ...forwarded })
        expect(status, `${path} for ${Host}`).to.be.oneOf([200, 404])
        expect(JSON.stringify([headers, body.toString('latin1')])).to.not.include('evil.example')
      }
    }
    const absolute = await ask('http://evil.example/wallet?y=1', { Host: '127.0.0.1:8080' })
    expect(absolute.headers['location']).to.equal('http://localhost:8080/wallet?y=1')
  })

  it('shares its font and its colours with the pages that the server writes', async function () {
    const font = '/assets/figtree-latin-wght-normal-Ab12.woff2'
    for (const path of ['/docs.css', '/landing.css']) {
      const style = (await ask(path)).body.toString()
      expect(style, path)
        .to.include(`url(${font})`)
        .and.include('url(/assets/figtree-latin-ext-wght-normal-Ab12.woff2)')
        .and.include('--entente-accent-7:')
        .and.not.include('files/')
    }
    const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const { headers } = await ask('/', browser)
    expect(headers['link']).to.equal(`<${font}>; rel=preload; as=font; type=font/woff2; crossorigin`)
    expect(headers['content-security-policy']).to.include("font-src 'self'")
    expect((await ask('/landing.css')).headers['link'], 'for a style').to.equal(undefined)
    expect((await ask(font)).headers['content-type']).to.equal('font/woff2')
  })

  it('is linked from the first page', async function () {
    const { body } = await ask('/')
    for (const page of ['/wallet', '/till', '/operator']) expect(body.toString()).to.include(`href="${page}"`)
  })

  it('says that there are no pages where none were built', async function () {
    const bare = await startApi(await sharedTestDatabase(), { webFolder: join(folder, 'never built') })
    expect((await fetch(`${bare.url}/wallet`)).status).to.equal(404)
    expect(await (await fetch(`${bare.url}/landing.css`)).text()).to.not.include('url(')
    await bare.close()
  })
})
