import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'
import { type Hex, numberToHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { type Connection, connectChain } from '../../../server/chain/client.ts'
import { deployContracts, deployerOf } from '../../../server/chain/deploy-contracts.ts'
import { type P256Support, probeP256 } from '../../../server/chain/probe-p256.ts'
import { assert } from '../../../server/domain/assert.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'
import { failureOf } from '../../support/failure.ts'
import { openAnvilChain } from '../../support/platform/anvil-chain.ts'
import { type EdrChain } from '../../support/platform/edr-chain.ts'
import { type FeeModelProxy, startFeeModelProxy } from '../../support/platform/fee-model-proxy.ts'

const CHAIN_ID = 31_337
const YES = numberToHex(1, { size: 32 })
const NO = numberToHex(0, { size: 32 })
/** The hash of the right signature, and of all wrong ones but one. */
const GOOD_START = '0xbb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023'

describe('probeP256', function () {
  let anvil: EdrChain & { url: string }
  let proxy: FeeModelProxy
  let connection: Connection

  before(async () => {
    anvil = await openAnvilChain(new Date('2026-01-05T00:00:00Z'))
    proxy = await startFeeModelProxy(anvil.url, 'op-stack')
    connection = await connectChain({ endpoints: [proxy.url], chainId: CHAIN_ID })
  })
  after(async () => {
    await proxy.close()
    await anvil.close()
  })
  beforeEach(() => {
    proxy.prices.p256 = () => undefined
  })
  /** A precompile that answers what anvil's does, but for what it is told of. */
  const answering = (p256: (data: Hex) => Hex | 'fails' | undefined) => {
    proxy.prices.p256 = p256
    return probeP256(connection)
  }
  const expectRefused = async (probe: Promise<P256Support>, said: string) => {
    const failure = await failureOf(probe)
    assert(failure instanceof StartRefused)
    expect(failure.code).to.equal('p256_precompile_wrong')
    expect(failure.message).to.include(said)
  }

  it("takes anvil's, which answers all vectors as EIP-7951 says", async () => {
    expect(await probeP256(connection)).to.equal('precompile')
  })

  it('leaves the check to Solidity where there is none', async () => {
    expect(await answering(() => '0x')).to.equal('solidity')
  })

  it('refuses one that says yes to everything', async () => {
    await expectRefused(
      answering(() => YES),
      'another message',
    )
  })

  it('refuses one that says yes to a single wrong signature, whichever it is', async () => {
    const asked = new Set<Hex>()
    await answering((data) => void asked.add(data))
    expect(asked.size).to.equal(5)
    const [, ...wrong] = asked
    for (const lie of wrong)
      await expectRefused(
        answering((data) => (data === lie ? YES : undefined)),
        YES,
      )
  })

  it('refuses one that answers zero where it should answer nothing, or fails', async () => {
    await expectRefused(
      answering((data) => (data.startsWith(GOOD_START) ? undefined : NO)),
      NO,
    )
    await expectRefused(
      answering((data) => (data.startsWith(GOOD_START) ? undefined : 'fails')),
      'fails',
    )
  })

  it('refuses one that says anything but yes to a right signature', async () => {
    let calls = 0
    await expectRefused(
      answering(() => (calls++ === 0 ? NO : '0x')),
      'a right signature',
    )
  })

  it('keeps a deployment from beginning: nothing is written or sent', async () => {
    proxy.prices.p256 = () => YES
    const folder = mkdtempSync(join(tmpdir(), 'entente-p256-'))
    const deployer = deployerOf(privateKeyToAccount(generatePrivateKey()))
    const terms = { name: 'Points', symbol: 'POINTS', contractUri: '', epochLength: 86_400 }
    const operator = '0x00000000000000000000000000000000000000a1'
    const order = { folder, terms, admin: deployer.address, operator } as const
    const failure = await failureOf(deployContracts({ connection, deployer, sleep: async () => undefined }, order))
    assert(failure instanceof StartRefused)
    expect(failure.code).to.equal('p256_precompile_wrong')
    expect(readdirSync(folder)).to.deep.equal([])
    rmSync(folder, { recursive: true })
  })
})
