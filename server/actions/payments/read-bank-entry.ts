import { withoutSpaces } from '../../domain/clearing/bank-details.ts'
import {
  type BankDoubt,
  type BankTransaction,
  type Direction,
  minorOfDecimal,
} from '../../domain/clearing/bank-statement.ts'
import { firstText, listAt, type Node, nodeAt, textAt } from './camt-nodes.ts'

/** What an entry says of itself: for all of its transactions, where they say nothing else. */
interface EntryFacts {
  readonly entry: number
  readonly amount: string
  readonly currency: string
  readonly direction: Direction
  readonly isReversal: boolean
  readonly isBooked: boolean
  readonly bookedOn: string | null
}

const DAY_LENGTH = 10

/** An entry of a bank statement as its transactions, at least one; or the name of what it lacks. */
export function readEntry(node: Node, entry: number): BankTransaction[] | string {
  const facts = entryFacts(node, entry)
  if (typeof facts === 'string') return facts
  const details = listAt(node, 'NtryDtls')
  const parts = details.flatMap((one) => listAt(one, 'TxDtls'))
  const [only] = parts
  if (only === undefined) return [wholeEntry(node, facts, isBatch(details) ? 'parts_missing' : null)]
  // The entry's amount is what was booked: a single part may carry another, such as the one before a conversion.
  if (parts.length === 1) return [readPart(only, 1, facts)]
  const read = parts.map((part, at) => readPart(part, at + 1, { ...facts, ...partAmount(part, facts.currency) }))
  return addUp(read, facts) ? read : read.map((one) => ({ ...one, doubt: 'parts_differ' }))
}

function entryFacts(node: Node, entry: number): EntryFacts | string {
  const amount = textAt(node, 'Amt')
  const currency = textAt(node, 'Amt', '@Ccy')
  const direction = directionOf(node)
  // A text up to version 7 of the schema, and a code within from version 8 on; banks mix them.
  const status = firstText(node, ['Sts', 'Cd'], ['Sts', 'Prtry'], ['Sts'])
  if (amount === null || currency === null) return 'Ntry/Amt'
  if (direction === null) return 'Ntry/CdtDbtInd'
  if (status === null) return 'Ntry/Sts'
  return {
    entry,
    amount,
    currency,
    direction,
    isReversal: isTrue(textAt(node, 'RvslInd')),
    isBooked: status === 'BOOK',
    bookedOn: firstText(node, ['BookgDt', 'Dt'], ['BookgDt', 'DtTm'])?.slice(0, DAY_LENGTH) ?? null,
  }
}

function directionOf(node: Node): Direction | null {
  const indicator = textAt(node, 'CdtDbtInd')
  if (indicator === 'CRDT') return 'in'
  return indicator === 'DBIT' ? 'out' : null
}

const isTrue = (text: string | null) => text === 'true' || text === '1'

/** Several payments that were booked as one, by what the bank says of the batch. */
function isBatch(details: readonly Node[]): boolean {
  return details.some((one) => {
    const count = textAt(one, 'Btch', 'NbOfTxs')
    return nodeAt(one, 'Btch') !== undefined && count !== '1'
  })
}

/** An entry that says no more of its payment than its own references. */
function wholeEntry(node: Node, facts: EntryFacts, doubt: BankDoubt | null): BankTransaction {
  const references = [textAt(node, 'AddtlNtryInf'), textAt(node, 'NtryRef')].filter((text) => text !== null)
  return {
    ...facts,
    transaction: 1,
    endToEndId: null,
    remittance: references,
    counterparty: null,
    counterpartyAccount: null,
    doubt,
  }
}

/** What a transaction of a batch came to, in the account's currency: other currencies stand beside it, for information. */
function partAmount(node: Node, currency: string): { amount: string | null } {
  const places = [['Amt'], ['AmtDtls', 'TxAmt', 'Amt']] as const
  const found = places.find((path) => textAt(node, ...path, '@Ccy') === currency)
  return { amount: found === undefined ? null : textAt(node, ...found) }
}

function readPart(
  node: Node,
  transaction: number,
  facts: Omit<EntryFacts, 'amount'> & { readonly amount: string | null },
): BankTransaction {
  const direction = directionOf(node) ?? facts.direction
  // Whose name it is depends on who paid; a payment that comes back names the parties of the first one.
  const isReversal = facts.isReversal || nodeAt(node, 'RtrInf') !== undefined
  const other = (direction === 'out') === isReversal ? 'Dbtr' : 'Cdtr'
  const account = firstText(
    node,
    ['RltdPties', `${other}Acct`, 'Id', 'IBAN'],
    ['RltdPties', `${other}Acct`, 'Id', 'Othr', 'Id'],
  )
  return {
    ...facts,
    transaction,
    direction,
    isReversal,
    endToEndId: endToEndIdOf(node),
    remittance: remittanceOf(node),
    counterparty: firstText(node, ['RltdPties', other, 'Pty', 'Nm'], ['RltdPties', other, 'Nm']),
    counterpartyAccount: account === null ? null : withoutSpaces(account),
    doubt: facts.amount === null ? 'parts_missing' : null,
  }
}

function endToEndIdOf(node: Node): string | null {
  const id = textAt(node, 'Refs', 'EndToEndId')
  return id === 'NOTPROVIDED' ? null : id
}

function remittanceOf(node: Node): string[] {
  const information = nodeAt(node, 'RmtInf')
  const lines = listAt(information, 'Ustrd').map((line) => textAt({ line }, 'line'))
  const structured = listAt(information, 'Strd').flatMap((one) => [
    textAt(one, 'CdtrRefInf', 'Ref'),
    textAt(one, 'RfrdDocInf', 'Nb'),
    textAt(one, 'AddtlRmtInf'),
  ])
  return [...lines, ...structured].filter((text) => text !== null)
}

/** Whether the parts of a batch come to what the entry says, each with its own direction. */
function addUp(parts: readonly BankTransaction[], { amount, currency, direction }: EntryFacts): boolean {
  const whole = minorOfDecimal(amount, currency)
  let sum = 0n
  for (const part of parts) {
    const minor = part.amount === null ? null : minorOfDecimal(part.amount, currency)
    if (minor === null) return false
    sum += part.direction === direction ? minor : -minor
  }
  return sum === whole
}
