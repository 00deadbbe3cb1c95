import { resolve } from 'node:path'

import type { z } from 'zod'

import { type ArchiveConfig, archiveOf } from './archive-settings.ts'
import { budgetsOf, type BudgetsConfig } from './budgets.ts'
import { type ChannelsConfig, checkChannels, readChannels } from './channel-settings.ts'
import { type ClearingConfig, clearingOf } from './clearing-settings.ts'
import { type CoalitionConfig, coalitionOf } from './coalition-settings.ts'
import { ConfigInvalid } from './config-invalid.ts'
import { type ByPartner, byPartner, checkTokens, type KeysConfig } from './external-signers.ts'
import { feePolicyOf, type FeePolicy } from './fee-policy.ts'
import { type FourEyesConfig, fourEyesOf } from './four-eyes.ts'
import { type RetentionConfig, retentionOf } from './retention-settings.ts'
import { readSecretFiles, SECRET_FILE_NAMES } from './secret-files.ts'
import { readHeaders, type TracesConfig, tracesOf } from './trace-settings.ts'
import { DATA_FOLDER, EMBEDDED_CHAIN_ID, Environment, HOUR_MS, ROLES, type Variables } from './variables.ts'
import { type WebhooksConfig, webhooksOf } from './webhook-settings.ts'

/** Part of the server that a process may run; on PostgreSQL several processes share them. */
export type Role = 'api' | 'relayer' | 'indexer'

/** The settings from the environment. There is no secret among them, so they may be logged. */
export interface Config {
  /** Folder of journal, embedded database, embedded chain, keys and deployment records. */
  readonly dataFolder: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly roles: readonly Role[]
  /** So long a process that was told to stop goes on answering, while /readyz says that it stops. */
  readonly drainMs: number
  /** Where people reach the server, for links and for Sign-In with Ethereum. Null: the address that it listens on. */
  readonly publicUrl: string | null
  readonly chain: ChainConfig
  readonly ledger: LedgerConfig
  readonly relayer: RelayerConfig
  readonly fees: FeePolicy
  readonly hasDatabaseUrl: boolean
  /** The numbers of the partners that this database serves, rising and apart. */
  readonly cell: readonly { readonly first: number; readonly last: number }[]
  /** Requests that one API key may make in a minute. */
  readonly requestsPerMinute: number
  /** Of those, calls that the audit log keeps. */
  readonly auditedRequestsPerMinute: number
  /** Points that a member may spend with the PIN in a day (UTC). */
  readonly pinPointsPerDayMax: bigint
  /** For how many cards a partner's tills may have given a wrong PIN, and no right one after it. */
  readonly wrongPins: { readonly cardsPerHourMax: number; readonly cardsPerDayMax: number }
  readonly holds: HoldsConfig
  /** What may be asked for so often in a day, because the operator pays the gas. */
  readonly budgets: BudgetsConfig
  /** How long a move of a card account waits, so that its owner can refuse it. */
  readonly moveWaitMs: number
  readonly fourEyes: FourEyesConfig
  /** A member's session that was not used for so long is over. */
  readonly sessionIdleMsMax: number
  /** Where weaknesses are reported, for security.txt. Empty: there is none. */
  readonly securityContacts: readonly string[]
  /** Proxies in front of the server whose X-Forwarded-For counts. */
  readonly trustedProxies: number
  /** Connections that one address may have open; without effect behind proxies. */
  readonly connectionsPerAddressMax: number
  /** Signing services of partners, and keys of partners that are not in a keystore, by partner number. */
  readonly externalSigners: ByPartner
  readonly keys: KeysConfig
  readonly channels: ChannelsConfig
  readonly coalition: CoalitionConfig
  readonly clearing: ClearingConfig
  readonly webhooks: WebhooksConfig
  readonly archive: ArchiveConfig
  /** How long what is over is kept. */
  readonly retention: RetentionConfig
  readonly traces: TracesConfig
  /** NODE_ENV=production: what is good enough for trying is refused. */
  readonly isProduction: boolean
  readonly logLevel: string
}

export interface ChainConfig {
  /** Empty: the embedded chain. */
  readonly rpcUrls: readonly string[]
  readonly chainId: number
  /** How many endpoints must agree; null: more than half of them. */
  readonly rpcQuorum: number | null
  /** Blocks after which a block is final where the chain has no `finalized` tag; null uses the tag. */
  readonly finalityBlocks: number | null
}

/** What the ledger is deployed with; without effect once it is. */
export interface LedgerConfig {
  readonly name: string
  readonly symbol: string
  readonly contractUri: string
  readonly epochDays: number
}

