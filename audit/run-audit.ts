import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Hex } from 'viem'

import type { AuditOptions } from './audit-options.ts'
import { checkAccountActs } from './checks/check-account-acts.ts'
import { checkAnchors } from './checks/check-anchors.ts'
import { checkBalances } from './checks/check-balances.ts'
import { checkBatches } from './checks/check-batches.ts'
import { checkBlocks } from './checks/check-blocks.ts'
import { type Books, checkClearing } from './checks/check-clearing.ts'
import { checkCode, type ImmutableValue } from './checks/check-code.ts'
import { checkOperators, type OperatorAct } from './checks/check-operators.ts'
import { checkPartners } from './checks/check-partners.ts'
import { checkPublicFigures } from './checks/check-public-figures.ts'
import { checkRedemptions } from './checks/check-redemptions.ts'
import { checkRestorations } from './checks/check-restorations.ts'
import { compareBalances } from './checks/compare-balances.ts'
import { compareDeployment, compareFigures } from './checks/compare-figures.ts'
import { followArchives, openArchives, openLogs } from './checks/follow-archives.ts'
import { SpentOrders } from './checks/spent-orders.ts'
import type { Compilation } from './code/compile-contracts.ts'
import type { Coalition } from './contracts.ts'
import { type Collector, collector } from './findings.ts'
import type { ArchiveLog } from './log/archive-log.ts'
import { discover } from './read/discover.ts'
import type { Header } from './read/history.ts'
import { type HistoryStore, openHistoryStore } from './read/history-store.ts'
import { readHistory } from './read/read-history.ts'
import { headerOf } from './read/read-range.ts'
import { startReplay, type State } from './replay/replay.ts'
import type { ToldHeader } from './rpc/block-header.ts'
import type { Rpc } from './rpc/json-rpc.ts'
import { pairedRpc } from './rpc/paired-rpc.ts'
import { signersOf } from './signatures/judge-signature.ts'

/** What an audit found, and of what. */
export interface Audit {
  readonly coalition: Coalition
  readonly from: number
  readonly end: Header
  readonly collector: Collector
  readonly operatorActs: readonly OperatorAct[]
  /** Values that constructors wrote into the code. */
  readonly immutables: readonly ImmutableValue[]
  readonly endpoints: number
}

/** Says how far an audit is. */
export type Progress = (line: string) => void

/** With more blocks than this, headers between those with logs are not read: on a public chain that would take days. */
export const EVERY_HEADER_MAX = 200_000

export interface AuditRequest {
  readonly options: AuditOptions
  readonly rpc: Rpc
  readonly second: Rpc | null
  /** Compiles the contracts of this checkout; what it made may be kept in the folder. */
  readonly compile: (folder: string) => Promise<Compilation>
  readonly progress: Progress
}

/** Carries out an audit. Throws where it cannot be carried out; whatever is wrong with the ledger is a finding. */
export async function runAudit({ options, rpc: first, second, compile, progress }: AuditRequest): Promise<Audit> {
  const found = collector()
  const rpc = second === null ? first : withSecond(first, second, found)
  const archives = await openArchives(options)
  const end = await readEnd(rpc, options.to)
  progress(`end block ${end.number}, ${end.hash}`)
  const coalition = await discover(rpc, options.token, end.number)
  progress(`${coalition.contracts.length} contracts, from block ${coalition.firstBlock}`)
  const from = Math.max(options.from ?? 0, coalition.firstBlock)
  const folder = options.state ?? (await mkdtemp(join(tmpdir(), 'entente-audit-')))
  try {
    const store = await readAll(rpc, { coalition, end, folder, endpoints: second === null ? 1 : 2, progress })
    const logs = await openLogs(archives, coalition, options, found)
    const isCut = options.to !== null
    const replayed = await replayAll(rpc, store, { coalition, found, from, end, isCut, logs, folder, progress })
    await compareEnd(rpc, replayed, { end, found, progress })
    const immutables = options.code
      ? await compareCode(rpc, coalition, { end, found, compile: () => compile(folder), progress })
      : []
    if (options.api !== null) {
      const { partners } = replayed.state
      await checkPublicFigures(rpc, { api: options.api, coalition, partners }, found)
    }
    noteOptions(options, found)
    await checkEnd(rpc, end, found)
    const { operatorActs } = replayed
    return {
      immutables,
      coalition,
      from,
      end,
      collector: found,
      operatorActs,
      endpoints: second === null ? 1 : 2,
    }
  } finally {
    if (options.state === null) await rm(folder, { recursive: true })
  }
}

function withSecond(first: Rpc, second: Rpc, found: Collector): Rpc {
  return pairedRpc(first, second, ({ question, first: ours, second: theirs }) => {
    const asked = `${question.method} ${JSON.stringify(question.params)}`.slice(0, 200)
    const [a, b] = [ours, theirs].map((answer) => JSON.stringify(answer).slice(0, 120))
    found.add('endpoints_disagree', { block: blockIn(question.params), transaction: null }, `${asked}: ${a} and ${b}.`)
  })
}

