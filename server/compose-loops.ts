import { carryOutErasures } from './actions/accounts/carry-out-erasures.ts'
import type { EraseDeps } from './actions/accounts/erase-rows-of-member.ts'
import { releaseMoves, type ReleaseMovesDeps } from './actions/accounts/release-moves.ts'
import { createIdentifierHash } from './actions/members/hash-identifier.ts'
import { createContactSeal } from './actions/messages/contact-seal.ts'
import { type SendDeps, sendNextMessage } from './actions/messages/send-next-message.ts'
import { cleanUp } from './actions/requests/clean-up.ts'
import { makeForgetNotes } from './actions/requests/forget-notes.ts'
import { accountCall } from './chain/account-calls.ts'
import { accountOrderToSign } from './chain/account-orders.ts'
import { openCoalition } from './api/pages/coalition.ts'
import { mailLookOf } from './api/pages/mail-look.ts'
import { openChannels } from './channels/open-channels.ts'
import type { Parts } from './compose-parts.ts'
import { relayerOf } from './compose-relayer.ts'
import { webhookSenderOf } from './compose-webhooks.ts'
import { findAuditHead } from './database/audit-entries.ts'
import { endLead } from './database/chain-cursor.ts'
import { hasOpenWork } from './database/open-work.ts'
import { CHANNEL_KINDS } from './domain/channels.ts'
import { type CheckEntries, makeEntryCheck } from './indexer/check-entries.ts'
import { compareWithChain } from './indexer/compare-with-chain.ts'
import type { IndexerDeps } from './indexer/deps.ts'
import { followChain } from './indexer/follow-chain.ts'
import { type Loop, type Rest, startLoop } from './loop.ts'
import { makeBlockProducer } from './chain/embedded/block-producer.ts'
import { reconcileWithChain } from './relayer/reconcile.ts'
import { relayerSteps, WOKEN_BY } from './relayer/steps.ts'

const BLOCK_EVERY_MS = 1_000
const SAVE_STATE_EVERY_MS = 30_000
const FOLLOW_EVERY_MS = 250
const CLEAN_UP_EVERY_MS = 10 * 60_000
const NOTE_AUDIT_HEAD_EVERY_MS = 60_000
const RELEASE_MOVES_EVERY_MS = 10_000
const CARRY_OUT_ERASURES_EVERY_MS = 10_000
const SEND_MESSAGES_EVERY_MS = 1_000
const SEND_WEBHOOKS_EVERY_MS = 500

/** Mines and saves the embedded chain; nothing where the chain runs elsewhere. */
export function startChainKeeping(parts: Parts): Loop[] {
  const { embedded } = parts.opened
  if (embedded === null) return []
  const { chainId } = parts.config.chain
  const produce = makeBlockProducer({
    chain: embedded,
    clock: parts.clock,
    hasWork: () => hasOpenWork(parts.database, chainId),
  })
  // A block comes a second after the last one, never at once, however much there is to do.
  const mine = repeat(parts, 'mine', BLOCK_EVERY_MS, () => produce().then(() => false))
  const save = repeat(parts, 'save_chain_state', SAVE_STATE_EVERY_MS, () => embedded.saveState().then(() => false))
  return [mine, save]
}

/** Compares the database with the chain, then follows it. */
export async function startIndexer(parts: Parts, onProgress: (line: string) => void): Promise<Loop[]> {
  const deps = indexerDeps(parts)
  onProgress('comparing the database with the chain')
  const comparison = await compareWithChain(deps, {
    isOwnChain: parts.opened.embedded !== null,
    onProgress: (processed) => {
      onProgress(`followed the chain to block ${String(processed)}`)
    },
  })
  if (comparison.kind !== 'agrees') onProgress(`projections ${comparison.kind}: ${comparison.why}`)
  parts.logger.info({ module: 'indexer', comparison: comparison.kind }, 'compared with the chain')
  const checkEntries = makeEntryCheck(deps)
  return [repeatUntilRest(parts, 'follow_chain', FOLLOW_EVERY_MS, () => follow(parts, deps, checkEntries))]
}

