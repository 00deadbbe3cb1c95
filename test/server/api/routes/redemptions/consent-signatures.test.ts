import { expect } from 'chai'
import {
  type Hex,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
} from 'viem'

import { createChain, type Eip1193Request } from '../../../../../server/chain/client.ts'
import { nameOrders } from '../../../../../server/chain/redemption-order-hash.ts'
import { localSigner } from '../../../../../server/chain/signer.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import type { Redemption } from '../../../../../server/database/redemptions.ts'
import { orderOf } from '../../../../../server/domain/redemption-order.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { type EdrChain, openEdrChain, testKey } from '../../../../support/platform/edr-chain.ts'
import { send } from '../../support/coalition.ts'
import { ADDRESSES, CHAIN_ID, NOW, type RunningApi, startApi } from '../../support/running-api.ts'
import { aTill, type Till } from '../../support/till.ts'

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

describe("a wallet's signature that is none of the order", function () {
  const ada = localSigner(testKey('ada'))
  let edr: EdrChain
  let db: Database
  let api: RunningApi
  let till: Till
  let order: Redemption
  before(async () => (edr = await openEdrChain(NOW)))
  after(() => edr.close())
  beforeEach(async () => {
    db = await sharedTestDatabase()
    // What is not the key's own is asked of the chain, so there is one.
    const chain = await createChain({ endpoints: [edr.request], chainId: CHAIN_ID, addresses: ADDRESSES })
    api = await startApi(db, { overrides: { chain } })
    till = await aTill(api, db)
    await db.member.updateMany({ data: { kind: 'wallet', address: ada.address, derivationIndex: null } })
    await db.movement.updateMany({ data: { account: ada.address } })
    order = await held()
  })
  afterEach(() => api.close())

  const held = async () => {
    const { body } = await till.hold({ member: { kind: 'member', value: till.memberId } })
    return (await db.redemption.findUniqueOrThrow({ where: { id: body.redemptionId } })) as Redemption
  }
  const digestOf = (changes: Partial<Redemption> = {}, chain: { chainId?: number; redemption?: Hex } = {}): Hex =>
    nameOrders({
      chainId: chain.chainId ?? CHAIN_ID,
      addresses: { ...ADDRESSES, redemption: chain.redemption ?? ADDRESSES.redemption },
    }).digest(orderOf({ ...order, nonce: 1, ...changes })) as Hex
  const consent = async (signature: Hex, { id } = order) => {
    const { status, body } = await till.post(id, 'consent', { kind: 'wallet', signature })
    return [status, body.code ?? body.state, body.details?.reason ?? null]
  }
  const ofAnother = [422, 'consent_invalid', 'signature_of_another']

  it('is refused over another order, chain, contract or partner, and from another key', async () => {
    const others = {
      'another order of the member': digestOf({ ...(await held()), nonce: 1 }),
      'more points': digestOf({ points: 101n }),
      'a later deadline': digestOf({ deadline: new Date(order.deadline.getTime() + 1_000) }),
      'another nonce': digestOf({ nonce: 2 }),
      'another reward': digestOf({ rewardHash: `0x${'0b'.repeat(32)}` }),
      'another partner': digestOf({ partnerId: order.partnerId + 1 }),
      'another chain': digestOf({}, { chainId: 1 }),
      'another contract': digestOf({}, { redemption: ADDRESSES.issuance }),
    }
    for (const [what, digest] of Object.entries(others))
      expect(await consent(await ada.signHash(digest)), what).to.deep.equal(ofAnother)
    expect(await consent(await localSigner(testKey('mallory')).signHash(digestOf()))).to.deep.equal(ofAnother)
    expect((await till.read(order.id)).body.state).to.equal('held')
  })

  it('is refused where it was malleated, cut, padded or made up, and taken in the compact form', async () => {
    const signature = await ada.signHash(digestOf())
    const { r, s, yParity } = parseSignature(signature)
    const highS = serializeSignature({ r, s: `0x${(CURVE_ORDER - BigInt(s)).toString(16)}`, yParity: 1 - yParity })
    expect(await consent(highS)).to.deep.equal([422, 'consent_invalid', 'signature_malleable'])
    expect(await consent(signature.slice(0, -4) as Hex)).to.deep.equal([400, 'malformed_request', null])
    for (const wrong of [`${signature}00`, `0x${'00'.repeat(65)}`, `0x${'ff'.repeat(64)}`])
      expect(await consent(wrong as Hex), wrong).to.deep.equal(ofAnother)
    const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)))
    expect(await consent(compact)).to.deep.equal([200, 'consented', null])
  })

  it('is refused once another order of the member was signed, and taken over what is shown then', async () => {
    const other = await held()
    const [shown, ofOther] = [digestOf(), digestOf({ ...other, nonce: 1 })]
    expect(await consent(await ada.signHash(ofOther), other)).to.deep.equal([200, 'consented', null])
    expect(await consent(await ada.signHash(shown))).to.deep.equal(ofAnother)
    expect(await consent(await ada.signHash(digestOf({ nonce: 2 })))).to.deep.equal([200, 'consented', null])
  })

  it('is taken for one of two orders that were signed with one nonce at once', async () => {
    const other = await held()
    const answers = await Promise.all([
      consent(await ada.signHash(digestOf())),
      consent(await ada.signHash(digestOf({ ...other, nonce: 1 })), other),
    ])
    expect(answers.map(([, state]) => state).toSorted()).to.deep.equal(['consent_invalid', 'consented'])
    const signed = await db.redemption.findMany({ where: { nonce: { not: null } } })
    expect(signed.map(({ nonce }) => nonce)).to.deep.equal([1])
  })

  it('is not judged on the word of an endpoint that is left alone: nothing is recorded, and other keys go on', async () => {
    let isDown = true
    const other: Eip1193Request = async (args) => {
      if (isDown && args.method !== 'eth_chainId') throw new Error('connect ECONNREFUSED')
      return edr.request(args)
    }
    const endpoints = [edr.request, other]
    const chain = await createChain({ endpoints, chainId: CHAIN_ID, addresses: ADDRESSES, retry: { roundsMax: 1 } })
    const alone = await startApi(db, { overrides: { chain } })
    const ask = async (signature: Hex) => {
      const { status, body } = await send(alone.url, `/v1/redemptions/${order.id}/consent`, {
        method: 'POST',
        key: till.partner.key,
        body: { kind: 'wallet', signature },
      })
      return [status, body.code ?? body.state]
    }
    const foreign = await localSigner(testKey('mallory')).signHash(digestOf())
    const own = await ada.signHash(digestOf())
    const first = await ask(foreign)
    isDown = false
    const second = await ask(foreign)
    isDown = true
    const third = await ask(own)
    await alone.close()
    expect([first, second, third]).to.deep.equal([
      [503, 'service_unavailable'],
      [422, 'consent_invalid'],
      [200, 'consented'],
    ])
  })

  it('is refused in the second in which its hold has ended, whatever it says', async () => {
    const signature = await ada.signHash(digestOf())
    api.clock.advance(300_000)
    expect(await consent(signature)).to.deep.equal([409, 'hold_expired', null])
    api.clock.advance(-1_000)
    expect(await consent(signature)).to.deep.equal([200, 'consented', null])
  })
})
