import { rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'

import { expect } from 'chai'
import { type Hex, keccak256, toBytes, type TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { createChain } from '../../server/chain/client.ts'
import { postBatchCall } from '../../server/chain/post-batch-call.ts'
import { localSigner } from '../../server/chain/signer.ts'
import { composeRecords } from '../../server/domain/batches.ts'
import { ask, askStatus } from '../support/system/ask.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

const CHAIN_ID = 31_337
const KEY = keccak256(toBytes("the partner's own issuer key"))
const TOKEN = 'the-token-of-the-service'
/** No member's. */
const STRANGER = '0x9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e'

/** A partner's signing service: it signs whatever the holder of its token asks for, while it is up. */
interface SigningService {
  url: string
  server: Server
  isUp: boolean
}

async function startSigningService(): Promise<SigningService> {
  const account = privateKeyToAccount(KEY)
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const isAllowed = request.headers.authorization === `Bearer ${TOKEN}`
      if (!service.isUp || !isAllowed) {
        response.writeHead(isAllowed ? 503 : 401).end()
        return
      }
      const typedData = JSON.parse(Buffer.concat(chunks).toString()) as TypedDataDefinition
      response.end(JSON.stringify({ signature: await account.signTypedData(typedData) }))
    })()
  })
  const service: SigningService = { url: '', server, isUp: true }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  service.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return service
}

