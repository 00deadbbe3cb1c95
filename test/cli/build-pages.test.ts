import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { expect } from 'chai'

import { buildPages } from '../../cli/build-pages.ts'
import { StartRefused } from '../../server/domain/start-refused.ts'
import { failureOf } from '../support/failure.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const LONG = `document.title = '${'a long line '.repeat(200)}'`

describe('buildPages', function () {
  this.timeout(60_000)
  let folder: string

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-pages-'))
    mkdirSync(join(folder, 'web/src'), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    put('package-lock.json', '{}')
    put('package.json', '{"type":"module"}')
    put('web/vite.config.ts', "export default { build: { rolldownOptions: { input: 'web/till.html' } } }")
    put('web/till.html', '<!doctype html><title>till</title><script type="module" src="./src/till.ts"></script>')
    put('web/src/till.ts', LONG)
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const script = () => {
    const name = readdirSync(join(folder, 'web/dist/assets')).find((file) => file.endsWith('.js'))
    return join(folder, 'web/dist/assets', name ?? 'no script')
  }

  it('builds once, and again when the content of a source changes', async function () {
    const lines: string[] = []
    const build = () => buildPages({ folder, onProgress: (line) => lines.push(line) })
    expect([await build(), lines.length]).to.deep.equal(['built', 2])
    expect([await build(), lines.length]).to.deep.equal(['fresh', 2])
    utimesSync(join(folder, 'web/src/till.ts'), new Date(), new Date())
    expect(await build()).to.equal('fresh')
    const before = script()
    put('web/src/till.ts', `${LONG} + 'changed'`)
    expect(await build()).to.equal('built')
    expect(script()).to.not.equal(before)
    put('web/src/unused.ts', '')
    expect(await build()).to.equal('built')
  })

  it('keeps the compressed forms of what is large enough', async function () {
    await buildPages({ folder })
    const text = readFileSync(script(), 'utf8')
    expect(text).to.include('a long line')
    expect(brotliDecompressSync(readFileSync(`${script()}.br`)).toString()).to.equal(text)
    expect(gunzipSync(readFileSync(`${script()}.gz`)).toString()).to.equal(text)
    expect(existsSync(join(folder, 'web/dist/till.html.br'))).to.equal(false)
  })

  it('says what is wrong with a source, and leaves the pages that there are', async function () {
    await buildPages({ folder })
    const before = script()
    put('web/src/till.ts', 'const = 1')
    const failure = await failureOf(buildPages({ folder }))
    expect(failure).to.be.instanceOf(StartRefused)
    expect((failure as StartRefused).code).to.equal('pages_not_built')
    expect((failure as StartRefused).message).to.include('till.ts')
    expect(script()).to.equal(before)
    expect(readdirSync(join(folder, 'web')).filter((name) => name.startsWith('.build'))).to.deep.equal([])
  })
})
