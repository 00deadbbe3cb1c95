/** An entry of a bank statement, in the terms of the test. What is left out is as usual. */
export interface EntryTerms {
  readonly amount?: string
  readonly currency?: string
  readonly side?: 'CRDT' | 'DBIT'
  /** As XML, since banks write it in two shapes. */
  readonly status?: string
  readonly reversal?: boolean
  readonly details?: string
}

/** A transaction within an entry; `more` is XML. */
export interface PartTerms {
  readonly id?: string
  readonly amount?: string
  readonly side?: 'CRDT' | 'DBIT'
  readonly text?: string
  readonly more?: string
}

export interface StatementTerms {
  readonly id?: string
  readonly iban?: string
  readonly page?: number
}

export const IBAN = 'DE89370400440532013000'

/** Transactions of an entry, as XML. */
export function parts(...some: readonly PartTerms[]): string {
  return `<NtryDtls>${some.map(part).join('')}</NtryDtls>`
}

function part({ id, amount, side, text, more = '' }: PartTerms): string {
  const refs = id === undefined ? '' : `<Refs><EndToEndId>${id}</EndToEndId></Refs>`
  const sum = amount === undefined ? '' : `<Amt Ccy="EUR">${amount}</Amt>`
  const sided = side === undefined ? '' : `<CdtDbtInd>${side}</CdtDbtInd>`
  const remittance = text === undefined ? '' : `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>`
  return `<TxDtls>${refs}${sum}${sided}${more}${remittance}</TxDtls>`
}

/** An entry, as XML. */
export function entry({
  amount = '10.00',
  currency = 'EUR',
  side = 'DBIT',
  status = '<Cd>BOOK</Cd>',
  reversal,
  details = parts({ id: 'S-1' }),
}: EntryTerms = {}): string {
  const reversed = reversal === undefined ? '' : `<RvslInd>${String(reversal)}</RvslInd>`
  return (
    `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${reversed}<Sts>${status}</Sts>` +
    `<BookgDt><Dt>2026-12-04</Dt></BookgDt>${details}</Ntry>`
  )
}

/** A statement of an account, as XML. */
export function statement(entries: string, { id = 'DAY-1', iban = IBAN, page }: StatementTerms = {}): string {
  const paged =
    page === undefined ? '' : `<StmtPgntn><PgNb>${String(page)}</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>`
  return `<Stmt><Id>${id}</Id>${paged}<Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${entries}</Stmt>`
}

/** A whole file. */
export function camt(statements: string, version = '08'): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">` +
      `<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>${statements}</BkToCstmrStmt></Document>`,
  )
}