describe('a partner that posts a batch by itself', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()
  let signing: SigningService
  let server: TestServer
  let keys: { own: string; hosted: string }
  let card: { own: string; hosted: string }
  let account: string
  let held: string[]

  before(async () => {
    signing = await startSigningService()
    await start()
    const issuer = localSigner(KEY).address
    keys = { own: await addPartner('Own', '--issuer', issuer), hosted: await addPartner('Hosted') }
    await waitUntil(
      async () =>
        (await json('partner', 'list')).partners.map(
          (one: { onChain: null | { status: string } }) => one.onChain?.status,
        ),
      (statuses) => statuses.every((status: string | undefined) => status === 'active'),
    )
    const enrol = async (key: string) => (await ask(server.url, '/v1/members', { key, body: { kind: 'card' } })).body
    const [own, hosted] = [await enrol(keys.own), await enrol(keys.hosted)]
    card = { own: own.cardNumber, hosted: hosted.cardNumber }
    account = own.address
  })
  after(() => signing.server.close())

  const start = async () => {
    const env = { EXTERNAL_SIGNERS: `1=${signing.url}`, EXTERNAL_SIGNER_TOKENS: `1=${TOKEN}` }
    server = await workplace.start({ args: ['--no-demo'], env })
  }
  const stop = async () => {
    server.signal('SIGTERM')
    expect((await server.ended).code).to.equal(0)
  }
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await workplace.run([...args, '--json'])
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  const addPartner = async (name: string, ...more: string[]): Promise<string> => {
    const limits = ['--allowance', '1000000', '--daily-limit', '1000000']
    return (await json('partner', 'add', '--name', name, ...limits, ...more)).apiKey.apiKey
  }
  const buy = async (whose: 'own' | 'hosted', orderRef: string): Promise<string> => {
    const member = { kind: 'card', value: card[whose] }
    const body = { orderRef, member, currency: 'GBP', amountMinor: '1000', occurredAt: new Date().toISOString() }
    const answer = await ask(server.url, '/v1/purchases', { key: keys[whose], body })
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
    return answer.body.purchaseId
  }
  const stateOf = async (whose: 'own' | 'hosted', id: string): Promise<string> =>
    (await ask(server.url, `/v1/purchases/${id}`, { key: keys[whose] })).body.state
  const isParked = (state: string) => state === 'parked'
  const expectHeld = async () => {
    for (const id of held) expect(await stateOf('own', id)).to.equal('parked')
  }
  const isConfirmed = (state: string) => state === 'confirmed' || state === 'final'
  const supplyIs = async (points: string) => expect((await askStatus(server)).totalSupply).to.equal(points)

  /** As the partner would: with its own key and its own gas money, past the server. */
  async function postDirectly(points: readonly (readonly [string, bigint])[]): Promise<void> {
    const { rpcUrl, contracts } = await json('status')
    const request = async ({ method, params }: { method: string; params?: unknown }) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] })
      const answer = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      return ((await answer.json()) as { result: unknown }).result
    }
    const chain = await createChain({ endpoints: [request], chainId: CHAIN_ID, addresses: contracts })
    const { partners } = await json('partner', 'list')
    const signer = localSigner(KEY)
    const batch = {
      partnerId: 1,
      firstEntry: BigInt(partners[0].onChain.nextEntry),
      entryCount: points.length,
      receiptsRoot: keccak256(toBytes('its own receipts')),
      ...(composeRecords(points.map(([to, each]) => ({ account: to, points: each }))) as { credits: Hex; debits: Hex }),
      deadline: 2n ** 40n,
    }
    const call = postBatchCall(chain, batch, await signer.signBatch(chain, batch))
    await request({ method: 'anvil_setBalance', params: [signer.address, '0xde0b6b3a7640000'] })
    const nonce = Number(await request({ method: 'eth_getTransactionCount', params: [signer.address] }))
    const fees = { maxFeePerGas: 10_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }
    const raw = await signer.signTransaction({
      ...call,
      nonce,
      chainId: CHAIN_ID,
      gas: 1_000_000n,
      accessList: [],
      ...fees,
    })
    await request({ method: 'eth_sendRawTransaction', params: [raw] })
    // An idle chain has no reason to make a block.
    await request({ method: 'evm_mine' })
  }

  it('stops nobody while the server runs: only its own purchases wait', async () => {
    const first = await buy('own', 'before')
    await waitUntil(() => stateOf('own', first), isConfirmed)
    // It has its number before the partner uses that up.
    signing.isUp = false
    const numbered = await buy('own', 'numbered')
    await waitUntil(() => stateOf('own', numbered), isParked)
    await postDirectly([
      [account, 5n],
      [STRANGER, 3n],
    ])
    await waitUntil(
      async () => (await askStatus(server)).quarantinedPartners,
      (count) => count === 1,
    )
    signing.isUp = true
    held = [numbered, await buy('own', 'after')]
    const other = await buy('hosted', 'other')
    await waitUntil(() => stateOf('hosted', other), isConfirmed)
    await expectHeld()
    await supplyIs('28')
  })

  it('stops no start', async () => {
    await stop()
    await start()
    const other = await buy('hosted', 'after the start')
    await waitUntil(() => stateOf('hosted', other), isConfirmed)
    await expectHeld()
    await supplyIs('38')
  })

  it('stops no start that builds the database again from the journal and the chain', async () => {
    await stop()
    await rm(join(server.dataFolder, 'database'), { recursive: true })
    await start()
    expect((await askStatus(server)).quarantinedPartners).to.equal(1)
    await expectHeld()
    await supplyIs('38')
  })

  it('gets what waited minted once, when the operator has looked', async () => {
    const shown = (await workplace.run(['partner', 'list'])).stdout
    expect(shown).to.contain('active, in quarantine').and.contain('8 points given').and.contain('its own key')
    const released = await json('partner', 'release', '1', '--reason', 'gift points, says their office')
    expect(released).to.deep.equal({ partnerId: 1, name: 'Own', status: 'active', quarantine: null })
    for (const id of held) await waitUntil(() => stateOf('own', id), isConfirmed)
    await supplyIs('58')
    await stop()
    await rm(join(server.dataFolder, 'database'), { recursive: true })
    await start()
    for (const id of held) expect(await stateOf('own', id)).to.be.oneOf(['confirmed', 'final'])
    const next = await buy('own', 'last')
    await waitUntil(() => stateOf('own', next), isConfirmed)
    await supplyIs('68')
  })
})
