import type { Command } from 'commander'

import { addClearingPricesCommands } from './clearing-prices.ts'
import { addClearingStatementCommands } from './clearing-statements.ts'

/** `entente clearing ...`: what the operator's finance people do. */
export function addClearingCommand(program: Command): void {
  const clearing = program.command('clearing').description('Set what points cost, and close months with the partners.')
  addClearingStatementCommands(clearing)
  addClearingPricesCommands(clearing)
}
