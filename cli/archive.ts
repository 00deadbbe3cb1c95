import { resolve } from 'node:path'

import { type Command, InvalidArgumentError } from 'commander'

import { sha256 } from '../server/chain/note-signer.ts'
import { readConfig } from '../server/config/config.ts'
import { type NoteKey, parseKey } from '../server/domain/archive/signed-note.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { exportArchive } from './archive/export-archive.ts'
import { verifyArchive } from './archive/verify-archive.ts'
import { findRunningServer } from './operator.ts'
import { print, printJson } from './terminal.ts'

interface ExportOptions {
  to: string
  since: number
  url?: string
  data?: string
  json?: boolean
}

interface VerifyOptions {
  dir: string
  logKey?: NoteKey
  json?: boolean
}

/** `entente archive ...`: a copy of the published receipts, and whether it is right. */
export function addArchiveCommand(program: Command): void {
  const archive = program.command('archive').description('Keep a copy of the published receipts, and check it.')
  archive
    .command('export')
    .description('Fetch what a copy of the archive lacks. Every file is checked before it is kept.')
    .requiredOption('--to <folder>', 'folder of the copy')
    .option('--since <place>', 'fetch files from this place in the log on only', readPlace, 0)
    .option('--url <url>', 'the server (default: the one that runs on the data folder)')
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--json', 'one JSON object on standard output')
    .action(runExport)
  archive
    .command('verify')
    .description('Check a copy of the archive without asking anybody (exit code 1 if something is wrong).')
    .requiredOption('--dir <folder>', 'folder of the copy')
    .option('--log-key <key>', 'key of the log, as the operator publishes it: name+id+base64', readKey)
    .option('--json', 'one JSON object on standard output')
    .action(runVerify)
}

function readPlace(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('A place in the log is 0, 1, 2 ...')
  return Number(text)
}

function readKey(text: string): NoteKey {
  const key = parseKey(sha256, text)
  if (key === null) throw new InvalidArgumentError('A key is written name+id+base64.')
  return key
}

async function runExport({ to, since, url, data, json }: ExportOptions): Promise<void> {
  const done = await exportArchive({ url: url ?? findServer(data), to: resolve(to), since })
  if (json === true) printJson(done)
  else
    print(
      `${to} has ${String(done.entries)} entries of the log; ${String(done.fetched)} files were fetched, ${String(done.withoutFile)} batches have none.`,
    )
}

function findServer(data: string | undefined): string {
  const { config } = readConfig(process.env, { ENTENTE_DATA: data })
  const server = findRunningServer(config.dataFolder)
  if (server !== null) return server.url
  throw new StartRefused('server_not_running', `No server runs on ${config.dataFolder}: name one with --url.`)
}

function runVerify({ dir, logKey, json }: VerifyOptions): void {
  const verdict = verifyArchive({ folder: resolve(dir), logKey: logKey ?? null })
  if (json === true) printJson(verdict)
  else {
    const { entries, files, missing, wrong, checkpointSize } = verdict
    print(`${String(entries)} entries, ${String(files - missing.length)} of ${String(files)} files are here.`)
    for (const fault of wrong) print(fault)
    const head = checkpointSize === null ? 'no checkpoint' : `a checkpoint over ${checkpointSize} entries`
    print(wrong.length === 0 ? `Everything that is here is right, with ${head}.` : 'Something is wrong.')
  }
  if (verdict.wrong.length > 0) process.exitCode = 1
}
