import { Document } from 'sepa'

import { assert } from '../../domain/assert.ts'
import { type BankDetails, sepaText } from '../../domain/clearing/bank-details.ts'
import { PAYMENT_CURRENCY, type PaymentOrder } from '../../domain/clearing/payment-file.ts'
import { decimalOfMinor } from '../../domain/currencies.ts'
import { dayText } from '../../domain/utc-days.ts'

const FORMAT = 'pain.001.001.09'
const SECONDS_END = 19

/**
 * Writes a payment file that banks of SEPA take (ISO 20022, pain.001.001.09): the same order gives the same text. Addresses are
 * left out: the package would write them as free lines, which banks refuse since November 2026, and no bank of SEPA needs them.
 */
export function writePaymentFile(order: PaymentOrder): string {
  const document = new Document(FORMAT)
  document.grpHdr.id = order.messageId
  document.grpHdr.created = new UtcFields(order.createdAt)
  document.grpHdr.initiatorName = sepaText(order.debtor.name)
  const info = document.createPaymentInfo()
  info.requestedExecutionDate = new UtcFields(order.payOn)
  // One booking each: the bank statement then names every payment.
  info.batchBooking = false
  info.debtorName = sepaText(order.debtor.name)
  info.debtorIBAN = order.debtor.iban
  info.debtorBIC = order.debtor.bic ?? ''
  document.addPaymentInfo(info)
  for (const { endToEndId, amountMinor, creditor, remittance } of order.payments) {
    const transfer = info.createTransaction()
    transfer.end2endId = endToEndId
    transfer.amount = Number(decimalOfMinor(amountMinor, PAYMENT_CURRENCY))
    transfer.currency = PAYMENT_CURRENCY
    transfer.creditorName = sepaText(creditor.name)
    transfer.creditorIBAN = creditor.iban
    transfer.creditorBIC = creditor.bic ?? ''
    transfer.remittanceInfo = remittance
    info.addTransaction(transfer)
  }
  const text = `${document.toString()}\n`
  checkWritten(text, order)
  return text
}

/** The package writes the fields of local time: these are the fields of UTC, wherever the program runs. */
class UtcFields extends Date {
  override getFullYear = () => this.getUTCFullYear()
  override getMonth = () => this.getUTCMonth()
  override getDate = () => this.getUTCDate()
  override getHours = () => this.getUTCHours()
  override getMinutes = () => this.getUTCMinutes()
  override getSeconds = () => this.getUTCSeconds()
}

/** What was written is compared as text with the integers that it was written from: a float in between may not change a cent. */
function checkWritten(text: string, { createdAt, payOn, debtor, payments, totalMinor }: PaymentOrder): void {
  const total = decimalOfMinor(totalMinor, PAYMENT_CURRENCY)
  const count = String(payments.length)
  const accounts = (one: BankDetails) => one.iban
  checkAll(text, 'CreDtTm', [createdAt.toISOString().slice(0, SECONDS_END)])
  checkAll(text, 'Dt', [dayText(payOn)])
  checkAll(text, 'CtrlSum', [total, total])
  checkAll(text, 'NbOfTxs', [count, count])
  checkAll(text, 'IBAN', [debtor, ...payments.map(({ creditor }) => creditor)].map(accounts))
  checkAll(
    text,
    'EndToEndId',
    payments.map(({ endToEndId }) => endToEndId.replaceAll("'", '&apos;')),
  )
  checkAll(
    text,
    'InstdAmt',
    payments.map(({ amountMinor }) => decimalOfMinor(amountMinor, PAYMENT_CURRENCY)),
  )
}

function checkAll(text: string, element: string, expected: readonly string[]): void {
  const written = [...text.matchAll(new RegExp(`<${element}(?: Ccy="EUR")?>([^<]*)</${element}>`, 'g'))].map(
    ([, value]) => value,
  )
  assert(
    written.join(' ') === expected.join(' '),
    `the payment file has other values than were asked for in ${element}`,
  )
}
