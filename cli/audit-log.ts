import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'

import type { Schemas } from '../client/client.ts'
import { type ClaimedEntry, HEAD_DIGITS_MIN, verifyChain } from '../server/actions/audit/verify-chain.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { withOperator, type Operator } from './operator.ts'
import { type CommonOptions, type Outcome, readAsOperator, withOperatorOptions } from './operator-command.ts'
import { formatTable, print, printJson } from './terminal.ts'

type Entry = Schemas['AuditEntry']

const JsonObject = z.record(z.string(), z.unknown())

interface ListOptions extends CommonOptions {
  partner?: string
  key?: string
  operation?: string
  from?: string
  until?: string
  limit: string
}

interface VerifyOptions extends CommonOptions {
  file?: string
  head?: string[]
}

/** `entente audit-log ...`: what operators and back offices did, and whether the record of it is whole. */
export function addAuditLogCommand(program: Command): void {
  const log = program
    .command('audit-log')
    .description('Read, export and verify the log of what operators and back offices of partners called.')
  withOperatorOptions(log.command('list').description('Show the newest entries.'))
    .option('--partner <id>', 'only entries of or about this partner')
    .option('--key <key>', 'only calls with this key')
    .option('--operation <name>', 'only this operation, such as changeAllowance')
    .option('--from <time>', 'only from this time on')
    .option('--until <time>', 'only before this time')
    .option('--limit <entries>', 'how many at most', '50')
    .action((options: ListOptions) => readAsOperator(options, (operator) => listEntries(operator, options)))
  withOperatorOptions(
    log.command('export').description('Write every entry to standard output, oldest first: a JSON object a line.'),
  ).action((options: CommonOptions) => withOperator(options, exportEntries, { isReading: true }))
  withOperatorOptions(
    log
      .command('verify')
      .description('Check the chain of hashes, and name the first entry that is wrong (exit code 1).'),
  )
    .option('--file <file>', 'file that audit-log export wrote (default: the log of the server)')
    .option(
      '--head <hash>',
      'head that was seen before and must still be in the log; can be given several times',
      readHead,
    )
    .action(verify)
}

function readHead(text: string, before: string[] = []): string[] {
  if (!/^[0-9a-f]+$/i.test(text) || text.length < HEAD_DIGITS_MIN || text.length > 64)
    throw new InvalidArgumentError(`A head is the hash of an entry, or its first ${String(HEAD_DIGITS_MIN)} digits.`)
  return [...before, text]
}

async function listEntries({ api, key }: Operator, options: ListOptions): Promise<Outcome> {
  const { partner, key: keyId, operation, from, until, limit } = options
  const query = {
    limit,
    ...(partner === undefined ? {} : { partnerId: partner }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(operation === undefined ? {} : { operation }),
    ...(from === undefined ? {} : { createdFrom: from }),
    ...(until === undefined ? {} : { createdUntil: until }),
  }
  const { data: page } = await api.withKey(key).GET('/v1/audit-log', { params: { query } })
  const rows = page.data.map(rowOf)
  return {
    value: { entries: page.data },
    text: formatTable(['number', 'at', 'caller', 'operation', 'about', 'points', 'answer'], rows),
  }
}

function rowOf({ number, at, caller, operation, target, kept, amount, status, problem }: Entry): string[] {
  const about = [...Object.entries(target), ...Object.entries(kept)].map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [number, at, caller.label ?? caller.kind, operation, about.join(' '), amount ?? '-', problem ?? String(status)]
}

/** All entries, oldest first, page by page. */
async function* readEntries({ api, key }: Operator): AsyncGenerator<Entry> {
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const query = { order: 'oldest_first' as const, ...(cursor === undefined ? {} : { cursor }) }
    const { data: page }: { data: Schemas['AuditEntries'] } = await api
      .withKey(key)
      .GET('/v1/audit-log', { params: { query } })
    yield* page.data
    cursor = page.nextCursor ?? undefined
  }
}

async function exportEntries(operator: Operator): Promise<void> {
  for await (const entry of readEntries(operator)) printJson(entry)
}

async function* readExport(file: string): AsyncGenerator<ClaimedEntry> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    yield parseLine(line, file, number)
  }
}

function parseLine(line: string, file: string, number: number): ClaimedEntry {
  try {
    return JsonObject.parse(JSON.parse(line))
  } catch (error) {
    throw new StartRefused('audit_log_unreadable', `Line ${String(number)} of ${file} is no JSON object.`, error)
  }
}

async function verify(options: VerifyOptions): Promise<void> {
  const { file, head = [], json } = options
  const verdict =
    file === undefined
      ? await withOperator(options, (operator) => verifyChain(readEntries(operator), head), { isReading: true })
      : await verifyChain(readExport(file), head)
  if (json === true) {
    printJson(verdict.status === 'right' ? { ...verdict, entries: String(verdict.entries) } : verdict)
  } else if (verdict.status === 'right') {
    print(`The log is whole: ${String(verdict.entries)} entries, head ${verdict.head}.`)
  } else {
    print(`Entry ${verdict.number} is wrong: ${verdict.why}.`)
  }
  if (verdict.status === 'wrong') process.exitCode = 1
}
