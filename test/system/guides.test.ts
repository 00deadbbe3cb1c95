import { spawnSync } from 'node:child_process'

import { expect } from 'chai'

import { type Answer, ask } from '../support/system/ask.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { addIssuingPartner } from './support/add-issuing-partner.ts'
import { expectPrinted, MARK, readBlocks } from './support/documented-blocks.ts'

const RUN_MS_MAX = 120_000

/** The feed comes first: its page shows the first event that there ever was. */
const PAGES = ['events.md', 'webhooks.md', 'shop.md', 'partner-finance.md', 'auditor.md']

describe('the guides of docs/', function () {
  this.timeout(240_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string
  let ledger: Answer['body']

  before(async () => {
    // Its webhooks lead to a receiver on this machine.
    server = await workplace.start({ args: ['--no-demo'], env: { WEBHOOK_PRIVATE_TARGETS: 'allow' } })
    key = await addIssuingPartner(workplace)
    ledger = (await ask(server.url, '/v1/ledger')).body
  })

  for (const page of PAGES)
    it(`${page} shows requests that a real server answers as it says, in their order`, () => {
      const blocks = readBlocks(page, 'sh')
      expect(blocks.length).to.be.greaterThan(1)
      // `grep` and `until` may say no; a command that cannot run, or a variable that nothing set, ends it.
      const script = ['set -u', ...blocks.map((block) => `${block}echo '${MARK}'`)].join('\n')
      const env = { ...process.env, ENTENTE: server.url, KEY: key, RPC: ledger.rpcUrl, FOLDER: workplace.path('.') }
      const run = { env, encoding: 'utf8', timeout: RUN_MS_MAX } as const
      const { stdout, stderr, status } = spawnSync('bash', ['-c', script], run)
      expect(status, `${stderr}\n${stdout}`).to.equal(0)
      expectPrinted(blocks, stdout, stderr)
    })
})
