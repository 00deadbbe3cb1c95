import { readFileSync } from 'node:fs'

import { Command } from 'commander'

import { addExamples } from './examples.ts'

/** The commands in the order of the help, and how the code of each is read from disk. */
const COMMANDS: readonly { names: readonly string[]; read: () => Promise<(program: Command) => void> }[] = [
  { names: ['start'], read: async () => (await import('./start.ts')).addStartCommand },
  { names: ['deploy'], read: async () => (await import('./deploy.ts')).addDeployCommand },
  { names: ['key'], read: async () => (await import('./key.ts')).addKeyCommand },
  { names: ['partner'], read: async () => (await import('./partner.ts')).addPartnerCommand },
  { names: ['reward'], read: async () => (await import('./reward.ts')).addRewardCommand },
  { names: ['charity'], read: async () => (await import('./charity.ts')).addCharityCommand },
  { names: ['clearing'], read: async () => (await import('./clearing.ts')).addClearingCommand },
  { names: ['rules'], read: async () => (await import('./rules.ts')).addRulesCommand },
  { names: ['webhook'], read: async () => (await import('./webhook.ts')).addWebhookCommand },
  { names: ['operator-key'], read: async () => (await import('./operator-key.ts')).addOperatorKeyCommand },
  { names: ['proposal'], read: async () => (await import('./proposal.ts')).addProposalCommand },
  { names: ['audit-log'], read: async () => (await import('./audit-log.ts')).addAuditLogCommand },
  { names: ['archive'], read: async () => (await import('./archive.ts')).addArchiveCommand },
  { names: ['witness'], read: async () => (await import('./witness.ts')).addWitnessCommand },
  { names: ['member'], read: async () => (await import('./member.ts')).addMemberCommand },
  { names: ['messages'], read: async () => (await import('./messages.ts')).addMessagesCommand },
  { names: ['recovery'], read: async () => (await import('./recovery.ts')).addRecoveryCommand },
  { names: ['powers', 'pause', 'resume'], read: async () => (await import('./powers.ts')).addPowersCommands },
  { names: ['admin'], read: async () => (await import('./admin.ts')).addAdminCommand },
  { names: ['replay'], read: async () => (await import('./replay.ts')).addReplayCommand },
  { names: ['status'], read: async () => (await import('./status.ts')).addStatusCommand },
]

const AFTER_HELP = `
Each command explains itself: entente partner add --help.
From a clone: npm run entente -- <command>.
Exit codes: 0 done, 1 refused or failed, 2 not understood.`

/** The command line, and which of its commands was understood, once one was. */
export interface CommandLine {
  readonly program: Command
  readonly acting: () => Command | null
}

interface CommandLineOptions {
  /** What is not understood is reported as JSON by whoever runs it, and not printed here. */
  isForPrograms?: boolean
  /** The first word that was typed. Where it is a command, only that command is made. */
  typed?: string | undefined
}

/** Makes the command that was typed, or all. One is there in a third of the time: most of it goes into reading code. */
export async function makeCommandLine({ isForPrograms = false, typed }: CommandLineOptions = {}): Promise<CommandLine> {
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
  const asked = COMMANDS.filter(({ names }) => typed !== undefined && names.includes(typed))
  for (const { read } of asked.length > 0 ? asked : COMMANDS) (await read())(program)
  addExamples(program)
  return { program, acting: () => acting }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
