import type { Command } from 'commander'

import { addClearingDisputeCommands } from './clearing-disputes.ts'
import { addClearingInvoiceCommand } from './clearing-invoice.ts'
import { addClearingPaymentCommands } from './clearing-payments.ts'
import { addClearingPricesCommands } from './clearing-prices.ts'
import { addClearingStatementCommands } from './clearing-statements.ts'

/** `entente clearing ...`: what the operator's finance people do. */
export function addClearingCommand(program: Command): void {
  const clearing = program
    .command('clearing')
    .description(
      'Set what points cost, close months with the partners, pay and invoice, read who has paid, and end disputes.',
    )
  addClearingStatementCommands(clearing)
  addClearingDisputeCommands(clearing)
  addClearingPricesCommands(clearing)
  addClearingPaymentCommands(clearing)
  addClearingInvoiceCommand(clearing)
}
