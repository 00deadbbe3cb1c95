import { spawnSync } from 'node:child_process'

import { expect } from 'chai'

import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { addIssuingPartner } from './support/add-issuing-partner.ts'
import { expectPrinted, MARK, readBlocks } from './support/documented-blocks.ts'

const RUN_MS_MAX = 120_000

describe('docs/till.md', function () {
  this.timeout(240_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    key = await addIssuingPartner(workplace)
  })

  it('shows requests that a real server answers as it says, in their order', () => {
    const blocks = readBlocks('till.md', 'sh')
    expect(blocks.length).to.be.greaterThan(8)
    // `grep` and `until` may say no; a command that cannot run, or a variable that nothing set, ends it.
    const script = ['set -u', ...blocks.map((block) => `${block}echo '${MARK}'`)].join('\n')
    const env = { ...process.env, ENTENTE: server.url, KEY: key }
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { env, encoding: 'utf8', timeout: RUN_MS_MAX })
    expect(status, `${stderr}\n${stdout}`).to.equal(0)
    expectPrinted(blocks, stdout, stderr)
  })
})
