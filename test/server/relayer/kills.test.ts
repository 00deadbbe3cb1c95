import { expect } from 'chai'

import { createContactSeal } from '../../../server/actions/messages/contact-seal.ts'
import { setOwnPin } from '../../../server/actions/sign-in/set-own-pin.ts'
import type { Reader } from '../../../server/database/engine/client.ts'
import { listSpendingFacts } from '../../../server/database/spending-facts.ts'
import { HOLD_GRACE_MS } from '../../../server/domain/redemption-order.ts'
import { WRONG_PIN_LIMITS_DEFAULT } from '../../../server/domain/pins.ts'
import { type Death, lifeUntil } from '../../support/mortal.ts'
import { PIN, pinHash, redeemUntil } from './mortal-process.ts'
import { burnedOnChain, enrol, fund, type Holder } from './redemption-platform.ts'
import { REDEMPTION_STANDINGS, redemptionStandingOf } from './redemption-standing.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

describe('a redemption whose server is killed again and again', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let ann: Holder
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    ann = await enrol(platform, 'card')
    await fund(platform, [ann, 100n])
    await setOwnPin(
      {
        db: platform.database,
        clock: platform.clock,
        ids: platform.relayer.ids,
        pinHash,
        wrongPinLimits: WRONG_PIN_LIMITS_DEFAULT,
        contactSeal: createContactSeal({ randomness: { bytes: () => new Uint8Array() } }, new Uint8Array()),
        channelKinds: new Set(),
      },
      { memberId: ann.member.id, pin: PIN, currentPin: null, device: null },
    )
  })

  /** Points that the next hold could have, and those on chain with those burned. */
  const points = async () => {
    const { id, address } = ann.member
    const asOf = { now: platform.clock.now(), graceMs: HOLD_GRACE_MS }
    const facts = (await listSpendingFacts(platform.database, [id], asOf)).get(id)!
    const burned = (await burnedOnChain(platform)).reduce((sum, [, , each]) => sum + each, 0n)
    return {
      free: facts.lots.reduce((sum, lot) => sum + lot.points, 0n) - facts.pointsReserved,
      accounted: (await platform.balance(address)) + burned,
    }
  }
  /** Transactions that a node of this chain has been given and has not mined. */
  const waiting = async () => {
    const { edr } = platform.coalition
    const count = (tag: string) =>
      Promise.all(
        platform.lanes.map(async ({ address }) =>
          Number(await edr.request({ method: 'eth_getTransactionCount', params: [address, tag] })),
        ),
      )
    const sum = (counts: number[]) => counts.reduce((total, each) => total + each, 0)
    return sum(await count('pending')) - sum(await count('latest'))
  }
  const standing = (reader: Reader) => redemptionStandingOf(ann.member.address)(reader)
  const redeem = (death: Death | null) =>
    redeemUntil(lifeUntil(death), platform, { reference: 'R1', memberId: ann.member.id })
  const killed = async (death: Death, left: string) => {
    expect(await redeem(death), `${death.moment} of "${left}"`).to.equal(false)
    expect(await standing(platform.database)).to.equal(left)
    expect(await points()).to.deep.equal({ free: left === 'nothing' ? 100n : 60n, accounted: 100n })
  }

  it('before and after each commit, signature and send, keeps every point and is burned once', async () => {
    let before = 'nothing'
    for (const at of REDEMPTION_STANDINGS) {
      if (at === 'list signed, its call open') await killed({ moment: 'before the partner signs' }, before)
      if (at === 'send noted') {
        await killed({ moment: 'before send' }, before)
        expect(await waiting()).to.equal(0)
        await killed({ moment: 'after send' }, before)
        expect(await waiting()).to.equal(1)
      }
      await killed({ moment: 'before commit', at, standing }, before)
      await killed({ moment: 'after commit', at, standing }, at)
      before = at
    }
    expect(await redeem(null)).to.equal(true)
    expect(await standing(platform.database)).to.equal('list done')
    expect(await points()).to.deep.equal({ free: 60n, accounted: 100n })
    expect((await burnedOnChain(platform)).map(([account, nonce, burned]) => [account, nonce, burned])).to.deep.equal([
      [ann.member.address, 1, 40n],
    ])
    expect(await platform.database.call.count({ where: { kind: 'redemption' } })).to.equal(1)
  })
})
