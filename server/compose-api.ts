import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Express } from 'express'
import { collectDefaultMetrics } from 'prom-client'

import { createRequestDigest } from './actions/audit/entry-document.ts'
import { noteFourEyes } from './actions/audit/note-four-eyes.ts'
import { startRecord } from './actions/audit/record-call.ts'
import { createContactSeal } from './actions/messages/contact-seal.ts'
import { createCodeLimits } from './actions/messages/one-time-code.ts'
import { createCardIntake } from './actions/members/enrol-cards.ts'
import { BALANCE_HINTS_MAX, BALANCE_HINTS_WINDOW_MS } from './actions/members/balance-hints.ts'
import { createIdentifierHash } from './actions/members/hash-identifier.ts'
import { issueApiKey } from './actions/partners/issue-api-key.ts'
import { createProgrammes } from './actions/programme/live-programmes.ts'
import { createPurchaseIntake } from './actions/purchases/record-purchase.ts'
import { createReturnIntake } from './actions/purchases/record-return.ts'
import { createApprovalSecret } from './actions/redemptions/approval-secret.ts'
import { createRedemptionIntake } from './actions/redemptions/change-redemptions.ts'
import { createHoldIntake } from './actions/redemptions/hold-points.ts'
import { createRequestHash } from './actions/requests/hash-request.ts'
import { createBudgets } from './actions/requests/take-budget.ts'
import { createProcessLimit } from './actions/requests/limit-in-process.ts'
import { createTryLimit } from './actions/requests/limit-tries.ts'
import { createPinHash } from './actions/sign-in/pin-hash.ts'
import { RESET_CODE_TRIES_MAX, RESET_CODE_WINDOW_MS } from './actions/sign-in/set-pin.ts'
import { CARD_SIGN_INS_MAX, CARD_SIGN_INS_WINDOW_MS } from './actions/sign-in/sign-in-card.ts'
import { MEMBER_SLIP_TRIES_MAX, PARTNER_SLIP_TRIES_MAX, SLIP_TRIES_WINDOW_MS } from './actions/tills/take-slip.ts'
import { createStatusMemory } from './actions/status/read-status.ts'
import { createApp } from './api/app.ts'
import type { ApiDeps } from './api/deps.ts'
import { openCoalition } from './api/pages/coalition.ts'
import type { AccountsDeps } from './api/routes/accounts/deps.ts'
import type { MembersDeps } from './api/routes/members/deps.ts'
import type { PartnersDeps } from './api/routes/partners/deps.ts'
import type { PowersDeps } from './api/routes/powers/deps.ts'
import type { PurchasesDeps } from './api/routes/purchases/deps.ts'
import type { RedemptionsDeps } from './api/routes/redemptions/deps.ts'
import type { SignInDeps } from './api/routes/sign-in/deps.ts'
import type { TillsDeps } from './api/routes/tills/deps.ts'
import type { StatusDeps } from './api/routes/status/deps.ts'
import { STATUS_AGE_MS } from './api/schemas/status/status.ts'
import { createKeyring } from './auth/keyring.ts'
import { accountCall } from './chain/account-calls.ts'
import { accountOrderToSign } from './chain/account-orders.ts'
import { describeCall } from './chain/describe-call.ts'
import { createKeystore } from './chain/keystore.ts'
import { operatorCall } from './chain/operator-call.ts'
import { powerCall } from './chain/power-call.ts'
import { commitToOrder, proveReceipt } from './chain/receipts-tree.ts'
import { nameOrders } from './chain/redemption-order-hash.ts'
import { reportFolder } from './channels/report-folder.ts'
import { clearingParts } from './compose-clearing.ts'
import { figuresParts } from './compose-figures.ts'
import type { Parts } from './compose-parts.ts'
import { demoTillOf, metricsTermsOf } from './compose-probes.ts'
import { tracePurchases, traceReturns } from './compose-traces.ts'
import { webhooksDeps } from './compose-webhooks.ts'
import { keyFiles, readOrMakeKeyFile } from './config/key-files.ts'
import { CHANNEL_KINDS, type ChannelKind } from './domain/channels.ts'
import { createHttpLog } from './observability/http-log.ts'
import { createHttpMetrics } from './observability/http-metrics.ts'
import { createLedgerMetrics } from './observability/ledger-metrics.ts'

/** Where scripts/build-web.ts builds the wallet's and the till's page. */
const WEB_FOLDER = fileURLToPath(new URL('../web/dist', import.meta.url))

/** The HTTP interface, and the switch that says whether the server is ready or stopping. */
export interface BuiltApi {
  app: Express
  setReady: (isReady: boolean) => void
}

