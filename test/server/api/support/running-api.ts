import { randomBytes, randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { Registry } from 'prom-client'

import { createRequestDigest } from '../../../../server/actions/audit/entry-document.ts'
import { createApprovalSecret } from '../../../../server/actions/redemptions/approval-secret.ts'
import { BALANCE_HINTS_MAX, BALANCE_HINTS_WINDOW_MS } from '../../../../server/actions/members/balance-hints.ts'
import { createCardIntake } from '../../../../server/actions/members/enrol-cards.ts'
import { createIdentifierHash } from '../../../../server/actions/members/hash-identifier.ts'
import { createRequestHash } from '../../../../server/actions/requests/hash-request.ts'
import { createBudgets } from '../../../../server/actions/requests/take-budget.ts'
import { createProcessLimit } from '../../../../server/actions/requests/limit-in-process.ts'
import { createPinHash } from '../../../../server/actions/sign-in/pin-hash.ts'
import { createProgrammes } from '../../../../server/actions/programme/live-programmes.ts'
import { createStatusMemory } from '../../../../server/actions/status/read-status.ts'
import { createApp, type AppOptions } from '../../../../server/api/app.ts'
import type { ApiDeps } from '../../../../server/api/deps.ts'
import { listen, type ServerLimits } from '../../../../server/api/http-server.ts'
import { STATUS_AGE_MS } from '../../../../server/api/schemas/status/status.ts'
import { createKeyring } from '../../../../server/auth/keyring.ts'
import { accountCall } from '../../../../server/chain/account-calls.ts'
import { accountOrderToSign } from '../../../../server/chain/account-orders.ts'
import { openMemberKeys, createSeedKeystore } from '../../../../server/chain/hd-wallet.ts'
import { createKeystore } from '../../../../server/chain/keystore.ts'
import { describeCall } from '../../../../server/chain/describe-call.ts'
import { operatorCall } from '../../../../server/chain/operator-call.ts'
import { createChain } from '../../../../server/chain/client.ts'
import { powerCall } from '../../../../server/chain/power-call.ts'
import { commitToOrder, proveReceipt } from '../../../../server/chain/receipts-tree.ts'
import { nameOrders } from '../../../../server/chain/redemption-order-hash.ts'
import { BUDGET_LIMITS_DEFAULT, type BudgetLimits } from '../../../../server/domain/budgets.ts'
import { figuresParts } from '../../../../server/compose-figures.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { WHOLE_COALITION } from '../../../../server/domain/cells.ts'
import { NO_FOUR_EYES } from '../../../../server/domain/four-eyes.ts'
import {
  HOLD_LIMITS_DEFAULT,
  type HoldLimits,
  PIN_POINTS_PER_DAY_DEFAULT,
} from '../../../../server/domain/redemption-order.ts'
import { WRONG_PIN_LIMITS_DEFAULT } from '../../../../server/domain/pins.ts'
import { createHttpLog, type HttpLog } from '../../../../server/observability/http-log.ts'
import { createHttpMetrics } from '../../../../server/observability/http-metrics.ts'
import { createLedgerMetrics } from '../../../../server/observability/ledger-metrics.ts'
import { createLogger } from '../../../../server/observability/logger.ts'
import type { Traces } from '../../../../server/observability/traces.ts'
import { clearingParts } from './clearing.ts'
import { redemptionIntakes, saleIntakes } from './intakes.ts'
import { makeTryLimits, messageDeps, PROBES, webhookDeps } from './limits-and-messages.ts'

/** Where the contracts would be; nothing here talks to a chain. */
export const ADDRESSES = {
  accessManager: '0x00000000000000000000000000000000000000a1',
  token: '0x00000000000000000000000000000000000000a2',
  registry: '0x00000000000000000000000000000000000000a3',
  issuance: '0x00000000000000000000000000000000000000a4',
  redemption: '0x00000000000000000000000000000000000000a5',
  accounts: '0x00000000000000000000000000000000000000a6',
  clearing: '0x00000000000000000000000000000000000000a7',
  logAnchors: '0x00000000000000000000000000000000000000a8',
} as const

/** Epochs of 90 days. */
export const EPOCH_SCALE = { originSeconds: 0, lengthSeconds: 90 * 86_400 }

export const NOW = new Date('2026-11-23T12:00:00Z')

/** How long a move of a card account waits in tests: the default of the server. */
export const MOVE_WAIT_MS = 72 * 3_600_000

/** A week without a request ends a session, as by default. */
export const SESSION_IDLE_MS = 7 * 86_400_000

export const CHAIN_ID = 31_337

/** An endpoint that went down after the start: what the API promises without a chain, it must keep without one. */
const unreachable = ({ method }: { method: string }) =>
  method === 'eth_chainId' ? Promise.resolve('0x7a69') : Promise.reject(new Error('connect ECONNREFUSED'))

const LOOKUP_KEY = Buffer.from('a lookup key of a test')

const randomness = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
const seed = createSeedKeystore({ randomness }, 'a test passphrase')
const addressBook = seed.then((json) => openMemberKeys({ json, passphrase: 'a test passphrase', name: 'members.json' }))

/** A clock that stands still until it is moved. */
export class TestClock {
  private time = NOW.getTime()

  now(): Date {
    return new Date(this.time)
  }

  advance(ms: number): void {
    this.time += ms
  }
}

/** What all subjects are handed, in one piece: a test calls actions of any of them. */
export type TestDeps = ApiDeps['http'] & ApiDeps['probes'] & Everything<ApiDeps['subjects']>
type Everything<Subjects> = {
  [Subject in keyof Subjects]: (deps: Subjects[Subject]) => void
}[keyof Subjects] extends (deps: infer All) => void
  ? All
  : never

/** Each subject gets all: an action takes its own part of it. */
export function divide(deps: TestDeps): ApiDeps {
  const subjects = {
    members: deps,
    signIn: deps,
    accounts: deps,
    rewards: deps,
    programme: deps,
    purchases: deps,
    tills: deps,
    redemptions: deps,
    events: deps,
    webhooks: deps,
    partners: deps,
    people: deps,
    powers: deps,
    clearing: deps,
    figures: deps,
    proposals: deps,
    audit: deps,
    archive: deps,
    status: deps,
  }
  return { http: deps, probes: deps, subjects }
}

export interface RunningApi {
  readonly url: string
  readonly port: number
  readonly deps: TestDeps
  readonly clock: TestClock
  /** All that was logged so far. */
  logged(): string
  close(): Promise<void>
}

/** How operators are watched: nobody needs a second person. */
const watching = { fourEyes: NO_FOUR_EYES, digestRequest: createRequestDigest(LOOKUP_KEY) }

/** What is sent to the test's contracts, which are on no chain. */
const calls: Pick<
  TestDeps,
  'encodeOperatorAct' | 'encodePowerAct' | 'describeCall' | 'encodeAccountCall' | 'orderToSign'
> = {
  encodeOperatorAct: (partnerId, act) => operatorCall({ addresses: ADDRESSES }, partnerId, act),
  encodePowerAct: (act) => powerCall({ addresses: ADDRESSES }, act),
  describeCall: (call) => describeCall(ADDRESSES, call),
  encodeAccountCall: (call) => accountCall({ addresses: ADDRESSES }, call),
  orderToSign: (order) => accountOrderToSign({ chainId: CHAIN_ID, addresses: ADDRESSES }, order),
}

/** Its log goes to `destination`. */
function observe(
  destination: Writable,
): Pick<TestDeps, 'httpLog' | 'httpMetrics' | 'ledgerMetrics' | 'metricsRegistry'> {
  const metricsRegistry = new Registry()
  return {
    httpLog: createHttpLog(createLogger(destination)),
    httpMetrics: createHttpMetrics(metricsRegistry),
    ledgerMetrics: createLedgerMetrics(metricsRegistry),
    metricsRegistry,
  }
}

/** What a test has otherwise than a server with no settings. */
interface Changed {
  readonly clock?: TestClock
  readonly holdLimits?: HoldLimits | undefined
  readonly budgetLimits?: BudgetLimits | undefined
  readonly traces?: Traces | null | undefined
}

/** Makes the real parts of the API over a database; only the clock is the test's. */
export async function makeDeps(
  db: Database,
  destination: Writable,
  { clock = new TestClock(), traces = null, holdLimits = HOLD_LIMITS_DEFAULT, ...changed }: Changed = {},
): Promise<TestDeps> {
  const book = await addressBook
  const record = {
    db,
    clock,
    ids: { next: () => randomUUID() },
    randomness,
    hashIdentifier: createIdentifierHash(LOOKUP_KEY),
    findProgrammes: createProgrammes(),
    budgets: createBudgets(changed.budgetLimits ?? BUDGET_LIMITS_DEFAULT, LOOKUP_KEY),
    commitOrder: commitToOrder,
  }
  const hold = {
    ...record,
    ledger: { chainId: CHAIN_ID, epochScale: EPOCH_SCALE },
    orders: nameOrders({ chainId: CHAIN_ID, addresses: ADDRESSES }),
    approvalSecret: createApprovalSecret(LOOKUP_KEY),
    holdLimits,
    balanceHints: createProcessLimit({ clock, triesMax: BALANCE_HINTS_MAX, windowMs: BALANCE_HINTS_WINDOW_MS }),
  }
  const enrol = { ...record, deriveMemberAddress: (index: number) => book.addressAt(index) }
  const chain = await createChain({
    endpoints: [unreachable],
    chainId: CHAIN_ID,
    addresses: ADDRESSES,
    retry: { roundsMax: 1 },
  })
  return {
    ...record,
    chain,
    witnesses: [],
    readStatus: createStatusMemory({ db, clock, chain, witnesses: [] }, STATUS_AGE_MS),
    issuanceAddress: ADDRESSES.issuance,
    redemptionAddress: ADDRESSES.redemption,
    siweTerms: { domain: 'localhost:8080', uri: 'http://localhost:8080', chainId: CHAIN_ID },
    ledgerNames: { chainName: 'Test', name: 'Entente Points', symbol: 'POINTS', rpcUrl: null },
    passkeyTerms: { rpId: 'localhost', origin: 'http://localhost:8080' },
    proveReceipt,
    ...enrol,
    cell: WHOLE_COALITION,
    createIssuerKey: () => createKeystore({ randomness }, 'a test passphrase'),
    ...calls,
    ...clearingParts(ADDRESSES),
    ...figuresParts({ db, clock, ledger: { chainId: CHAIN_ID, epochScale: EPOCH_SCALE } }),
    ...hold,
    publicUrl: 'http://localhost:8080',
    ...watching,
    pinHash: createPinHash(LOOKUP_KEY),
    wrongPinLimits: WRONG_PIN_LIMITS_DEFAULT,
    ...messageDeps({ db, clock }, LOOKUP_KEY),
    ...webhookDeps({ db, clock }, LOOKUP_KEY),
    sessionIdleMsMax: SESSION_IDLE_MS,
    pinPointsPerDayMax: PIN_POINTS_PER_DAY_DEFAULT,
    moveWaitMs: MOVE_WAIT_MS,
    ...redemptionIntakes(hold),
    signAsMember: (index, digest) => book.signAt(index, digest),
    ...makeTryLimits({ db, clock }),
    keyring: createKeyring(record),
    cardIntake: createCardIntake(enrol),
    ...saleIntakes(record, traces),
    hashRequest: createRequestHash(LOOKUP_KEY),
    ...observe(destination),
    ...PROBES,
  }
}

/** Starts the API on a free port over the given database. Closing it fails if a route answered a code that it does not list. */
export async function startApi(
  db: Database,
  {
    limits,
    holdLimits,
    budgetLimits,
    traces,
    overrides,
    ...options
  }: AppOptions & {
    limits?: ServerLimits
    holdLimits?: HoldLimits
    budgetLimits?: BudgetLimits
    traces?: Traces
    overrides?: Partial<TestDeps>
  } = {},
): Promise<RunningApi> {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  const clock = new TestClock()
  const deps = { ...(await makeDeps(db, destination, { clock, holdLimits, budgetLimits, traces })), ...overrides }
  const unlisted: string[] = []
  const httpLog: HttpLog = {
    ...deps.httpLog,
    unlisted: (_id, operation, code) => unlisted.push(`${operation} ${code}`),
  }
  const server = await listen({ port: 0, host: '127.0.0.1' }, limits)
  server.serve(createApp(divide({ ...deps, httpLog }), options))
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    deps,
    clock,
    logged: () => lines.join(''),
    close: async () => {
      await server.close()
      if (unlisted.length > 0) throw new Error(`answered, and not in the route's \`refuses\`: ${unlisted.join(', ')}`)
    },
  }
}
