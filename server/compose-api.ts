import { fileURLToPath } from 'node:url'

import type { Express } from 'express'
import { collectDefaultMetrics } from 'prom-client'

import { createApprovalSecret } from './actions/approval-secret.ts'
import { changeRedemptions, type ChangeSubmission } from './actions/change-redemptions.ts'
import { enrolCards } from './actions/enrol-cards.ts'
import { createIdentifierHash } from './actions/hash-identifier.ts'
import { type HoldDeps, holdPoints, type HoldSubmission } from './actions/hold-points.ts'
import { createIntake } from './actions/intake.ts'
import { issueApiKey } from './actions/issue-api-key.ts'
import { createTryLimit } from './actions/limit-tries.ts'
import { createPinHash } from './actions/pin-hash.ts'
import { recordPurchases } from './actions/record-purchases.ts'
import { recordReturns } from './actions/record-returns.ts'
import { CARD_SIGN_INS_MAX, CARD_SIGN_INS_WINDOW_MS } from './actions/sign-in-card.ts'
import { createApp } from './api/app.ts'
import type { ApiDeps } from './api/deps.ts'
import { createKeyring } from './auth/keyring.ts'
import { accountCall } from './chain/account-calls.ts'
import { accountOrderToSign } from './chain/account-orders.ts'
import { createKeystore } from './chain/keystore.ts'
import { operatorCall } from './chain/operator-call.ts'
import { buildReceiptsTree, commitToOrder } from './chain/receipts-tree.ts'
import { nameOrders } from './chain/redemption-order-hash.ts'
import type { Parts } from './compose.ts'
import { keyFiles, readOrMakeKeyFile } from './config/key-files.ts'
import { createHttpLog } from './observability/http-log.ts'
import { createHttpMetrics } from './observability/http-metrics.ts'
import { createLedgerMetrics } from './observability/ledger-metrics.ts'

/** Where cli/build-pages.ts builds the wallet's and the till's page. */
const WEB_FOLDER = fileURLToPath(new URL('../web/dist', import.meta.url))

/** The HTTP interface, and what tells it that the server is ready or stopping. */
export interface BuiltApi {
  app: Express
  setReady: (isReady: boolean) => void
}

/** Wires the HTTP interface of a server that listens on a port. */
export async function buildApi(parts: Parts, port: number): Promise<BuiltApi> {
  let isReady = false
  const deps = apiDeps(parts, publicUrlOf(parts.config, port), () => isReady)
  await keepOperatorKey(parts)
  const app = createApp(deps, {
    rateLimits: { perKeyMax: parts.config.requestsPerMinute },
    trustedProxies: parts.config.trustedProxies,
    webFolder: WEB_FOLDER,
  })
  return { app, setReady: (ready) => (isReady = ready) }
}

function apiDeps(parts: Parts, publicUrl: URL, isServing: () => boolean): ApiDeps {
  const { database: db, clock, ids, randomness, keys, opened, passphrase, lookupKey, logger } = parts
  const { metrics: registry } = parts
  const hashIdentifier = createIdentifierHash(lookupKey)
  collectDefaultMetrics({ register: registry })
  const record = { db, clock, ids, randomness, hashIdentifier, commitOrder: commitToOrder }
  const enrol = { ...record, deriveMemberAddress: (index: number) => keys.members.addressAt(index) }
  const ledger = { chainId: opened.chain.chainId, epochScale: opened.epochScale }
  const till = tillDeps(parts, { ...record, ledger, publicUrl: publicUrl.origin })
  return {
    ...enrol,
    encodeOperatorAct: (partnerId, act) => operatorCall(opened.chain, partnerId, act),
    encodeAccountCall: (call) => accountCall(opened.chain, call),
    orderToSign: (order) => accountOrderToSign(opened.chain, order),
    createIssuerKey: () => createKeystore({ randomness }, passphrase),
    chain: opened.chain,
    siweTerms: { domain: publicUrl.host, uri: publicUrl.origin, chainId: opened.chain.chainId },
    ledgerNames: {
      chainName: opened.embedded === null ? `Chain ${String(opened.chain.chainId)}` : 'Entente (embedded)',
      name: opened.deployment.name,
      symbol: opened.deployment.symbol,
      rpcUrl: opened.embedded === null ? null : opened.rpcUrl,
    },
    passkeyTerms: { rpId: publicUrl.hostname, origin: publicUrl.origin },
    proveReceipt: (entries, entryNumber) => {
      const tree = buildReceiptsTree(entries)
      return { root: tree.root, proof: tree.proofOf(entryNumber) }
    },
    ...till,
    cardSignIns: createTryLimit({ clock, triesMax: CARD_SIGN_INS_MAX, windowMs: CARD_SIGN_INS_WINDOW_MS }),
    keyring: createKeyring({ db, clock }),
    cardIntake: createIntake((enrolments) => enrolCards(enrol, enrolments)),
    purchaseIntake: createIntake((submissions) => recordPurchases(record, submissions)),
    returnIntake: createIntake((submissions) => recordReturns(record, submissions)),
    httpLog: createHttpLog(logger),
    httpMetrics: createHttpMetrics(registry),
    ledgerMetrics: createLedgerMetrics(registry),
    metricsRegistry: registry,
    isServing,
  }
}

/** What the till's routes share. */
function tillDeps(
  { config, keys, opened, lookupKey }: Parts,
  record: Omit<HoldDeps, 'orders' | 'approvalSecret'> & { publicUrl: string },
) {
  const orders = nameOrders(opened.chain)
  const hold = { ...record, orders, approvalSecret: createApprovalSecret(lookupKey) }
  return {
    ...hold,
    pinHash: createPinHash(lookupKey),
    pinPointsPerDayMax: config.pinPointsPerDayMax,
    signAsMember: (index: number, digest: string) => keys.members.signAt(index, digest),
    holdIntake: createIntake((submissions: readonly HoldSubmission[]) => holdPoints(hold, submissions)),
    redemptionIntake: createIntake((submissions: readonly ChangeSubmission[]) => changeRedemptions(hold, submissions)),
  }
}

/** Where people reach the server. */
function publicUrlOf({ publicUrl }: Parts['config'], port: number): URL {
  return new URL(publicUrl ?? `http://localhost:${String(port)}`)
}

/** The operator's first key goes into the data folder, where the command line finds it; further ones come from the API. */
async function keepOperatorKey({ config, database: db, clock, randomness }: Parts): Promise<void> {
  const file = keyFiles(config.dataFolder).operatorApiKey
  await readOrMakeKeyFile(file, async () => {
    const asked = {
      partnerId: null,
      label: 'command line',
      scopes: ['operator'],
      expiresAt: null,
      replaces: null,
    } as const
    return (await issueApiKey({ db, clock, randomness }, asked)).text
  })
}
