import type { Command } from 'commander'

import { type Operator, type OperatorOptions, withOperator } from './operator.ts'
import { print, printJson } from './terminal.ts'

/** What every command for operators may be told. */
export interface CommonOptions extends OperatorOptions {
  json?: boolean
}

/** What a command found or did, for programs and for people. */
export interface Outcome {
  value: unknown
  text: string
}

/** Gives a command the options that all commands for operators have. */
export function withOperatorOptions(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--url <url>', 'the server (default: the one that runs on the data folder)')
    .option('--operator-key-file <file>', 'the API key to act with (default: keys/operator-api-key in the data folder)')
    .option('--json', 'one JSON object on standard output')
}

/** Looks something up as the operator, and prints it; what is not there is not made for it. */
export function readAsOperator(options: CommonOptions, read: (operator: Operator) => Promise<Outcome>): Promise<void> {
  return runAsOperator(options, read, { isReading: true })
}

/** Acts as the operator, and prints what came of it. */
export async function runAsOperator(
  options: CommonOptions,
  act: (operator: Operator) => Promise<Outcome>,
  terms?: { isReading: boolean },
): Promise<void> {
  const { value, text } = await withOperator(options, act, terms)
  if (options.json === true) printJson(value)
  else print(text)
}
