import type { Command } from 'commander'

import { addClearingInvoiceCommand } from './clearing-invoice.ts'
import { addClearingPaymentCommands } from './clearing-payments.ts'
import { addClearingPricesCommands } from './clearing-prices.ts'
import { addClearingStatementCommands } from './clearing-statements.ts'

/** `entente clearing ...`: what the operator's finance people do. */
export function addClearingCommand(program: Command): void {
  const clearing = program
    .command('clearing')
    .description('Set what points cost, close months with the partners, pay and invoice, and read who has paid.')
  addClearingStatementCommands(clearing)
  addClearingPricesCommands(clearing)
  addClearingPaymentCommands(clearing)
  addClearingInvoiceCommand(clearing)
}
