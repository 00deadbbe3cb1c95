import { expect } from 'chai'

import type { BankDetails } from '../../../../server/domain/clearing/bank-details.ts'
import {
  describeOrderFault,
  END_TO_END_ID_MAX,
  FILE_MINOR_MAX,
  isEndToEndId,
  LEFT_OUT_SENTENCES,
  MESSAGE_ID_MAX,
  type OrderFault,
  PAYMENT_MINOR_MAX,
  PAYMENTS_PER_FILE_MAX,
  type PayableStatement,
  type PlannedOrder,
  planPayments,
} from '../../../../server/domain/clearing/payment-file.ts'
import { aStatement } from './statements.ts'

const ACCOUNT: BankDetails = { name: 'A', iban: 'DE89370400440532013000', bic: null, town: 'Bonn', country: 'DE' }
const CHARITY = '019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa'
const TERMS = {
  messageId: 'ENTENTE-2026-11',
  createdAt: new Date('2026-12-02T09:00:00Z'),
  payOn: new Date('2026-12-03T00:00:00Z'),
  debtor: { ...ACCOUNT, name: 'The coalition' },
  accounts: new Map([
    ['partner 1', ACCOUNT],
    ['partner 2', { ...ACCOUNT, name: 'B' }],
    [`charity ${CHARITY}`, { ...ACCOUNT, name: 'Sea Rescue' }],
  ]),
  paid: new Set<string>(),
}

const plan = (statements: readonly PayableStatement[], changed: Partial<typeof TERMS> = {}): PlannedOrder =>
  planPayments(statements, { ...TERMS, ...changed })

function faultOf(
  statements: readonly PayableStatement[],
  changed: Partial<typeof TERMS> = {},
): OrderFault['fault'] | null {
  const planned = plan(statements, changed)
  return planned.kind === 'refused' ? planned.fault.fault : null
}

const many = (count: number, payableMinor: bigint) =>
  Array.from({ length: count }, (_, at) => aStatement(`S-${String(at)}`, payableMinor))

