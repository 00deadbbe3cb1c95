import type {
  Invoice,
  InvoicedStatement,
  InvoiceParty,
  InvoiceTerms,
  MadeInvoice,
} from '../../../../server/domain/clearing/invoice.ts'
import { divRoundHalfAway } from '../../../../server/domain/clearing/rounding.ts'
import type { Leg, LegKind, Vat } from '../../../../server/domain/clearing/statement.ts'

export const STANDARD: Vat = { treatment: 'standard', rateBasisPoints: 2_000 }

export const OPERATOR: InvoiceParty = {
  name: 'Entente Coalition & Co',
  vatId: 'FR40303265045',
  registrationId: '303265045',
  street: '1 rue de la Paix',
  postalCode: '75002',
  town: 'Paris',
  country: 'FR',
}

export const PARTNER: InvoiceParty = {
  name: 'Kornblume Garten',
  vatId: 'DE129273398',
  registrationId: 'HRB 1234',
  street: null,
  postalCode: null,
  town: 'Bonn',
  country: 'DE',
}

export const TERMS: InvoiceTerms = {
  operator: OPERATOR,
  partner: PARTNER,
  issuedOn: '2026-12-03',
  dueOn: '2026-12-17',
  exemptionReason: null,
  corrects: null,
}

/** A leg as the ledger makes it: points at a price, rounded once, and VAT on that. */
export function aLeg<Kind extends LegKind>(
  kind: Kind,
  points: bigint,
  priceMicros: bigint,
  { vat = STANDARD, feeMinor = 0n }: { vat?: Vat; feeMinor?: bigint } = {},
): Leg<Kind> {
  const payer = kind === 'redeem' ? 'operator' : 'partner'
  const grossMinor = kind === 'fee' ? feeMinor : divRoundHalfAway(points * priceMicros, 1_000_000n)
  const vatMinor = divRoundHalfAway(grossMinor * BigInt(vat.rateBasisPoints), 10_000n)
  return {
    kind,
    payer,
    payee: payer === 'partner' ? 'operator' : 'partner',
    points,
    priceMicros,
    exactMicros: points * priceMicros,
    grossMinor,
    vat,
    vatMinor,
    totalMinor: grossMinor + vatMinor,
  }
}

/** The partner A of the example in the economics of the coalition: 980.00 for what it issued, 80.00 for what it redeemed. */
export function aMonth({
  issue = aLeg('issue', 98_000n, 1_000_000n),
  redeem = aLeg('redeem', 10_000n, 800_000n),
  fee = aLeg('fee', 0n, 0n),
  currency = 'EUR',
}: {
  issue?: Leg<'issue'>
  redeem?: Leg<'redeem'>
  fee?: Leg<'fee'>
  currency?: string
} = {}): InvoicedStatement {
  return { number: 'ENT-2-2026-11', month: '2026-11', currency, legs: [issue, redeem, fee] }
}

/** The invoice that was made. */
export function invoiceOf(made: MadeInvoice): Invoice {
  if (made.kind === 'refused') throw new Error(`refused: ${made.fault}`)
  return made.invoice
}
