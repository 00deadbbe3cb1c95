import { expect } from 'chai'
import { type Hex, hashStruct, keccak256, recoverTypedDataAddress, stringToBytes } from 'viem'

import { orderTypes, redemptionDomain } from '../../../../../server/chain/redemption-order-hash.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { insertProjections } from '../../../../../server/database/projections.ts'
import { aMember, aPartner, aSession, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { burn, openTill, type Till } from '../../support/till.ts'

describe('the receipt of a redemption', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const read = (id: string, key = till.partner.key) => send(api.url, `/v1/redemptions/${id}/receipt`, { key })

  async function burned(): Promise<string> {
    const id = await till.consented()
    await till.post(id, 'capture')
    await burn(db, id)
    return id
  }

  it('can be checked by whoever has it: order, reward, signature', async () => {
    const id = await burned()
    const { status, body } = await read(id)
    expect(status).to.equal(200)
    const { order, orderHash, memberSignature, given, contract } = body
    const message = {
      partnerId: order.partnerId,
      member: order.member as Hex,
      points: BigInt(order.points),
      reward: order.reward as Hex,
      nonce: BigInt(order.nonce),
      deadline: BigInt(order.deadline),
    }
    const signed = { types: orderTypes, primaryType: 'Redemption' as const }
    expect(hashStruct({ ...signed, data: message })).to.equal(orderHash)
    const domain = redemptionDomain(api.deps.chain)
    expect(domain.verifyingContract).to.equal(contract)
    const signer = await recoverTypedDataAddress({ ...signed, domain, message, signature: memberSignature as Hex })
    expect(signer.toLowerCase()).to.equal(till.account).and.to.equal(order.member)
    expect(keccak256(stringToBytes(given.rewardText))).to.equal(order.reward)
    for (const part of [given.reference, given.salt, 'basket']) expect(given.rewardText.split('\n')).to.include(part)
    expect(body.burned).to.include({ points: '100', blockNumber: '50' })
    expect(body.restored).to.deep.equal([])
  })

  it('lists what came back, oldest first, and nothing of other orders', async () => {
    const [id, other] = [await burned(), await burned()]
    const { orderHash } = await db.redemption.findUniqueOrThrow({ where: { id } })
    const back = (logIndex: number, points: bigint, hash = orderHash) => {
      const place = { blockNumber: 60n, logIndex, transactionHash: `0x${String(logIndex).padStart(64, '0')}` }
      const facts = { nonce: null, reward: null, reason: null, includedAt: NOW }
      return {
        ...place,
        kind: 'restored' as const,
        partnerId: till.partner.id,
        account: till.account,
        points,
        orderHash: hash,
        ...facts,
      }
    }
    const elsewhere = back(3, 9n, `0x${'9'.repeat(64)}`)
    await db.transaction((tx) => insertProjections(tx, { redemption_event: [back(2, 30n), back(1, 20n), elsewhere] }))
    const points = async (one: string) =>
      (await read(one)).body.restored.map((logged: { points: string }) => logged.points)
    expect(await points(id)).to.deep.equal(['20', '30'])
    expect(await points(other)).to.deep.equal([])
  })

  it('is not there before the points are burned: until then nobody gets the signature', async () => {
    const { redemptionId } = (await till.hold()).body
    const consented = await till.consented()
    const captured = await till.consented()
    await till.post(captured, 'capture')
    const voided = await till.consented()
    await till.post(voided, 'void')
    for (const id of [redemptionId, consented, captured, voided]) {
      const { status, body } = await read(id)
      expect([status, body.code]).to.deep.equal([409, 'redemption_not_burned'])
      const { memberSignature } = await db.redemption.findUniqueOrThrow({ where: { id } })
      if (memberSignature !== null) expect(JSON.stringify(body)).not.to.include(memberSignature)
    }
  })

  it('is the member’s as well, and nobody else’s', async () => {
    const id = await burned()
    const own = async (memberId: string) =>
      send(api.url, `/v1/me/redemptions/${id}/receipt`, { session: await aSession(api.deps, memberId) })
    expect((await own(till.memberId)).body).to.deep.equal((await read(id)).body)
    const { member } = await aMember(api.deps)
    const stranger = await own(member.id)
    expect([stranger.status, stranger.body.code]).to.deep.equal([404, 'redemption_unknown'])
    const foreign = await read(id, (await aPartner(api.deps, 'Orchard Foods')).key)
    expect([foreign.status, foreign.body.code]).to.deep.equal([404, 'redemption_unknown'])
  })
})
