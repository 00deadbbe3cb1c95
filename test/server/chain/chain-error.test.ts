import { expect } from 'chai'
import { encodeErrorResult, numberToHex } from 'viem'

import { partnerRegistryAbi } from '../../../abis/PartnerRegistry.ts'
import { type ChainErrorKind, classifyChainError } from '../../../server/chain/chain-error.ts'
import { decodeRevert } from '../../../server/chain/decode-revert.ts'

/** What nodes really say, by their own sources and by trying (EDR, anvil 1.7.1). */
const SAID: readonly [ChainErrorKind, string, string][] = [
  ['nonce_too_low', 'geth', 'nonce too low: next nonce 5, tx nonce 4'],
  ['nonce_too_low', 'EDR', 'Nonce too low. Expected nonce to be 1 but got 0.'],
  ['nonce_too_low', 'anvil', 'nonce too low'],
  ['nonce_too_low', 'Nethermind', 'OldNonce, Current nonce: 7, nonce of rejected tx: 1'],
  ['nonce_too_high', 'geth', 'nonce too high'],
  ['already_known', 'geth', 'already known'],
  ['already_known', 'anvil', 'transaction already imported'],
  ['already_known', 'Besu', 'Known transaction'],
  ['already_known', 'Nethermind', 'AlreadyKnown'],
  ['already_known', 'EDR', 'Known transaction: 0xabc'],
  ['underpriced', 'geth', 'replacement transaction underpriced'],
  ['underpriced', 'geth', 'transaction underpriced: tip needed 1, tip permitted 0'],
  ['underpriced', 'anvil', 'max fee per gas less than block base fee'],
  [
    'underpriced',
    'EDR',
    'Replacement transaction underpriced. A gas price of at least 5 is necessary to replace the existing transaction with nonce 0.',
  ],
  ['underpriced', 'Nethermind', 'ReplacementNotAllowed'],
  ['insufficient_funds', 'geth', 'insufficient funds for gas * price + value: address 0x0 have 1 want 2'],
  [
    'insufficient_funds',
    'EDR',
    "Sender doesn't have enough funds to send tx. The max upfront cost is: 1 and the sender's balance is: 0.",
  ],
  ['insufficient_funds', 'anvil', 'Insufficient funds for gas * price + value'],
  ['insufficient_funds', 'Besu', 'Upfront cost exceeds account balance'],
  ['reverted', 'geth', 'execution reverted'],
  ['transient', 'gateways', 'Too Many Requests'],
  ['transient', 'geth', 'header not found'],
  ['refused', 'geth', 'invalid sender'],
]

describe('classifyChainError', function () {
  for (const [kind, node, message] of SAID) {
    it(`reads ${node}'s "${message.slice(0, 40)}" as ${kind}`, () => {
      const error = Object.assign(new Error('RPC'), { cause: Object.assign(new Error(message), { code: -32000 }) })
      expect(classifyChainError(error).kind).to.equal(kind)
    })
  }

  it('takes what never reached a node for transient', () => {
    expect(classifyChainError(new TypeError('fetch failed')).kind).to.equal('transient')
    expect(classifyChainError(new SyntaxError('Unexpected token <')).kind).to.equal('transient')
  })

  it('names the custom error and its values, wherever a node puts the data', () => {
    const data = encodeErrorResult({
      abi: partnerRegistryAbi,
      errorName: 'PartnerAllowanceExceeded',
      args: [7, 5n, 9n],
    })
    const asGeth = Object.assign(new Error('execution reverted'), { code: 3, data })
    const asEdr = Object.assign(new Error('VM Exception'), { code: -32603, data: { message: 'reverted', data } })
    for (const error of [asGeth, asEdr, Object.assign(new Error('outer'), { cause: asEdr })]) {
      const classified = classifyChainError(error)
      expect(classified.kind).to.equal('reverted')
      expect(classified.revert).to.deep.equal({
        name: 'PartnerAllowanceExceeded',
        args: { id: '7', left: '5', asked: '9' },
      })
    }
  })

  it('keeps the selector of an error that nobody knows', () => {
    expect(decodeRevert(numberToHex(0x12345678, { size: 4 }))).to.deep.equal({ name: '0x12345678', args: {} })
    expect(decodeRevert('0x').name).to.equal('without_reason')
  })
})