/** Lets another process follow the chain at once, if this one did. */
export async function giveUpLead({ database, config, clock, processName: leader, logger }: Parts): Promise<void> {
  try {
    await database.transaction((tx) => endLead(tx, { chainId: config.chain.chainId, leader, now: clock.now() }))
  } catch (error) {
    // A database that does not answer must not keep the process from ending.
    logger.warn(
      { module: 'indexer', err: error },
      'the lead was not given up: another process follows once it has run out',
    )
  }
}

/** Notes the head of the audit log in the server's own log, whenever it has grown: who rewrites the one must reach the other. */
export function startAuditNotes({ database, logger, ...parts }: Parts): Loop[] {
  let noted = 0n
  const note = async () => {
    const { number, hash } = await findAuditHead(database)
    if (number !== noted) logger.info({ module: 'audit', entries: String(number), head: hash }, 'head of the audit log')
    noted = number
    return false
  }
  return [repeat({ database, logger, ...parts }, 'note_audit_head', NOTE_AUDIT_HEAD_EVERY_MS, note)]
}

/** Compares lanes and entry numbers with the chain, then runs every step of the relayer, and cleans up. */
export async function startRelayer(parts: Parts): Promise<Loop[]> {
  const relayer = relayerOf(parts)
  await reconcileWithChain(relayer)
  const cleaning = { db: parts.database, clock: parts.clock, retention: parts.config.retention }
  const clean = repeat(parts, 'clean_up', CLEAN_UP_EVERY_MS, () => cleanUp(cleaning).then(() => false))
  const forgetNotes = makeForgetNotes()
  const forget = repeat(parts, 'forget_notes', CLEAN_UP_EVERY_MS, () => forgetNotes(cleaning))
  const release = repeat(parts, 'release_moves', RELEASE_MOVES_EVERY_MS, () =>
    releaseMoves(releaseDeps(parts)).then(() => false),
  )
  const steps = relayerSteps(relayer).map((step) =>
    repeatUntilRest(parts, step.name, step.intervalMs, () => step.run()),
  )
  const erase = repeat(parts, 'carry_out_erasures', CARRY_OUT_ERASURES_EVERY_MS, () =>
    carryOutErasures(eraseDeps(parts)).then(() => false),
  )
  return [...steps, clean, forget, release, erase, webhookLoop(parts), ...(await sendingLoops(parts))]
}

/** Begins rounds of webhooks, which go on by themselves: one that is slow holds up no other. What is under way at the end is sent again later. */
function webhookLoop(parts: Parts): Loop {
  let wake = (): void => undefined
  const sender = webhookSenderOf(parts, () => {
    wake()
  })
  const loop = repeatUntilRest(parts, 'send_webhooks', SEND_WEBHOOKS_EVERY_MS, () => sender.step())
  wake = () => {
    loop.wake()
  }
  const stop = async () => {
    await loop.stop()
    await sender.stop()
  }
  return { ...loop, stop }
}

/** A loop for each channel: a mail server that is down holds up no SMS. */
async function sendingLoops(parts: Parts): Promise<Loop[]> {
  const { config, secrets, database: db, clock, randomness, lookupKey, logger } = parts
  const { mailFrom, smsGatewayUrl, smsFrom, folder } = config.channels
  const { smtpUrl, smsGatewayToken } = secrets
  // Settings that no page could show are refused by whichever process starts first; the look itself only mail needs.
  const coalition = await openCoalition(config.coalition)
  const smtp =
    smtpUrl === null || mailFrom === null ? null : { url: smtpUrl, from: mailFrom, look: await mailLookOf(coalition) }
  const deps: SendDeps = {
    db,
    clock,
    channels: openChannels({
      smtp,
      sms:
        smsGatewayUrl === null || smsGatewayToken === null
          ? null
          : { url: smsGatewayUrl, token: smsGatewayToken, from: smsFrom },
      folder,
    }),
    contactSeal: createContactSeal({ randomness }, lookupKey),
    report: ({ error, ...failure }) => {
      // Of the error only its kind: mail servers repeat the address in what they say.
      logger.warn({ module: 'messages', ...failure, error: nameOfError(error) }, 'a message was not sent')
    },
  }
  return CHANNEL_KINDS.map((kind) =>
    repeatUntilRest(parts, `send_messages_${kind}`, SEND_MESSAGES_EVERY_MS, () => sendNextMessage(deps, kind)),
  )
}

