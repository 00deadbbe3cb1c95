import type { Command } from 'commander'

import { readMessageFolder } from '../server/channels/message-folder.ts'
import { readConfig } from '../server/config/config.ts'
import { refuseToMake } from './operator.ts'
import { print, printJson } from './terminal.ts'

const COUNT_DEFAULT = 1

/** `entente messages`: what would have been sent by e-mail and SMS, where no mail server and no gateway is set up. */
export function addMessagesCommand(program: Command): void {
  program
    .command('messages')
    .description('Show the newest messages that were kept in the data folder instead of being sent, for trying.')
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--last <count>', 'how many, newest first', String(COUNT_DEFAULT))
    .option('--json', 'one JSON object on standard output')
    .action((options: { data?: string; last: string; json?: boolean }) => {
      showMessages(options)
    })
}

function showMessages(options: { data?: string; last: string; json?: boolean }): void {
  const { config } = readConfig(process.env, { ENTENTE_DATA: options.data })
  refuseToMake(config.dataFolder)
  const { folder } = config.channels
  const countMax = Math.max(1, Math.trunc(Number(options.last)) || COUNT_DEFAULT)
  const messages = folder === null ? [] : readMessageFolder(folder, countMax)
  if (options.json === true) printJson({ messages })
  else if (messages.length === 0) print('No message was kept in this data folder.')
  else print(messages.map(({ to, subject, text }) => `To: ${to}\nSubject: ${subject}\n\n${text}`).join('\n\n---\n\n'))
}
