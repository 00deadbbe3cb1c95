import { readFileSync } from 'node:fs'

import { Command } from 'commander'

import { addAdminCommand } from './admin.ts'
import { addArchiveCommand } from './archive.ts'
import { addAuditLogCommand } from './audit-log.ts'
import { addCharityCommand } from './charity.ts'
import { addClearingCommand } from './clearing.ts'
import { addDeployCommand } from './deploy.ts'
import { addExamples } from './examples.ts'
import { addKeyCommand } from './key.ts'
import { addMemberCommand } from './member.ts'
import { addMessagesCommand } from './messages.ts'
import { addOperatorKeyCommand } from './operator-key.ts'
import { addPartnerCommand } from './partner.ts'
import { addPowersCommands } from './powers.ts'
import { addProposalCommand } from './proposal.ts'
import { addRecoveryCommand } from './recovery.ts'
import { addReplayCommand } from './replay.ts'
import { addRewardCommand } from './reward.ts'
import { addStartCommand } from './start.ts'
import { addStatusCommand } from './status.ts'
import { addWitnessCommand } from './witness.ts'
import { addWebhookCommand } from './webhook.ts'

const AFTER_HELP = `
Each command explains itself: entente partner add --help.
From a clone: npm run entente -- <command>.
Exit codes: 0 done, 1 refused or failed, 2 not understood.`

/** The command line, and which of its commands was understood, once one was. */
export interface CommandLine {
  readonly program: Command
  readonly acting: () => Command | null
}

/** Makes all commands. `isForPrograms`: what is not understood is reported as JSON by whoever runs it, and not printed here. */
export function makeCommandLine({ isForPrograms = false }: { isForPrograms?: boolean } = {}): CommandLine {
  let acting: Command | null = null
  const program = new Command('entente')
    .description('Coalition points on a ledger that anyone can check.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('--help', 'explain the command')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .hook('preAction', (_program, command) => {
      acting = command
    })
  if (isForPrograms) program.configureOutput({ outputError: () => undefined })
  else program.showHelpAfterError('(add --help to see what is possible)')
  addStartCommand(program)
  addDeployCommand(program)
  addKeyCommand(program)
  addPartnerCommand(program)
  addRewardCommand(program)
  addCharityCommand(program)
  addClearingCommand(program)
  addWebhookCommand(program)
  addOperatorKeyCommand(program)
  addProposalCommand(program)
  addAuditLogCommand(program)
  addArchiveCommand(program)
  addWitnessCommand(program)
  addMemberCommand(program)
  addMessagesCommand(program)
  addRecoveryCommand(program)
  addPowersCommands(program)
  addAdminCommand(program)
  addReplayCommand(program)
  addStatusCommand(program)
  addExamples(program)
  return { program, acting: () => acting }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
