import { type Command, Option } from 'commander'

import { writeCiiInvoice } from '../server/actions/payments/write-cii-invoice.ts'
import { writeUblInvoice } from '../server/actions/payments/write-ubl-invoice.ts'
import {
  type Invoice,
  INVOICE_FAULT_SENTENCES,
  type InvoiceParty,
  makeInvoice,
} from '../server/domain/clearing/invoice.ts'
import type { LegKind } from '../server/domain/clearing/statement.ts'
import { decimalOfMinor } from '../server/domain/currencies.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { dayText } from '../server/domain/utc-days.ts'
import { invalid, readInvoicedStatement, readParties } from './clearing-inputs.ts'
import { readDay } from './clearing-payments.ts'
import { print, printJson } from './terminal.ts'
import { writeOnce } from './write-once.ts'

const LEGS: readonly LegKind[] = ['issue', 'redeem', 'fee']
const WRITERS = { ubl: writeUblInvoice, cii: writeCiiInvoice }

interface InvoiceOptions {
  parties: string
  leg: LegKind
  issuedOn: Date
  dueOn: Date
  syntax: keyof typeof WRITERS
  corrects?: string
  exemptionReason?: string
  out: string
  json?: boolean
}

/** `entente clearing invoice`: the document of one leg of a statement. */
export function addClearingInvoiceCommand(clearing: Command): void {
  clearing
    .command('invoice')
    .description('Write the invoice or credit note (EN 16931) of one leg of a statement, or of a pack.')
    .argument('<statement>', 'file that clearing statement or clearing packs show --json wrote')
    .addOption(new Option('--leg <leg>', 'which supply').choices(LEGS).makeOptionMandatory())
    .requiredOption('--parties <file>', 'file with what invoices say of the operator and of partners')
    .requiredOption('--issued-on <day>', 'day of the invoice, such as 2026-12-03', readDay)
    .requiredOption('--due-on <day>', 'day on which it is due', readDay)
    .addOption(new Option('--syntax <syntax>', 'which of the two').choices(Object.keys(WRITERS)).default('ubl'))
    .option('--corrects <number>', 'for a credit note: the invoice that it takes back from')
    .option('--exemption-reason <text>', 'for an exempt supply: by which law')
    .requiredOption('--out <file>', 'invoice to write')
    .option('--json', 'one JSON object on standard output')
    .action((file: string, options: InvoiceOptions) => {
      const invoice = invoiceOf(file, options)
      writeOnce(options.out, WRITERS[options.syntax](invoice))
      if (options.json === true) printJson({ file: options.out, invoice })
      else print(describe(invoice, options.out))
    })
}

function invoiceOf(file: string, options: InvoiceOptions): Invoice {
  const parties = readParties(options.parties)
  const statement = readInvoicedStatement(file)
  const made = makeInvoice(statement, options.leg, {
    operator: needed(parties.operator.invoice, `${options.parties}: operator.invoice`),
    partner: needed(
      parties.partners.get(statement.partner.id)?.invoice ?? null,
      `${options.parties}: partners.${String(statement.partner.id)}.invoice`,
    ),
    issuedOn: dayText(options.issuedOn),
    dueOn: dayText(options.dueOn),
    exemptionReason: options.exemptionReason ?? null,
    corrects: options.corrects ?? null,
  })
  if (made.kind === 'refused') throw new StartRefused('invoice_refused', INVOICE_FAULT_SENTENCES[made.fault])
  return made.invoice
}

function needed(party: InvoiceParty | null, where: string): InvoiceParty {
  if (party === null) throw invalid(`${where} is missing.`)
  return party
}

function describe({ number, typeCode, seller, buyer, totals, currency, kind }: Invoice, file: string): string {
  const what = kind === 'creditNote' ? 'credit note' : 'invoice'
  const sum = `${decimalOfMinor(totals.payableMinor, currency)} ${currency}`
  const vat = `${decimalOfMinor(totals.vatMinor, currency)} ${currency}`
  return `${file}: ${what} ${number} (type ${typeCode}) of ${seller.name} to ${buyer.name}: ${sum}, of which VAT ${vat}.`
}
