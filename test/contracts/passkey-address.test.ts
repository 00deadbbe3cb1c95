import { expect } from 'chai'

import { passkeyAddress } from '../../server/chain/passkey-address.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { modulesFixture } from './support/modules.ts'
import { passkeyOf, rpIdHashOf } from './support/passkey.ts'

describe("the server's passkeyAddress", function () {
  it('is the address that PointsRedemption gives to the same passkey of the same site', async function () {
    const { redemption } = await networkHelpers.loadFixture(modulesFixture)
    for (const rpId of ['localhost', 'points.example', 'ünïcode.example'])
      for (const name of ['one', 'two', 'three']) {
        const { x, y } = passkeyOf(ethers.id(name))
        const asked = await redemption.passkeyAccount(rpIdHashOf(rpId), x, y)
        expect(passkeyAddress({ rpId, x, y })).to.equal(asked.toLowerCase())
      }
  })
})
