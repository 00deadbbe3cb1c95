import { expect } from 'chai'

import { accountOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')

describe('relayerSteps', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  it('takes accepted entries to final points, each once', async () => {
    await platform.accept([ANN, 30n], [BOB, 12n], [ANN, 5n], [BOB, -2n])
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(35n)
    expect(await platform.balance(BOB)).to.equal(10n)
    expect(await platform.batches()).to.deep.equal([
      { state: 'posted', parkedReason: null, firstEntry: 1n, entryCount: 4 },
    ])
    expect((await platform.calls()).map(({ state, nonce }) => [state, nonce])).to.deep.equal([['final', 0]])
  })
})