/** Wires the HTTP interface of a server that listens on a port. */
export async function buildApi(parts: Parts, port: number): Promise<BuiltApi> {
  let isReady = false
  const deps = apiDeps(parts, publicUrlOf(parts.config, port), () => isReady)
  await keepOperatorKey(parts)
  await noteFourEyes({ db: parts.database, clock: parts.clock, ids: parts.ids }, parts.config.fourEyes)
  const app = createApp(deps, {
    rateLimits: {
      perKeyMax: parts.config.requestsPerMinute,
      perKeyAuditedMax: parts.config.auditedRequestsPerMinute,
    },
    trustedProxies: parts.config.trustedProxies,
    webFolder: WEB_FOLDER,
    coalition: await openCoalition(parts.config.coalition),
  })
  return { app, setReady: (ready) => (isReady = ready) }
}

/** What several subjects are handed. */
function sharedDeps(parts: Parts, publicUrl: URL) {
  const { config, database: db, clock, ids, randomness, keys, opened, lookupKey, traces } = parts
  const { chain } = opened
  return {
    db,
    clock,
    ids,
    randomness,
    chain,
    traces,
    hashIdentifier: createIdentifierHash(lookupKey),
    findProgrammes: createProgrammes(),
    ledger: { chainId: chain.chainId, epochScale: opened.epochScale },
    siweTerms: { domain: publicUrl.host, uri: publicUrl.origin, chainId: chain.chainId },
    passkeyTerms: { rpId: publicUrl.hostname, origin: publicUrl.origin },
    pinHash: createPinHash(lookupKey),
    wrongPinLimits: config.wrongPins,
    contactSeal: createContactSeal({ randomness }, lookupKey),
    channelKinds: channelKindsOf(parts.config.channels),
    codeLimits: createCodeLimits({ db, clock }),
    balanceHints: createProcessLimit({ clock, triesMax: BALANCE_HINTS_MAX, windowMs: BALANCE_HINTS_WINDOW_MS }),
    signAsMember: (index: number, digest: string) => keys.members.signAt(index, digest),
    sessionIdleMsMax: config.sessionIdleMsMax,
    keyring: createKeyring({ db, clock }),
    budgets: createBudgets(parts.config.budgets, lookupKey),
    witnesses: parts.config.archive.witnesses.map(({ key }) => key),
    reports: reportFolder(join(parts.config.dataFolder, 'audit-reports')),
  }
}

function channelKindsOf({ hasMailServer, smsGatewayUrl, folder }: Parts['config']['channels']): Set<ChannelKind> {
  const isSetUp = { email: hasMailServer || folder !== null, phone: smsGatewayUrl !== null || folder !== null }
  return new Set(CHANNEL_KINDS.filter((kind) => isSetUp[kind]))
}

type SharedDeps = ReturnType<typeof sharedDeps>

function apiDeps(parts: Parts, publicUrl: URL, isServing: () => boolean): ApiDeps {
  const { logger, metrics: registry } = parts
  const shared = sharedDeps(parts, publicUrl)
  const purchases = purchasesDeps(shared)
  const clearing = { ...shared, ...clearingParts(parts) }
  collectDefaultMetrics({ register: registry })
  return {
    http: {
      ...shared,
      publicUrl: publicUrl.origin,
      hashRequest: createRequestHash(parts.lookupKey),
      fourEyes: parts.config.fourEyes,
      digestRequest: createRequestDigest(parts.lookupKey),
      httpLog: createHttpLog(logger),
      httpMetrics: createHttpMetrics(registry),
    },
    probes: {
      ...shared,
      publicUrl: publicUrl.origin,
      securityContacts: parts.config.securityContacts,
      ledgerMetrics: createLedgerMetrics(registry),
      metricsRegistry: registry,
      metricsTerms: metricsTermsOf(parts),
      findDemoTill: demoTillOf(parts),
      isServing,
    },
    subjects: {
      members: membersDeps(parts, shared),
      signIn: signInDeps(shared),
      accounts: accountsDeps(parts, shared),
      rewards: shared,
      programme: shared,
      purchases,
      tills: tillsDeps(shared, purchases),
      redemptions: redemptionsDeps(parts, shared, publicUrl),
      events: shared,
      webhooks: webhooksDeps(parts),
      partners: partnersDeps(parts, shared),
      people: { ...shared, publicUrl: publicUrl.origin },
      powers: powersDeps(shared),
      clearing,
      figures: { ...clearing, ...figuresParts(shared) },
      proposals: shared,
      audit: shared,
      archive: shared,
      status: statusDeps(parts, shared),
    },
  }
}

function membersDeps({ keys }: Parts, shared: SharedDeps): MembersDeps {
  const enrol = { ...shared, deriveMemberAddress: (index: number) => keys.members.addressAt(index) }
  return { ...enrol, cardIntake: createCardIntake(enrol) }
}

