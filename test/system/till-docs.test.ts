import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { expect } from 'chai'

import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

const PAGE = new URL('../../docs/till.md', import.meta.url)
const MARK = '=== end of block'
const RUN_MS_MAX = 120_000

/** The page's examples, in their order. */
function readBlocks(): string[] {
  return [...readFileSync(PAGE, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
}

/** What the page says that a block prints. */
function expectationsOf(block: string): string[] {
  return [...block.matchAll(/# -> (.+)$/gm)].map(([, text = '']) => text.trim())
}

describe('docs/till.md', function () {
  this.timeout(240_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await workplace.run(['partner', ...args, '--json'])
      expect(code, stderr).to.equal(0)
      return JSON.parse(stdout)
    }
    const added = await json('add', '--name', 'Till', '--allowance', '1000000', '--daily-limit', '1000000')
    key = added.apiKey.apiKey
    const readStatus = async () => (await json('list')).partners[0].onChain?.status
    await waitUntil(readStatus, (status) => status === 'active')
  })

  it('shows requests that a real server answers as it says, in their order', () => {
    const blocks = readBlocks()
    expect(blocks.length).to.be.greaterThan(8)
    // `grep` and `until` may say no; a command that cannot run, or a variable that nothing set, ends it.
    const script = ['set -u', ...blocks.map((block) => `${block}echo '${MARK}'`)].join('\n')
    const env = { ...process.env, ENTENTE: server.url, KEY: key }
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { env, encoding: 'utf8', timeout: RUN_MS_MAX })
    const printed = stdout.split(MARK)
    expect(status, `${stderr}\n${stdout}`).to.equal(0)
    expect(printed).to.have.length(blocks.length + 1)
    for (const [at, block] of blocks.entries()) {
      let rest = printed[at] ?? ''
      for (const expected of expectationsOf(block)) {
        expect(rest, `${block}\n${stderr}`).to.include(expected)
        rest = rest.slice(rest.indexOf(expected) + expected.length)
      }
    }
  })
})