/** The block that a question is about, as far as it says so. */
function blockIn(params: readonly unknown[]): number | null {
  const texts = params.flatMap((param) =>
    typeof param === 'object' && param !== null ? [(param as { fromBlock?: unknown }).fromBlock] : [param],
  )
  const block = texts.findLast((text) => typeof text === 'string' && /^0x[\da-f]{1,12}$/i.test(text))
  return block === undefined ? null : Number(block)
}

async function readEnd(rpc: Rpc, to: number | null): Promise<Header> {
  const tag = to === null ? 'finalized' : (`0x${to.toString(16)}` satisfies Hex)
  const told = (await rpc.ask('eth_getBlockByNumber', [tag, false])) as ToldHeader | null
  if (told === null) throw new Error(to === null ? 'the endpoint knows no final block' : `there is no block ${to}`)
  return headerOf(told)
}

async function readAll(
  rpc: Rpc,
  request: { coalition: Coalition; end: Header; folder: string; endpoints: number; progress: Progress },
): Promise<HistoryStore> {
  const { coalition, end, folder, endpoints, progress } = request
  const addresses = coalition.contracts.map(({ address }) => address)
  const { chainId, token, firstBlock } = coalition
  const everyHeader = end.number - firstBlock < EVERY_HEADER_MAX
  const subject = { chainId, token, firstBlock, addresses, everyHeader, endpoints }
  const store = await openHistoryStore(folder, subject)
  const onProgress = (done: number, all: number) => progress(`read ${done} of ${all} blocks`)
  await readHistory(rpc, store, { from: firstBlock, to: end.number, addresses, everyHeader, onProgress })
  return store
}

interface Replayed {
  readonly state: State
  readonly books: Books
  readonly operatorActs: readonly OperatorAct[]
}

async function replayAll(
  rpc: Rpc,
  store: HistoryStore,
  request: {
    coalition: Coalition
    found: Collector
    from: number
    end: Header
    isCut: boolean
    logs: readonly ArchiveLog[]
    folder: string
    progress: Progress
  },
): Promise<Replayed> {
  const { coalition, found, from, end, isCut, logs, folder, progress } = request
  const spent = new SpentOrders()
  const books: Books = new Map()
  const operators = checkOperators()
  const checks = [
    checkBatches,
    checkBalances,
    checkRedemptions(spent),
    checkRestorations(spent),
    checkAccountActs(),
    checkPartners,
    checkClearing(books),
    operators.check,
  ]
  const archives = await followArchives(logs, folder)
  const anchors = checkAnchors(logs)
  checks.push(...archives.checks, anchors.check)
  const replay = startReplay({ coalition, checks, collector: found, ask: signersOf(rpc), from })
  const chain = checkBlocks(coalition, found)
  for await (const { blocks, faults } of store.blocks()) {
    chain.report(faults)
    for (const block of blocks) {
      chain.see(block)
      await replay.play(block)
    }
    progress(`replayed to block ${blocks.at(-1)?.header.number ?? coalition.firstBlock}`)
  }
  operators.end(found)
  archives.end(found, { timestamp: end.timestamp, isCut })
  await anchors.end(rpc, coalition, end, found)
  return { state: replay.state, books, operatorActs: operators.acts() }
}

async function compareEnd(
  rpc: Rpc,
  { state, books }: Replayed,
  { end, found, progress }: { end: Header; found: Collector; progress: Progress },
): Promise<void> {
  const onProgress = (done: number, all: number) => progress(`compared ${done} of ${all} accounts`)
  await compareBalances(rpc, state, { end, collector: found, onProgress })
  await compareFigures(rpc, state, books, { end, collector: found })
  await compareDeployment(rpc, state.coalition, { end, collector: found })
}

async function compareCode(
  rpc: Rpc,
  coalition: Coalition,
  request: { end: Header; found: Collector; compile: () => Promise<Compilation>; progress: Progress },
): Promise<ImmutableValue[]> {
  request.progress('compiling the contracts')
  const compilation = await request.compile()
  return checkCode(rpc, { coalition, compilation }, { block: request.end.number, collector: request.found })
}

/** What the audit was not asked to check is said, so that nobody takes it for checked. */
function noteOptions({ code, archives: { length }, api }: AuditOptions, found: Collector): void {
  if (!code) found.notChecked('code', 'code of the contracts', 'the audit was told not to compile them')
  if (length === 0) found.notChecked('receipts', 'receipts', 'no archive was given')
  if (length === 0) found.notChecked('log', 'log of the archive', 'no archive was given')
  if (length === 0) found.notChecked('rules', 'points of purchases', 'no archive was given')
  if (api === null) found.notChecked('publicFigures', "the operator's public figures", 'no API was given')
}

/** The end block is still the one that the audit began with. */
async function checkEnd(rpc: Rpc, end: Header, found: Collector): Promise<void> {
  const now = await readEnd(rpc, end.number)
  if (now.hash !== end.hash)
    found.add(
      'end_block_changed',
      { block: end.number, transaction: null },
      `Block ${end.number} was ${end.hash} when the audit began, and is ${now.hash} now.`,
    )
}
