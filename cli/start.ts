import { type Command, Option } from 'commander'

import type { StartOptions } from './run-start.ts'

/** What a process may do of all, as `ROLES` has it. */
export const ROLE_CHOICES = ['api', 'relayer', 'indexer', 'all']

/** `entente start`: boots everything, shows a sample day once, and serves until it is told to stop. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('Boot chain, database and server, run the sample day at the first start, and serve until Ctrl-C.')
    .option('--port <port>', 'port to listen on (default: PORT or 8080)')
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .addOption(
      new Option(
        '--role <role...>',
        'what this process does; on PostgreSQL and a chain elsewhere (default: ROLES or all)',
      ).choices(ROLE_CHOICES),
    )
    .option('--no-demo', 'leave out the demo coalition and its sample day')
    .option('--no-past', 'begin the demo coalition on its sample day, without three past months that were cleared')
    .option('--json', 'the figures as one JSON object on standard output when it is ready')
    .action(start)
}

/** The server is read from disk only here: other commands are done before it would be. */
async function start(options: StartOptions): Promise<void> {
  const { runStart } = await import('./run-start.ts')
  await runStart(options)
}
