import { parseArgs } from 'node:util'

import { type Address, isAddress } from 'viem'

import { type NoteKey, readKey } from './log/signed-note.ts'

/** What an audit is asked for. */
export interface AuditOptions {
  readonly rpc: string
  readonly rpcSecond: string | null
  readonly token: Address
  /** Folders or URLs of the receipts archive: the first is checked, the others are compared with it. */
  readonly archives: readonly string[]
  /** The key of the archive's log, as the auditor knows it. */
  readonly logKey: NoteKey | null
  /** Witnesses who must have cosigned the head of the log. */
  readonly witnesses: readonly NoteKey[]
  /** The first block whose acts are checked; null for the first of the coalition. */
  readonly from: number | null
  /** The end block; null for the newest final one. */
  readonly to: number | null
  readonly api: string | null
  /** Folder in which what was read is kept for the next audit. */
  readonly state: string | null
  readonly json: boolean
  /** File for the PDF. */
  readonly report: string | null
  /** File with the auditor's key. */
  readonly sign: string | null
  /** Whether the code is compiled and compared. */
  readonly code: boolean
}

/** What the command line asks for. */
export type Command =
  | { readonly name: 'audit'; readonly options: AuditOptions }
  | { readonly name: 'verify-summary'; readonly file: string }
  | { readonly name: 'help' }

/** The command line cannot be understood. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const HELP = `npm run audit -- --rpc URL --token ADDRESS [options]

Checks a coalition's ledger with nothing but an RPC endpoint: signatures, numbering, balances, prices, roles and code.
Needs an endpoint that keeps old state where contract wallets signed, and eth_getLogs in any case.

  --rpc URL            the endpoint that is asked
  --token ADDRESS      the PointsToken: everything else is found from it
  --rpc-second URL     asked the same questions; what the two answer differently is a finding
  --archive DIR|URL    the receipts archive: adds the checks of receipts, rules and log; a second one is compared with the first
  --log-key KEY        the key of the archive's log, got in another way than from its server
  --witness KEY        a witness who must have cosigned the head of the log; may be given again
  --from BLOCK         check what happened from this block on (default: all); earlier blocks are read, not judged
  --to BLOCK           the end block (default: the newest final one)
  --api URL            compare the operator's public figures too
  --state DIR          keep what was read here, and go on from there
  --no-code            do not compile the contracts (spares a minute, and proves less)
  --json               write the report as JSON on standard output
  --report FILE.pdf    write the report as a PDF
  --sign KEYFILE       sign the report's summary (EIP-712) with the private key in this file
  --verify-summary FILE   check a signed report that was written with --json --sign
  --help               this text

Exit status: 0 nothing is wrong, 1 something is, 2 the audit could not be carried out. docs/audit.md explains every check.
`

const OPTIONS = {
  rpc: { type: 'string' },
  'rpc-second': { type: 'string' },
  token: { type: 'string' },
  archive: { type: 'string', multiple: true, default: [] as string[] },
  'log-key': { type: 'string' },
  witness: { type: 'string', multiple: true, default: [] as string[] },
  from: { type: 'string' },
  to: { type: 'string' },
  api: { type: 'string' },
  state: { type: 'string' },
  'no-code': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  report: { type: 'string' },
  sign: { type: 'string' },
  'verify-summary': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line. Throws `UsageError` for what is missing, unknown or malformed. */
export function readCommand(args: readonly string[]): Command {
  const values = parse(args)
  if (values.help) return { name: 'help' }
  const file = values['verify-summary']
  if (file !== undefined) return { name: 'verify-summary', file }
  const { rpc, token } = values
  if (rpc === undefined || token === undefined) throw new UsageError('--rpc and --token are needed')
  if (!isAddress(token, { strict: false })) throw new UsageError(`--token ${token} is no address`)
  const [from, to] = [blockOf('from', values.from), blockOf('to', values.to)]
  if (from !== null && to !== null && from > to) throw new UsageError('--from is behind --to')
  return {
    name: 'audit',
    options: {
      rpc: urlOf('rpc', rpc),
      rpcSecond: values['rpc-second'] === undefined ? null : urlOf('rpc-second', values['rpc-second']),
      token: token.toLowerCase() as Address,
      archives: values.archive,
      logKey: values['log-key'] === undefined ? null : keyOf('log', values['log-key']),
      witnesses: values.witness.map((text) => keyOf('witness', text)),
      from,
      to,
      api: values.api === undefined ? null : urlOf('api', values.api),
      state: values.state ?? null,
      json: values.json,
      report: values.report ?? null,
      sign: values.sign ?? null,
      code: !values['no-code'],
    },
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function urlOf(name: string, text: string): string {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new UsageError(`--${name} ${text} is no HTTP URL`)
  return text
}

function keyOf(type: NoteKey['type'], text: string): NoteKey {
  const key = readKey(text)
  if (key?.type !== type) throw new UsageError(`${text} is no key of a ${type}: name+id+base64`)
  return key
}

function blockOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const block = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(block)) throw new UsageError(`--${name} ${text} is no block number`)
  return block
}
