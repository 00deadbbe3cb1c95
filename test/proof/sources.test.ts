import { expect } from 'chai'

import { sourcesOf } from '../../proof/sources.ts'

describe('the sources of a Solidity file', () => {
  it('are what it imports, what that imports, and itself, so that a copy of them compiles', () => {
    const sources = sourcesOf('proof/refusals/Ledger.t.sol')
    expect([...sources]).to.include.members([
      'proof/refusals/Ledger.t.sol',
      'proof/refusals/Refusals.sol',
      'proof/invariants/TypedData.sol',
      'contracts/ledger/LedgerAccounts.sol',
    ])
    for (const source of sources) {
      expect([...sources], source).to.include.members([...sourcesOf(source)])
    }
  })

  it('leave out packages, which a copy has already', () => {
    const outside = [...sourcesOf('contracts/PointsToken.sol')].filter((source) => !source.startsWith('contracts/'))
    expect(outside).to.deep.equal([])
  })
})