function signInDeps(shared: SharedDeps): SignInDeps {
  const cards = { what: 'card', triesMax: CARD_SIGN_INS_MAX, windowMs: CARD_SIGN_INS_WINDOW_MS }
  const codes = { what: 'reset code', triesMax: RESET_CODE_TRIES_MAX, windowMs: RESET_CODE_WINDOW_MS }
  return {
    ...shared,
    cardSignIns: createTryLimit({ ...shared, ...cards }),
    resetCodeTries: createTryLimit({ ...shared, ...codes }),
  }
}

function accountsDeps({ config, opened: { chain } }: Parts, shared: SharedDeps): AccountsDeps {
  return {
    ...shared,
    moveWaitMs: config.moveWaitMs,
    encodeAccountCall: (call) => accountCall(chain, call),
    orderToSign: (order) => accountOrderToSign(chain, order),
  }
}

function purchasesDeps(shared: SharedDeps): PurchasesDeps {
  const record = { ...shared, commitOrder: commitToOrder }
  return {
    ...record,
    purchaseIntake: tracePurchases(record, createPurchaseIntake(record)),
    returnIntake: traceReturns(record, createReturnIntake(record)),
    issuanceAddress: shared.chain.addresses.issuance,
    proveReceipt,
  }
}

function tillsDeps(shared: SharedDeps, { purchaseIntake }: PurchasesDeps): TillsDeps {
  const limit = (what: string, triesMax: number) =>
    createTryLimit({ ...shared, what, triesMax, windowMs: SLIP_TRIES_WINDOW_MS })
  return {
    ...shared,
    // One intake for all purchases, so that they take turns with those of slips.
    purchaseIntake,
    partnerSlipTries: limit('slip of partner', PARTNER_SLIP_TRIES_MAX),
    memberSlipTries: limit('slip of member', MEMBER_SLIP_TRIES_MAX),
  }
}

function redemptionsDeps({ config, lookupKey }: Parts, shared: SharedDeps, publicUrl: URL): RedemptionsDeps {
  const approvalSecret = createApprovalSecret(lookupKey)
  const hold = { ...shared, orders: nameOrders(shared.chain), approvalSecret, holdLimits: config.holds }
  return {
    ...hold,
    redemptionAddress: shared.chain.addresses.redemption,
    publicUrl: publicUrl.origin,
    pinPointsPerDayMax: config.pinPointsPerDayMax,
    holdIntake: createHoldIntake(hold),
    redemptionIntake: createRedemptionIntake(hold),
  }
}

function partnersDeps({ config, opened: { chain }, randomness, passphrase }: Parts, shared: SharedDeps): PartnersDeps {
  return {
    ...shared,
    cell: config.cell,
    encodeOperatorAct: (partnerId, act) => operatorCall(chain, partnerId, act),
    createIssuerKey: () => createKeystore({ randomness }, passphrase),
  }
}

function powersDeps(shared: SharedDeps): PowersDeps {
  return {
    ...shared,
    encodePowerAct: (act) => powerCall(shared.chain, act),
    describeCall: (call) => describeCall(shared.chain.addresses, call),
  }
}

function statusDeps({ opened }: Parts, shared: SharedDeps): StatusDeps {
  const isEmbedded = opened.embedded !== null
  return {
    ...shared,
    ledgerNames: {
      chainName: isEmbedded ? 'Entente (embedded)' : `Chain ${String(shared.chain.chainId)}`,
      name: opened.deployment.name,
      symbol: opened.deployment.symbol,
      rpcUrl: isEmbedded ? opened.rpcUrl : null,
    },
    readStatus: createStatusMemory(shared, STATUS_AGE_MS),
  }
}

/** Where people reach the server. */
function publicUrlOf({ publicUrl }: Parts['config'], port: number): URL {
  return new URL(publicUrl ?? `http://localhost:${String(port)}`)
}

const BY_SERVER = { callerKind: 'server', keyId: null, keyLabel: null, partnerId: null, status: 201 } as const

/** The operator's first key goes into the data folder, where the command line finds it; further ones come from the API. */
async function keepOperatorKey({ config, database: db, clock, ids, randomness }: Parts): Promise<void> {
  const file = keyFiles(config.dataFolder).operatorApiKey
  await readOrMakeKeyFile(file, async () => {
    const asked = {
      partnerId: null,
      label: 'command line',
      scopes: ['operator'],
      expiresAt: null,
      replaces: null,
    } as const
    // Nobody called: it is the server's own entry.
    const record = startRecord(
      { db, clock },
      { ...BY_SERVER, operation: 'issueFirstOperatorKey', requestId: ids.next() },
    )
    return (await issueApiKey({ db: record.within(db), clock, randomness }, asked)).text
  })
}
