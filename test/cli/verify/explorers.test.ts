import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect } from 'chai'

import { etherscan } from '../../../cli/verify/etherscan.ts'
import { type Explorer, ExplorerRefusal, type Submission } from '../../../cli/verify/explorer.ts'
import { sourcify } from '../../../cli/verify/sourcify.ts'
import { readCompilation } from '../../../server/chain/compiler-input.ts'
import { Transient } from '../../../server/domain/rejection.ts'
import { type ExplorerStub, startExplorerStub, STUB_API_KEY } from '../../support/system/explorer-stub.ts'

const CHAIN_ID = 4_711
const ADDRESS = `0x${'ab'.repeat(20)}` as const

describe('explorers', function () {
  let stub: ExplorerStub
  let submission: Submission

  before(async function () {
    const compilation = await readCompilation('PartnerRegistry')
    submission = { name: 'PartnerRegistry', address: ADDRESS, constructorArguments: '00'.repeat(64), ...compilation }
  })

  beforeEach(async function () {
    stub = await startExplorerStub()
  })

  afterEach(async function () {
    await stub.close()
  })

  const sleep = async () => undefined
  const openSourcify = () => sourcify({ url: stub.sourcifyUrl, chainId: CHAIN_ID })
  const openEtherscan = (apiKey: string | null = STUB_API_KEY) =>
    etherscan({ url: stub.etherscanUrl, chainId: CHAIN_ID, apiKey, sleep })
  const failureOf = (promise: Promise<unknown>): Promise<Error> =>
    promise.then(
      () => expect.fail('it should have failed'),
      (error: unknown) => error as Error,
    )
  const problem = (status: number, customCode: string) => ({
    status,
    body: JSON.stringify({ customCode, message: `about ${customCode}`, errorId: '1' }),
  })
  const says = (result: string) => ({ status: 200, body: JSON.stringify({ status: '0', message: 'NOTOK', result }) })

  const both: [string, () => Explorer][] = [
    ['Sourcify', openSourcify],
    ['Etherscan', () => openEtherscan()],
  ]
  for (const [name, open] of both) {
    describe(name, function () {
      it('finds nothing, takes the sources, and tells the job from pending to verified', async function () {
        const explorer = open()
        expect(await explorer.find(submission)).to.equal(undefined)
        const job = await explorer.submit(submission)
        expect(stub.shown).to.deep.equal([
          {
            explorer: name,
            address: ADDRESS,
            compilerVersion: 'v0.8.37+commit.f401782d',
            contractIdentifier: 'project/contracts/PartnerRegistry.sol:PartnerRegistry',
            input: submission.input,
            constructorArguments: name === 'Sourcify' ? null : submission.constructorArguments,
          },
        ])
        expect(await explorer.look(String(job))).to.deep.equal({ status: 'pending' })
        const match = name === 'Sourcify' ? 'exact' : null
        expect(await explorer.look(String(job))).to.deep.equal({ status: 'verified', match })
        expect(await explorer.find(submission)).to.deep.equal({ match })
        expect(stub.asked.every((asked) => asked.includes(String(CHAIN_ID)) || asked.includes('/verify/0'))).to.equal(
          true,
        )
      })

      it('is busy for a while at 429 and 503, or when it does not answer', async function () {
        for (const status of [429, 500, 503]) {
          stub.next.push({ status, body: '<html>' })
          expect(await failureOf(open().find(submission)), String(status)).to.be.instanceOf(Transient)
        }
        const explorer = open()
        await stub.close()
        const failure = await failureOf(explorer.find(submission))
        stub = await startExplorerStub()
        expect(failure).to.be.instanceOf(Transient)
        expect(failure.message).to.contain('does not answer at http://127.0.0.1').and.to.not.contain(STUB_API_KEY)
      })

      it('refuses what is not its API, and goes to no other host', async function () {
        stub.next.push({ status: 200, body: '<html>' }, { status: 200, body: '{"hello":1}' })
        expect(await failureOf(open().find(submission))).to.be.instanceOf(ExplorerRefusal)
        expect(await failureOf(open().find(submission))).to.be.instanceOf(ExplorerRefusal)
        const elsewhere = createServer((_, response) => response.end('{}'))
        let visits = 0
        elsewhere.on('request', () => (visits += 1))
        elsewhere.listen(0, '127.0.0.1')
        await once(elsewhere, 'listening')
        const location = `http://127.0.0.1:${String((elsewhere.address() as AddressInfo).port)}/`
        stub.next.push({ status: 302, body: '', headers: { location } })
        await failureOf(open().find(submission))
        elsewhere.close()
        expect(visits).to.equal(0)
      })
    })
  }

  describe('Sourcify', function () {
    it('knows an exact match from a partial one', async function () {
      stub.verified.set(`Sourcify ${ADDRESS}`, 'match')
      expect(await openSourcify().find(submission)).to.deep.equal({ match: 'partial' })
    })

    it('takes "already verified" for success, of a submission and of a job', async function () {
      stub.next.push(problem(409, 'already_verified'))
      expect(await openSourcify().submit(submission)).to.equal(undefined)
      stub.refusals.set('PartnerRegistry', { customCode: 'already_verified', message: 'no better match' })
      stub.looksPending = 0
      const job = await openSourcify().submit(submission)
      expect(await openSourcify().look(String(job))).to.deep.equal({ status: 'already_verified', match: null })
    })

    it('tells failures that pass from those that stay', async function () {
      stub.looksPending = 0
      for (const [customCode, status] of [
        ['contract_not_deployed', 'try_again'],
        ['cannot_fetch_bytecode', 'try_again'],
        ['internal_error', 'try_again'],
        ['no_match', 'refused'],
        ['compiler_error', 'refused'],
      ] as const) {
        stub.refusals.set('PartnerRegistry', { customCode, message: `about ${customCode}` })
        const job = await openSourcify().submit(submission)
        expect(await openSourcify().look(String(job))).to.deep.equal({ status, reason: `about ${customCode}` })
      }
    })

    it('gives the reason of a refusal', async function () {
      stub.next.push(problem(404, 'unsupported_chain'), problem(400, 'invalid_parameter'))
      expect((await failureOf(openSourcify().find(submission))).message).to.equal('about unsupported_chain')
      expect((await failureOf(openSourcify().submit(submission))).message).to.equal('about invalid_parameter')
    })

    it('waits while the same contract is being verified', async function () {
      stub.next.push(problem(429, 'duplicate_verification_request'))
      expect(await failureOf(openSourcify().submit(submission))).to.be.instanceOf(Transient)
    })
  })

  describe('Etherscan', function () {
    it('sends no key where there is none, and names the reason when one is missing', async function () {
      const failure = await failureOf(openEtherscan(null).find(submission))
      expect(failure).to.be.instanceOf(ExplorerRefusal)
      expect(failure.message).to.equal('Invalid API Key (#err2)')
      expect(stub.asked[0]).to.not.contain('apikey')
    })

    it('waits for a limit of requests, and for a block that it has not seen', async function () {
      stub.next.push(says('Max calls per sec rate limit reached (3/sec)'))
      expect(await failureOf(openEtherscan().find(submission))).to.be.instanceOf(Transient)
      stub.next.push(says(`Unable to locate ContractCode at ${ADDRESS}`))
      expect(await failureOf(openEtherscan().submit(submission))).to.be.instanceOf(Transient)
      stub.next.push(says(`Unable to locate ContractCode at ${ADDRESS}`))
      expect((await openEtherscan().look('0')).status).to.equal('try_again')
    })

    it('takes "already verified" for success, as Etherscan and Blockscout word it', async function () {
      stub.next.push(says('Contract source code already verified'), says('Smart-contract already verified.'))
      expect(await openEtherscan().submit(submission)).to.equal(undefined)
      expect(await openEtherscan().submit(submission)).to.equal(undefined)
      stub.next.push(says('Already Verified'))
      expect(await openEtherscan().look('0')).to.deep.equal({ status: 'already_verified', match: null })
    })

    it('finds nothing where Blockscout leaves the sources out', async function () {
      const body = JSON.stringify({ status: '1', message: 'OK', result: [{ Address: ADDRESS }] })
      stub.next.push({ status: 200, body }, says('Contract source code not verified'))
      expect(await openEtherscan().find(submission)).to.equal(undefined)
      expect(await openEtherscan().find(submission)).to.equal(undefined)
    })

    it('gives the reason of a refusal', async function () {
      stub.next.push(says('Source code exceeds 500kb'), says('Fail - Unable to verify. Compiled bytecode differs'))
      expect((await failureOf(openEtherscan().submit(submission))).message).to.equal('Source code exceeds 500kb')
      expect(await openEtherscan().look('0')).to.deep.equal({
        status: 'refused',
        reason: 'Fail - Unable to verify. Compiled bytecode differs',
      })
    })
  })
})
