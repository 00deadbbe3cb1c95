import { expect } from 'chai'

import { accountCall } from '../../../../server/chain/account-calls.ts'
import { clearingCall, hashOfText } from '../../../../server/chain/clearing-calls.ts'
import type { ContractAddresses } from '../../../../server/chain/client.ts'
import { describeCall } from '../../../../server/chain/describe-call.ts'
import { operatorCall } from '../../../../server/chain/operator-call.ts'
import { powerCall } from '../../../../server/chain/power-call.ts'
import { setPricesCall } from '../../../../server/chain/set-prices-call.ts'
import { PARTNERS_PER_CALL } from '../../../../server/relayer/close-months.ts'
import { type ApiCall, ledgerCallsOf } from '../../../../web/src/operator/acts/ledger-calls.ts'

const addressOf = (digit: string) => `0x${digit.repeat(40)}` as const
const addresses: ContractAddresses = {
  accessManager: addressOf('1'),
  token: addressOf('2'),
  registry: addressOf('3'),
  issuance: addressOf('4'),
  redemption: addressOf('5'),
  accounts: addressOf('6'),
  clearing: addressOf('7'),
  logAnchors: addressOf('8'),
}
const chain = { addresses }
const account = addressOf('a')
const other = addressOf('b')
const SIGNATURE = `0x${'cd'.repeat(65)}`
/** November 2026, counted since January 1970. */
const MONTH = 682

const partner = { partnerId: 2 }
const position = { partnerId: 2, month: '2026-11' }

/** What the page says of a call of the API, and what the server then encodes for it. */
const PAIRS: readonly (readonly [operation: string, Omit<ApiCall, 'operation'>, { to: string; data: string }])[] = [
  [
    'changeAllowance',
    { target: partner, body: { change: 'raise', points: '500' } },
    operatorCall(chain, 2, { name: 'raise_allowance', points: 500n }),
  ],
  [
    'changeAllowance',
    { target: partner, body: { change: 'lower', points: '500' } },
    operatorCall(chain, 2, { name: 'lower_allowance', points: 500n }),
  ],
  [
    'changeAllowance',
    { target: partner, body: { change: 'set_daily_limit', points: '500' } },
    operatorCall(chain, 2, { name: 'set_daily_limit', points: 500n }),
  ],
  [
    'recordPackPayment',
    {
      target: { ...partner, packNumber: 1 },
      body: { reference: 'BOOK-4711', paidOn: '2026-12-28', points: '500' },
    },
    operatorCall(chain, 2, { name: 'raise_allowance', points: 500n }),
  ],
  ['suspendPartner', { target: partner, body: {} }, operatorCall(chain, 2, { name: 'suspend_partner' })],
  ['resumePartner', { target: partner, body: {} }, operatorCall(chain, 2, { name: 'resume_partner' })],
  [
    'setPrices',
    { target: partner, body: { month: '2026-11', issueMicros: '1050000', redeemMicros: '800000' } },
    setPricesCall(chain, 2, MONTH, { issueMicros: 1_050_000n, redeemMicros: 800_000n }),
  ],
  [
    'closeMonth',
    { target: { month: '2026-11' }, body: {} },
    clearingCall(chain, { name: 'close_month', month: MONTH, partnersMax: PARTNERS_PER_CALL }),
  ],
  [
    'recordStatementPayment',
    { target: position, body: { reference: 'BOOK-4711' } },
    clearingCall(chain, { name: 'mark_payment', month: MONTH, partnerId: 2, reference: 'BOOK-4711' }),
  ],
  [
    'resolveDispute',
    { target: position, body: { outcome: 'Booked in December.' } },
    clearingCall(chain, { name: 'resolve_dispute', month: MONTH, partnerId: 2, outcome: 'Booked in December.' }),
  ],
  ...(['issuing', 'redeeming'] as const).flatMap((power) => [
    [
      'pausePower',
      { target: { power }, body: { reason: 'why' } },
      powerCall(chain, { name: 'pause_power', power }),
    ] as const,
    [
      'resumePower',
      { target: { power }, body: { reason: 'why' } },
      powerCall(chain, { name: 'resume_power', power }),
    ] as const,
  ]),
  ['freezeMember', { target: { account }, body: {} }, powerCall(chain, { name: 'hold_account', account })],
  ['unfreezeMember', { target: { account }, body: {} }, powerCall(chain, { name: 'free_account', account })],
  [
    'cancelOperation',
    { target: { caller: account, target: other, data: '0x1234' }, body: {} },
    powerCall(chain, { name: 'cancel_operation', caller: account, target: other, data: '0x1234' }),
  ],
  [
    'announceRecovery',
    { target: { account }, body: { toAccount: other, deadline: '1798761600', toSignature: SIGNATURE } },
    accountCall(chain, {
      name: 'announce_recovery',
      from: account,
      to: other,
      deadline: 1_798_761_600n,
      signatureTo: SIGNATURE,
    }),
  ],
  ['cancelRecovery', { target: { account }, body: {} }, accountCall(chain, { name: 'cancel_recovery', from: account })],
  [
    'completeRecovery',
    { target: { account }, body: {} },
    accountCall(chain, { name: 'complete_recovery', from: account }),
  ],
]

/** Addresses in one case, and texts as the contract has them. */
const asOnChain = (value: string): string => {
  const [, text] = /^keccak256\("(.*)"\)$/.exec(value) ?? []
  return (text === undefined ? value : hashOfText(text)).toLowerCase()
}

const valuesOf = (args: Readonly<Record<string, string>>) =>
  Object.entries(args).map(([name, value]) => [name, asOnChain(value)])

describe('the calls on the ledger that the console of operators announces', () => {
  for (const [operation, call, encoded] of PAIRS) {
    it(`are those that the server makes: ${operation} ${JSON.stringify({ ...call.target, ...call.body })}`, () => {
      const [said, ...more] = ledgerCallsOf({ operation, ...call })
      expect(more).to.deep.equal([])
      const made = describeCall(addresses, { target: encoded.to, data: encoded.data })
      expect(said).to.include({ contract: made?.contract, functionName: made?.functionName })
      expect(valuesOf(said?.args ?? {})).to.deep.equal(valuesOf(made?.args ?? {}))
    })
  }

  it('of a new partner are three, in the order in which the server makes them', () => {
    const body = { name: 'Harbour Books', allowance: '1000', dailyLimit: '100' }
    const calls = ledgerCallsOf({ operation: 'addPartner', target: {}, body })
    expect(calls.map(({ functionName }) => functionName)).to.deep.equal(['register', 'raiseAllowance', 'setDailyLimit'])
  })

  it('are none for what stays with the server', () => {
    for (const operation of ['revokeApiKey', 'releasePartner', 'rejectProposal', 'issueOperatorKey'])
      expect(ledgerCallsOf({ operation, target: partner, body: {} })).to.deep.equal([])
  })
})