describe('payment orders', () => {
  it('pay what is due to partners, whatever the order of the statements', () => {
    const planned = plan([aStatement('S-2', 4_600n, { partnerId: 2 }), aStatement('S-1', 12_345n)])
    expect(planned).to.deep.equal(plan([aStatement('S-1', 12_345n), aStatement('S-2', 4_600n, { partnerId: 2 })]))
    if (planned.kind === 'refused') throw new Error('it was refused')
    expect(planned.order.totalMinor).to.equal(16_945n)
    expect(
      planned.order.payments.map(({ endToEndId, amountMinor, creditor }) => [endToEndId, amountMinor, creditor.name]),
    ).to.deep.equal([
      ['S-1', 12_345n, 'A'],
      ['S-2', 4_600n, 'B'],
    ])
    expect(planned.order.payments[0]?.remittance).to.equal('S-1 clearing 2026-11')
    expect(planned.leftOut).to.deep.equal([])
  })

  it('pay charities as they pay partners', () => {
    const planned = plan([aStatement('S-2', 200n, { charityId: CHARITY }), aStatement('S-1', 100n)])
    if (planned.kind === 'refused') throw new Error('it was refused')
    expect(planned.order.payments.map(({ amountMinor, creditor }) => [amountMinor, creditor.name])).to.deep.equal([
      [100n, 'A'],
      [200n, 'Sea Rescue'],
    ])
  })

  it('say of every other statement why it is not paid', () => {
    const { leftOut } = plan(
      [
        aStatement('S-1', -1n),
        aStatement('S-2', 0n),
        aStatement('S-3', 1n),
        aStatement('S-4', 1n, { currency: 'GBP' }),
        aStatement('S-5', 1n, { partnerId: 9 }),
        aStatement('S-6', 1n),
        aStatement('S-7', -1n, { charityId: CHARITY }),
        aStatement('S-8', 1n, { charityId: '019a8f5e-6f3c-7c1a-9d52-000000000000' }),
      ],
      { paid: new Set(['S-3']) },
    )
    expect(leftOut.map(({ statementNumber, reason }) => [statementNumber, reason])).to.deep.equal([
      ['S-1', 'partner_pays'],
      ['S-2', 'nothing_due'],
      ['S-3', 'paid_already'],
      ['S-4', 'other_currency'],
      ['S-5', 'no_bank_details'],
      ['S-7', 'given_back'],
      ['S-8', 'no_bank_details'],
    ])
    expect(LEFT_OUT_SENTENCES.other_currency).to.match(/euros only/)
  })

  it('are refused for a number that banks would not carry', () => {
    for (const number of [
      '',
      'S/',
      '/S',
      'S//1',
      'S_1',
      'S#1',
      'Sé',
      'S\n1',
      ' S',
      'S<1',
      'x'.repeat(END_TO_END_ID_MAX + 1),
    ]) {
      expect(isEndToEndId(number), number).to.equal(false)
      expect(faultOf([aStatement(number, 1n)]), number).to.equal('statement_number_invalid')
    }
    for (const number of ['x'.repeat(END_TO_END_ID_MAX), "a-Z0/9?:(b).,'+ c"])
      expect(isEndToEndId(number), number).to.equal(true)
  })

  it('are refused for a statement that is given twice', () => {
    expect(faultOf([aStatement('S-1', 1n), aStatement('S-2', 1n), aStatement('S-1', 1n)])).to.equal('statement_twice')
  })

  it('keep to the length of a message id', () => {
    expect(faultOf([aStatement('S-1', 1n)], { messageId: 'm'.repeat(MESSAGE_ID_MAX) })).to.equal(null)
    for (const messageId of ['', 'm'.repeat(MESSAGE_ID_MAX + 1), 'm_1', '/m'])
      expect(faultOf([aStatement('S-1', 1n)], { messageId }), messageId).to.equal('message_id_invalid')
  })

  it('pay today or later, by the day in UTC', () => {
    const at = (text: string) => ({ createdAt: new Date('2026-12-02T23:59:59Z'), payOn: new Date(text) })
    expect(faultOf([aStatement('S-1', 1n)], at('2026-12-02T00:00:00Z'))).to.equal(null)
    expect(faultOf([aStatement('S-1', 1n)], at('2026-12-01T23:59:59Z'))).to.equal('pay_day_past')
  })

  it('keep to the amount of a transfer, the payments of a file, and their sum', () => {
    expect(faultOf([aStatement('S-1', PAYMENT_MINOR_MAX)])).to.equal(null)
    expect(faultOf([aStatement('S-1', PAYMENT_MINOR_MAX + 1n)])).to.equal('amount_too_large')
    expect(faultOf(many(PAYMENTS_PER_FILE_MAX, 1n))).to.equal(null)
    expect(faultOf(many(PAYMENTS_PER_FILE_MAX + 1, 1n))).to.equal('payments_too_many')
    const most = [...many(10, PAYMENT_MINOR_MAX), aStatement('T', 9n)]
    expect(faultOf(most)).to.equal(null)
    expect(FILE_MINOR_MAX).to.equal(10n * PAYMENT_MINOR_MAX + 9n)
    expect(faultOf([...most, aStatement('U', 1n)])).to.equal('total_too_large')
  })

  it('are no file where nothing is to be paid', () => {
    expect(faultOf([])).to.equal('nothing_to_pay')
    expect(faultOf([aStatement('S-1', -1n)])).to.equal('nothing_to_pay')
  })

  it('have a sentence for each fault', () => {
    const statementNumber = 'S-1'
    const faults: OrderFault[] = [
      { fault: 'message_id_invalid' },
      { fault: 'pay_day_past' },
      { fault: 'statement_number_invalid', statementNumber },
      { fault: 'statement_twice', statementNumber },
      { fault: 'amount_too_large', statementNumber },
      { fault: 'payments_too_many' },
      { fault: 'total_too_large' },
      { fault: 'nothing_to_pay' },
    ]
    expect(new Set(faults.map(describeOrderFault)).size).to.equal(faults.length)
  })
})
