import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { expect } from 'chai'

const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
const source = readFileSync(new URL('./SmallLedger.sol', import.meta.url), 'utf8')

/** What solc's model checker says of each assertion, in the order of the lines. */
function checkModel(content: string): { proved: string[]; open: string[] } {
  const modelChecker = {
    engine: 'chc',
    solvers: ['z3'],
    targets: ['assert'],
    showProvedSafe: true,
    showUnproved: true,
    contracts: { 'SmallLedger.sol': ['SmallLedger'] },
  } // no timeout: the z3 inside the compiler dies of it
  const input = { language: 'Solidity', sources: { 'SmallLedger.sol': { content } }, settings: { modelChecker } }
  const { errors } = JSON.parse(solc.compile(JSON.stringify(input))) as {
    errors: { formattedMessage: string; severity: string }[]
  }
  const said = errors.map(({ formattedMessage }) => formattedMessage)
  expect(errors.filter(({ severity }) => severity === 'error')).to.deep.equal([])
  return {
    proved: said.filter((text) => text.includes('check is safe')),
    open: said.filter((text) => text.includes('violation') && !text.includes('check is safe')),
  }
}

describe('the small ledger', function () {
  this.timeout(0)

  it('is proved: conservation, lane bounds, order of lots, nonces, numbers and expiry, for any calls in any order', function () {
    const { proved, open } = checkModel(source)
    expect(open).to.deep.equal([])
    expect(proved).to.have.length(source.match(/assert\(/g)!.length)
  })

  it('would not be proved if a redemption left the supply as it was', function () {
    const broken = source.replace(
      '(a0, s0, left) = (a0 - t, s0 - t, left - t);\n        nonce',
      '(a0, left) = (a0 - t, left - t);\n        nonce',
    )
    expect(broken).not.to.equal(source)
    expect(checkModel(broken).open).not.to.deep.equal([])
  })
})
