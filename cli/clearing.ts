import type { Command } from 'commander'

import { addClearingCharityCommands } from './clearing-charities.ts'
import { addClearingDisputeCommands } from './clearing-disputes.ts'
import { addClearingInvoiceCommand } from './clearing-invoice.ts'
import { addClearingPackCommands } from './clearing-packs.ts'
import { addClearingPaymentCommands } from './clearing-payments.ts'
import { addClearingPricesCommands } from './clearing-prices.ts'
import { addClearingRatesCommands } from './clearing-rates.ts'
import { addClearingStatementCommands } from './clearing-statements.ts'

/** `entente clearing ...`: what the operator's finance people do. */
export function addClearingCommand(program: Command): void {
  const clearing = program
    .command('clearing')
    .description(
      'Set what points cost, sell them in packs, close months with the partners, pay and invoice, read who has paid, and end disputes.',
    )
  addClearingStatementCommands(clearing)
  addClearingCharityCommands(clearing)
  addClearingDisputeCommands(clearing)
  addClearingPricesCommands(clearing)
  addClearingPackCommands(clearing)
  addClearingRatesCommands(clearing)
  addClearingPaymentCommands(clearing)
  addClearingInvoiceCommand(clearing)
}
