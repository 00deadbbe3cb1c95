import { z } from 'zod'

import { ARCHIVE_SETTINGS } from './archive-settings.ts'
import { BUDGET_VARIABLES } from './budgets.ts'
import { CELL_SETTINGS } from './cell-settings.ts'
import { CHANNEL_SETTINGS } from './channel-settings.ts'
import { CLEARING_SETTINGS } from './clearing-settings.ts'
import { COALITION_SETTINGS } from './coalition-settings.ts'
import { ExternalSigner, ExternalSignerToken, KeyReference, MetricsToken } from './external-signers.ts'
import { FEE_SETTINGS } from './fee-policy.ts'
import { POWERS } from './four-eyes.ts'
import { RETENTION_SETTINGS } from './retention-settings.ts'
import { SecurityContact } from './security-contact.ts'
import { TRACE_SETTINGS } from './trace-settings.ts'
import { WEBHOOK_SETTINGS } from './webhook-settings.ts'

/** anvil's and Hardhat's usual number: wallets know it as a local chain. */
export const EMBEDDED_CHAIN_ID = 31_337
export const DATA_FOLDER = '.entente'
const LANES_MAX = 64
export const HOUR_MS = 3_600_000
/** Parts of the server that a process may run. */
export const ROLES = ['api', 'relayer', 'indexer'] as const

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' })
const list = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Every setting as the environment has it, its bounds and its default: docs/operating.md. */
export const Environment = z.object({
  ENTENTE_DATA: z.string().default(DATA_FOLDER),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8_080),
  ROLES: z
    .string()
    .default(ROLES.join(','))
    .transform(list)
    .pipe(z.array(z.enum(ROLES)).min(1)),
  DRAIN_SECONDS: whole(0, 300).default(0),
  PUBLIC_URL: httpUrl.nullable().default(null),
  RPC_URL: z.string().default('').transform(list).pipe(z.array(httpUrl)),
  CHAIN_ID: whole(1, Number.MAX_SAFE_INTEGER).nullable().default(null),
  RPC_QUORUM: whole(1, 100).nullable().default(null),
  FINALITY_BLOCKS: whole(1, 100_000).nullable().default(null),
  POINTS_NAME: z.string().min(1).max(31).default('Entente Points'),
  POINTS_SYMBOL: z.string().min(1).max(11).default('POINTS'),
  CONTRACT_URI: z.string().max(2_000).default(''),
  EPOCH_DAYS: whole(1, 3_660).default(90),
  BATCH_AGE_MS: whole(0, 3_600_000).default(1_000),
  ...FEE_SETTINGS,
  COUNTERSIGN_MINUTES: whole(1, 60).default(5),
  LANES: whole(1, LANES_MAX).default(5),
  SWEEP_ACCOUNTS_PER_DAY_MAX: whole(0, 10_000_000).default(10_000),
  REQUESTS_PER_MINUTE: whole(1, 100_000_000).default(300_000),
  AUDITED_REQUESTS_PER_MINUTE: whole(1, 100_000_000).default(1_200),
  PIN_POINTS_PER_DAY_MAX: whole(0, Number.MAX_SAFE_INTEGER).default(50_000),
  WRONG_PIN_CARDS_PER_HOUR_MAX: whole(1, 100_000).default(30),
  WRONG_PIN_CARDS_PER_DAY_MAX: whole(1, 100_000).default(100),
  HOLDS_PER_MEMBER_MAX: whole(1, 100).default(10),
  HOLDS_PER_PARTNER_MAX: whole(1, 1_000_000).default(10_000),
  ...BUDGET_VARIABLES,
  ...ARCHIVE_SETTINGS,
  ...CELL_SETTINGS,
  ...RETENTION_SETTINGS,
  MOVE_WAIT_HOURS: whole(24, 720).default(72),
  FOUR_EYES: z
    .string()
    .default('')
    .transform(list)
    .pipe(z.array(z.enum([...POWERS, 'all']))),
  FOUR_EYES_ALLOWANCE_MAX: whole(0, Number.MAX_SAFE_INTEGER).default(100_000),
  FOUR_EYES_HOURS: whole(1, 720).default(72),
  SESSION_IDLE_MINUTES: whole(1, 43_200).default(10_080),
  SECURITY_CONTACT: z.string().default('').transform(list).pipe(z.array(SecurityContact)),
  TRUSTED_PROXIES: whole(0, 16).default(0),
  CONNECTIONS_PER_ADDRESS_MAX: whole(1, 10_000).default(1_024),
  EXTERNAL_SIGNERS: z.string().default('').transform(list).pipe(z.array(ExternalSigner)),
  EXTERNAL_SIGNER_TOKENS: z.string().default('').transform(list).pipe(z.array(ExternalSignerToken)),
  OPERATOR_KEY: KeyReference.nullable().default(null),
  LANE_KEYS: z.string().default('').transform(list).pipe(z.array(KeyReference).max(LANES_MAX)),
  PKCS11_MODULE: z.string().nullable().default(null),
  PKCS11_PIN: z.string().nullable().default(null),
  METRICS_TOKEN: MetricsToken.nullable().default(null),
  ...CHANNEL_SETTINGS,
  ...COALITION_SETTINGS,
  ...CLEARING_SETTINGS,
  ...WEBHOOK_SETTINGS,
  ...TRACE_SETTINGS,
  NODE_ENV: z.string().default(''),
  ETHERSCAN_API_KEY: z.string().nullable().default(null),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })
    .nullable()
    .default(null),
  MEMBER_KEYS_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })
    .nullable()
    .default(null),
  ENTENTE_PASSPHRASE: z.string().min(12, 'must have at least 12 characters').nullable().default(null),
  ENTENTE_LOOKUP_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 32 bytes in hex')
    .nullable()
    .default(null),
})

/** The settings as they were read. */
export type Variables = z.output<typeof Environment>