function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function releaseDeps({ database: db, clock, ids, keys, opened: { chain } }: Parts): ReleaseMovesDeps {
  return {
    db,
    clock,
    ids,
    encodeAccountCall: (call) => accountCall(chain, call),
    orderToSign: (order) => accountOrderToSign(chain, order),
    signAsMember: (index, digest) => keys.members.signAt(index, digest),
  }
}

function eraseDeps({ database: db, clock, ids, lookupKey, opened: { chain, epochScale } }: Parts): EraseDeps {
  const ledger = { chainId: chain.chainId, epochScale }
  return { db, clock, ids, ledger, hashIdentifier: createIdentifierHash(lookupKey) }
}

function indexerDeps({ database, opened, clock, processName, config }: Parts): IndexerDeps {
  const { finalityBlocks } = config.chain
  return {
    database,
    chain: opened.chain,
    clock,
    leader: processName,
    cell: config.cell,
    plannedAtBlock: BigInt(opened.deployment.plannedAtBlock),
    // The embedded chain is trusted, so it may have lost old states at a restart.
    statesExpected: opened.embedded === null ? 32n : 0n,
    finality: finalityBlocks === null ? { kind: 'tag' } : { kind: 'depth', blocks: BigInt(finalityBlocks) },
  }
}

async function follow({ logger }: Parts, deps: IndexerDeps, checkEntries: CheckEntries): Promise<boolean> {
  const outcome = await followChain(deps)
  if (outcome.kind === 'rolled_back') {
    const { cause, from, to } = outcome
    logger.warn({ module: 'indexer', cause, from: String(from), to: String(to) }, 'blocks taken back')
  }
  if (outcome.kind === 'contradicted' || outcome.kind === 'halted') {
    logger.error({ module: 'indexer', outcome: outcome.kind, reason: outcome.reason }, 'the chain is not followed')
  }
  const check = await checkEntries()
  if (check.kind === 'taken_back') {
    const { why, to } = check
    logger.error(
      { module: 'indexer', why, to: to === null ? null : String(to) },
      'a batch was hidden: blocks are read again',
    )
  }
  return outcome.kind === 'applied' || outcome.kind === 'rolled_back' || check.kind === 'taken_back'
}

/** Repeats what has little to do until something is written. */
function repeatUntilRest(parts: Parts, name: string, pauseMs: number, step: () => Promise<boolean>): Loop {
  return repeat(parts, name, pauseMs, step, parts.rest)
}

function repeat(
  { logger, fail, told, loops }: Parts,
  name: string,
  pauseMs: number,
  step: () => Promise<boolean>,
  rest: Rest | null = null,
): Loop {
  told?.steps.set(name, step)
  const loop = startLoop({
    step: async () => {
      const hasChanged = await step()
      if (hasChanged) for (const woken of WOKEN_BY[name] ?? []) loops.get(woken)?.wake()
      return hasChanged
    },
    pauseMs,
    rest,
    begins: told?.ended,
    onError: (error, failures) => {
      logger.error({ step: name, failures, err: error }, 'step failed')
      // The journal knows what the database does not: only a restart makes them equal.
      if (error instanceof Error && error.name === 'DatabaseBehindJournal') fail(error)
    },
  })
  loops.set(name, loop)
  return loop
}