/** How many holds a partner may have open. */
export interface HoldsConfig {
  /** Of one member's points. */
  readonly perMemberMax: number
  /** Of all members' points. */
  readonly perPartnerMax: number
}

export interface RelayerConfig {
  readonly batchAgeMs: number
  /** An order that its partner has not countersigned after so long lets later ones of its member go first. */
  readonly countersignMinutes: number
  /** Sending accounts for batches. */
  readonly lanes: number
  /** Accounts whose expired points may be swept from the log in a day (UTC); 0 sweeps none. */
  readonly sweepAccountsPerDayMax: number
}

/** Kept apart from the config, so that no log of the one shows the other. */
export interface Secrets {
  readonly databaseUrl: string | null
  /** Where the keys of members are, apart from what they open. Null: in a schema of their own beside the tables. */
  readonly memberKeysUrl: string | null
  /** Opens every keystore. Null: keys/passphrase, made at the first start. */
  readonly passphrase: string | null
  /** Key of the hashes under which identifiers are found, 32 bytes hex. Null: keys/lookup-key, made at the first start. */
  readonly lookupKey: string | null
  /** Sent to partners' signing services as bearer tokens, by partner number. */
  readonly externalSignerTokens: ByPartner
  readonly pkcs11Pin: string | null
  /** Where e-mail goes out, with user and password. */
  readonly smtpUrl: string | null
  readonly smsGatewayToken: string | null
  /** With which `deploy --verify` shows the contracts' sources to Etherscan. */
  readonly etherscanApiKey: string | null
  /** Bearer token of whoever collects /metrics. Null: nobody may, or while Entente is tried, programs on this machine. */
  readonly metricsToken: string | null
  /** Sent with traces to their collector, by name. */
  readonly traceHeaders: Readonly<Record<string, string>>
}

/** Every variable that the environment may have for us. */
export const ENVIRONMENT_NAMES: readonly string[] = [...Object.keys(Environment.shape), ...SECRET_FILE_NAMES]

