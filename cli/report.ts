import { type Command, CommanderError } from 'commander'

import { EntenteProblem, EntenteUnreachable } from '../client/problem.ts'
import { ConfigInvalid } from '../server/config/config-invalid.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { describeProblem } from './option-names.ts'
import { ReplayFileInvalid } from './replay/invoice.ts'
import { say } from './terminal.ts'

/** What a command ends with: it was refused or failed; it was not understood. */
const FAILED = 1
const NOT_UNDERSTOOD = 2

interface Fault {
  readonly code: string
  readonly message: string
  /** The options and arguments that are wrong, as they are typed. */
  readonly options?: readonly string[]
}

/** Says what went wrong on standard error, for people or for programs (one JSON object on one line), and returns the exit code. */
export function report(
  error: unknown,
  { command, isForPrograms }: { command: Command | null; isForPrograms: boolean },
): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    if (isForPrograms) sayFault({ code: 'usage', message: error.message.replace(/^error: /, '') })
    return NOT_UNDERSTOOD
  }
  const fault = describe(error, command)
  if (isForPrograms) sayFault(fault)
  else say(`entente: ${fault.message}`)
  return FAILED
}

const sayFault = (fault: Fault) => {
  say(JSON.stringify({ error: fault }))
}

function describe(error: unknown, command: Command | null): Fault {
  if (error instanceof EntenteProblem) return { code: error.code, ...describeProblem(error, command) }
  if (error instanceof StartRefused) return { code: error.code, message: error.message }
  if (error instanceof ConfigInvalid) return { code: 'config_invalid', message: error.message }
  if (error instanceof ReplayFileInvalid) return { code: 'replay_file_invalid', message: error.message }
  if (error instanceof EntenteUnreachable)
    return { code: 'server_unreachable', message: `${error.message}: start it with npm start.` }
  // Nothing that was foreseen: the stack is what helps.
  return { code: 'unexpected', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
