import { Command, CommanderError } from 'commander'

import { EntenteProblem, EntenteUnreachable } from '../client/problem.ts'
import { ConfigInvalid } from '../server/config/config-invalid.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { addAdminCommand } from './admin.ts'
import { addAuditLogCommand } from './audit-log.ts'
import { addCharityCommand } from './charity.ts'
import { addDeployCommand } from './deploy.ts'
import { addKeyCommand } from './key.ts'
import { addMemberCommand } from './member.ts'
import { addMessagesCommand } from './messages.ts'
import { addOperatorKeyCommand } from './operator-key.ts'
import { addPartnerCommand } from './partner.ts'
import { addPowersCommands } from './powers.ts'
import { addProposalCommand } from './proposal.ts'
import { addRecoveryCommand } from './recovery.ts'
import { ReplayFileInvalid } from './replay/invoice.ts'
import { addReplayCommand } from './replay.ts'
import { addRewardCommand } from './reward.ts'
import { addStartCommand } from './start.ts'
import { addStatusCommand } from './status.ts'
import { printJson, say } from './terminal.ts'

const program = new Command('entente')
  .description('Coalition points on a ledger that anyone can check.')
  .helpCommand(false)
  .showHelpAfterError('(add --help to see what is possible)')
  .exitOverride()

addStartCommand(program)
addDeployCommand(program)
addKeyCommand(program)
addPartnerCommand(program)
addRewardCommand(program)
addCharityCommand(program)
addOperatorKeyCommand(program)
addProposalCommand(program)
addAuditLogCommand(program)
addMemberCommand(program)
addMessagesCommand(program)
addRecoveryCommand(program)
addPowersCommands(program)
addAdminCommand(program)
addReplayCommand(program)
addStatusCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

/** Says what went wrong, for people or for programs, and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode
  const { code, sentence } = describe(error)
  if (process.argv.includes('--json')) printJson({ error: { code, message: sentence } })
  say(`entente: ${sentence}`)
  return 1
}

function describe(error: unknown): { code: string; sentence: string } {
  if (error instanceof StartRefused || error instanceof EntenteProblem)
    return { code: error.code, sentence: error.message }
  if (error instanceof ConfigInvalid) return { code: 'config_invalid', sentence: error.message }
  if (error instanceof ReplayFileInvalid) return { code: 'replay_file_invalid', sentence: error.message }
  if (error instanceof EntenteUnreachable)
    return { code: 'server_unreachable', sentence: `${error.message}: start it with npm start.` }
  // Nothing that was foreseen: the stack is what helps.
  return { code: 'unexpected', sentence: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
