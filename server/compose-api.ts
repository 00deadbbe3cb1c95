import type { Express } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'

import { createIdentifierHash } from './actions/hash-identifier.ts'
import { createIntake } from './actions/intake.ts'
import { recordPurchases } from './actions/record-purchases.ts'
import { recordReturns } from './actions/record-returns.ts'
import { createApp } from './api/app.ts'
import type { ApiDeps } from './api/deps.ts'
import { RATE_LIMITS } from './api/middleware/rate-limit.ts'
import { createKeyring } from './auth/keyring.ts'
import { createKeystore } from './chain/keystore.ts'
import { operatorCall } from './chain/operator-call.ts'
import { buildReceiptsTree, commitToOrder } from './chain/receipts-tree.ts'
import type { Parts } from './compose.ts'
import { createHttpLog } from './observability/http-log.ts'
import { createHttpMetrics } from './observability/http-metrics.ts'

/** The HTTP interface, and what tells it that the server is ready or stopping. */
export interface BuiltApi {
  app: Express
  setReady(isReady: boolean): void
}

/** Wires the HTTP interface. */
export async function buildApi(parts: Parts): Promise<BuiltApi> {
  const deps = apiDeps(parts)
  const app = createApp(deps, {
    rateLimits: { ...RATE_LIMITS, perKeyMax: parts.config.requestsPerMinute },
    trustedProxies: parts.config.trustedProxies,
  })
  return { app, setReady: () => undefined }
}

function apiDeps(parts: Parts): ApiDeps {
  const { config, database: db, clock, ids, randomness, keys, opened, passphrase, lookupKey, logger } = parts
  const publicUrl = new URL(config.publicUrl ?? `http://localhost:${String(config.port)}`)
  const hashIdentifier = createIdentifierHash(lookupKey)
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const record = { db, clock, ids, randomness, hashIdentifier, commitOrder: commitToOrder }
  return {
    ...record,
    deriveMemberAddress: (index) => keys.members.addressAt(index),
    encodeOperatorAct: (partnerId, act) => operatorCall(opened.chain, partnerId, act),
    createIssuerKey: () => createKeystore({ randomness }, passphrase),
    chain: opened.chain,
    ledger: { chainId: opened.chain.chainId, epochScale: opened.epochScale },
    siweTerms: { domain: publicUrl.host, uri: publicUrl.origin, chainId: opened.chain.chainId },
    proveReceipt: (entries, entryNumber) => {
      const tree = buildReceiptsTree(entries)
      return { root: tree.root, proof: tree.proofOf(entryNumber) }
    },
    keyring: createKeyring({ db, clock }),
    purchaseIntake: createIntake((submissions) => recordPurchases(record, submissions)),
    returnIntake: createIntake((submissions) => recordReturns(record, submissions)),
    httpLog: createHttpLog(logger),
    httpMetrics: createHttpMetrics(registry),
  }
}