/** Reads and checks the environment. `overrides` are what the command line says on top of it. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  overrides: Readonly<Record<string, string | undefined>> = {},
): { config: Config; secrets: Secrets } {
  const merged = withoutEmpty({ ...environment, ...withoutEmpty(overrides) })
  const fromFiles = readSecretFiles(merged, merged['ENTENTE_DATA'] ?? DATA_FOLDER)
  const parsed = Environment.safeParse({ ...merged, ...fromFiles })
  if (!parsed.success) throw new ConfigInvalid(parsed.error.issues.map(describeIssue).join(' '))
  const values = parsed.data
  checkTogether(values)
  checkChannels(values)
  const config: Config = {
    dataFolder: resolve(values.ENTENTE_DATA),
    host: values.HOST,
    port: values.PORT,
    roles: [...new Set(values.ROLES)],
    drainMs: values.DRAIN_SECONDS * 1_000,
    publicUrl: values.PUBLIC_URL,
    chain: {
      rpcUrls: values.RPC_URL,
      chainId: values.CHAIN_ID ?? EMBEDDED_CHAIN_ID,
      rpcQuorum: values.RPC_QUORUM,
      finalityBlocks: values.FINALITY_BLOCKS,
    },
    ledger: ledgerOf(values),
    relayer: {
      batchAgeMs: values.BATCH_AGE_MS,
      countersignMinutes: values.COUNTERSIGN_MINUTES,
      lanes: values.LANES,
      sweepAccountsPerDayMax: values.SWEEP_ACCOUNTS_PER_DAY_MAX,
    },
    fees: feePolicyOf(values.CHAIN_ID ?? EMBEDDED_CHAIN_ID, values),
    hasDatabaseUrl: values.DATABASE_URL !== null,
    cell: values.CELL_PARTNERS,
    requestsPerMinute: values.REQUESTS_PER_MINUTE,
    auditedRequestsPerMinute: values.AUDITED_REQUESTS_PER_MINUTE,
    pinPointsPerDayMax: BigInt(values.PIN_POINTS_PER_DAY_MAX),
    wrongPins: {
      cardsPerHourMax: values.WRONG_PIN_CARDS_PER_HOUR_MAX,
      cardsPerDayMax: values.WRONG_PIN_CARDS_PER_DAY_MAX,
    },
    holds: { perMemberMax: values.HOLDS_PER_MEMBER_MAX, perPartnerMax: values.HOLDS_PER_PARTNER_MAX },
    budgets: budgetsOf(values),
    moveWaitMs: values.MOVE_WAIT_HOURS * HOUR_MS,
    fourEyes: fourEyesOf(values),
    sessionIdleMsMax: values.SESSION_IDLE_MINUTES * 60_000,
    securityContacts: values.SECURITY_CONTACT,
    trustedProxies: values.TRUSTED_PROXIES,
    connectionsPerAddressMax: values.CONNECTIONS_PER_ADDRESS_MAX,
    externalSigners: byPartner('EXTERNAL_SIGNERS', values.EXTERNAL_SIGNERS),
    keys: { operator: values.OPERATOR_KEY, lanes: values.LANE_KEYS, pkcs11Module: values.PKCS11_MODULE },
    channels: readChannels(values, resolve(values.ENTENTE_DATA)),
    coalition: coalitionOf(values),
    clearing: clearingOf(values),
    webhooks: webhooksOf(values),
    archive: archiveOf(values),
    retention: retentionOf(values),
    traces: tracesOf(values),
    isProduction: values.NODE_ENV === 'production',
    logLevel: values.LOG_LEVEL,
  }
  const secrets = secretsOf(values)
  checkTokens(config.externalSigners, secrets.externalSignerTokens)
  checkDevice(config, secrets)
  return { config: freeze(config), secrets: Object.freeze(secrets) }
}

function ledgerOf(values: Variables): Config['ledger'] {
  return {
    name: values.POINTS_NAME,
    symbol: values.POINTS_SYMBOL,
    contractUri: values.CONTRACT_URI,
    epochDays: values.EPOCH_DAYS,
  }
}

function secretsOf(values: Variables): Secrets {
  return {
    databaseUrl: values.DATABASE_URL,
    memberKeysUrl: values.MEMBER_KEYS_URL,
    passphrase: values.ENTENTE_PASSPHRASE,
    lookupKey: values.ENTENTE_LOOKUP_KEY,
    externalSignerTokens: byPartner('EXTERNAL_SIGNER_TOKENS', values.EXTERNAL_SIGNER_TOKENS),
    pkcs11Pin: values.PKCS11_PIN,
    smtpUrl: values.SMTP_URL,
    smsGatewayToken: values.SMS_GATEWAY_TOKEN,
    etherscanApiKey: values.ETHERSCAN_API_KEY,
    metricsToken: values.METRICS_TOKEN,
    traceHeaders: readHeaders(values.OTEL_EXPORTER_OTLP_HEADERS) ?? {},
  }
}

function checkDevice({ keys, externalSigners }: Config, { pkcs11Pin }: Secrets): void {
  const references = [keys.operator ?? '', ...keys.lanes, ...Object.values(externalSigners)]
  if (!references.some((reference) => reference.startsWith('pkcs11:'))) return
  if (keys.pkcs11Module === null || pkcs11Pin === null)
    throw new ConfigInvalid('A key is named pkcs11:..., so PKCS11_MODULE and PKCS11_PIN must be set as well.')
}

function checkTogether(values: Variables): void {
  if (values.RPC_URL.length > 0 && values.CHAIN_ID === null) {
    throw new ConfigInvalid(
      'RPC_URL is set, so CHAIN_ID must say which chain is meant: an endpoint is not believed about that.',
    )
  }
  const endpoints = Math.max(1, values.RPC_URL.length)
  if ((values.RPC_QUORUM ?? 1) > endpoints) {
    throw new ConfigInvalid(
      `RPC_QUORUM asks that ${String(values.RPC_QUORUM)} endpoints agree, and RPC_URL names ${String(values.RPC_URL.length)}.`,
    )
  }
  const isSplit = values.ROLES.length < ROLES.length
  if (isSplit && (values.DATABASE_URL === null || values.RPC_URL.length === 0)) {
    throw new ConfigInvalid(
      'ROLES divides the server, and the embedded database and chain serve one process only: set DATABASE_URL and RPC_URL.',
    )
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.path.length > 1 ? `(part ${String(Number(issue.path[1]) + 1)}) ` : ''}is not usable: ${issue.message}.`
}

/** An empty variable is one that is not set: that is how shells and compose files leave things out. */
function withoutEmpty(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  )
}

function freeze(config: Config): Config {
  const parts = [
    config.chain,
    config.ledger,
    config.relayer,
    config.fees,
    config.keys,
    config.wrongPins,
    config.holds,
    config.fourEyes,
    config.fourEyes.powers,
    config.channels,
    config.coalition,
    config.clearing,
    config.roles,
    config.cell,
    config.securityContacts,
    config.chain.rpcUrls,
  ]
  for (const part of parts) Object.freeze(part)
  return Object.freeze(config)
}
