import { expect } from 'chai'
import {
  type Hex,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
} from 'viem'

import { ChainError } from '../../../server/chain/chain-error.ts'
import { orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import { localSigner } from '../../../server/chain/signer.ts'
import { SIGNATURE_BYTES_MAX, verifyOrderSignature } from '../../../server/chain/verify-order-signature.ts'
import type { RedemptionOrder } from '../../../server/domain/redemption-order.ts'
import { Transient } from '../../../server/domain/rejection.ts'
import { HostileWallet__factory } from '../../../typechain-types/factories/contracts/mocks/HostileWallet__factory.ts'
import { SigningWallet__factory } from '../../../typechain-types/factories/contracts/mocks/SigningWallet__factory.ts'
import { type CoalitionChain, openCoalitionChain } from '../../support/platform/coalition-chain.ts'
import { deployContract } from '../../support/platform/deploy-contract.ts'
import { testKey } from '../../support/platform/edr-chain.ts'

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const WAYS = 12
/** Of HostileWallet: says yes and no by turns, so that its answer today is a yes like any other's. */
const ALTERNATES = 11

const ada = localSigner(testKey('ada'))
const ORDER: RedemptionOrder = {
  partnerId: 7,
  member: ada.address,
  points: 100n,
  reward: `0x${'0a'.repeat(32)}`,
  nonce: 3,
  deadline: new Date('2026-01-06T00:00:00Z'),
}

describe("a member's signature of an order", function () {
  let coalition: CoalitionChain
  let digest: Hex
  let signature: Hex
  before(async () => {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
    digest = orderDigest(coalition.chain, ORDER)
    signature = await ada.signHash(digest)
  })
  after(() => coalition.edr.close())

  const judge = async (given: string, account: string = ada.address, what: string = digest) => {
    const verdict = await verifyOrderSignature(coalition.chain, { account, digest: what, signature: given })
    return verdict.status === 'signed' ? verdict.signature : verdict.reason
  }

  const deploy = (bytecode: string, type: string, argument: unknown) =>
    deployContract(coalition, { bytecode, type, argument })

  it('is taken with 65 bytes and, in the compact form, with 64', async () => {
    expect(await judge(signature)).to.equal(signature)
    expect(await judge(signature.toUpperCase().replace('0X', '0x'))).to.equal(signature)
    const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)))
    expect(await judge(compact)).to.equal(compact)
  })

  it('is refused in every other form of it, and from every other key', async () => {
    const { r, s, yParity } = parseSignature(signature)
    const highS = serializeSignature({ r, s: `0x${(CURVE_ORDER - BigInt(s)).toString(16)}`, yParity: 1 - yParity })
    expect(await judge(highS)).to.equal('signature_malleable')
    expect(await judge(`${signature.slice(0, 130)}0${yParity}`)).to.equal('signature_of_another')
    expect(await judge(await localSigner(testKey('bob')).signHash(digest))).to.equal('signature_of_another')
    expect(await judge(`0x${'00'.repeat(65)}`)).to.equal('signature_of_another')
    expect(await judge(`0x${'ff'.repeat(65)}`)).to.equal('signature_of_another')
    for (const malformed of ['', '0x', '0x0', 'ff', `0x${'ab'.repeat(SIGNATURE_BYTES_MAX + 1)}`])
      expect(await judge(malformed)).to.equal('signature_malformed')
    expect(await judge(`0x${'ab'.repeat(SIGNATURE_BYTES_MAX)}`)).to.equal('signature_of_another')
  })

  it('is refused for another chain, contract, partner, or order', async () => {
    const { chain } = coalition
    const others = [
      orderDigest({ ...chain, chainId: 1 }, ORDER),
      orderDigest({ ...chain, addresses: { ...chain.addresses, redemption: chain.addresses.issuance } }, ORDER),
      orderDigest(chain, { ...ORDER, partnerId: 8 }),
      orderDigest(chain, { ...ORDER, points: 101n }),
      orderDigest(chain, { ...ORDER, nonce: 4 }),
      orderDigest(chain, { ...ORDER, reward: `0x${'0b'.repeat(32)}` }),
      orderDigest(chain, { ...ORDER, deadline: new Date('2026-01-07T00:00:00Z') }),
    ]
    for (const other of others) expect(await judge(signature, ada.address, other)).to.equal('signature_of_another')
  })

  it("is a contract wallet's word where the member is one", async () => {
    const wallet = await deploy(SigningWallet__factory.bytecode, 'address', ada.address)
    expect(await judge(signature, wallet)).to.equal(signature)
    expect(await judge(await localSigner(testKey('bob')).signHash(digest), wallet)).to.equal('signature_of_another')
  })

  it('is refused where a contract wallet reverts, burns its gas, writes, or answers rubbish', async () => {
    for (let way = 0; way < WAYS; way += 1) {
      const wallet = await deploy(HostileWallet__factory.bytecode, 'uint8', way)
      // The one that re-enters writes to itself: a plain eth_call would let it.
      const { interface: abi } = new HostileWallet__factory()
      const inner = abi.encodeFunctionData('aim', [wallet, '0x'])
      await coalition.send(wallet, abi.encodeFunctionData('aim', [wallet, inner]) as Hex)
      await coalition.edr.mine()
      const answer = await judge(signature, wallet)
      if (way === ALTERNATES) expect([signature, 'signature_of_another']).to.include(answer)
      else expect(answer, `way ${String(way)}`).to.equal('signature_of_another')
    }
  })

  it('waits for an endpoint that does not answer, and takes that for no verdict', async () => {
    const { chain } = coalition
    const [endpoint] = chain.endpoints
    const down = async () => {
      throw new ChainError('transient', 'down', undefined)
    }
    const client = { ...endpoint!.client, call: down } as NonNullable<typeof endpoint>['client']
    const dead = { ...chain, endpoints: [{ ...endpoint!, client }], retry: { ...chain.retry, roundsMax: 1 } }
    const asked = { account: ada.address, digest, signature: '0x01' }
    const error: unknown = await verifyOrderSignature(dead, asked).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(Transient)
    // A plain key needs no chain.
    expect((await verifyOrderSignature(dead, { ...asked, signature })).status).to.equal('signed')
  })
})
