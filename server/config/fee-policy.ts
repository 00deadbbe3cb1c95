import { z } from 'zod'

import { ConfigInvalid } from './config-invalid.ts'

/**
 * How a chain charges for a transaction. `l1`: gas at the price that it offers, and nothing else. `op-stack`: besides, a fee for its bytes
 * on the L1, taken from the balance. `arbitrum`: the same, as gas that `gasLimit` must have room for.
 */
export const FEE_MODELS = ['l1', 'op-stack', 'arbitrum'] as const
export type FeeModel = (typeof FEE_MODELS)[number]

/** What is offered for gas on a chain, and when that is too much or too little. */
export interface FeePolicy {
  /** How the chain is called in the docs and in the log. */
  readonly name: string
  readonly model: FeeModel
  /** No transaction offers more per gas. Above it nothing is bound and nothing replaced. */
  readonly feeCapWei: bigint
  /** The least tip; where blocks show that more is usual, that is offered. */
  readonly priorityFeeMinWei: bigint
  /** Up to this price per gas batches wait no longer than BATCH_AGE_MS. */
  readonly calmFeeWei: bigint
  /** An attempt that was not included after so long is replaced with higher fees. */
  readonly stuckMs: number
  /** However high the price is, no purchase waits longer than this for its batch. */
  readonly batchWaitMsMax: number
}

/** What differs from chain to chain; fees in gwei, as they are written down everywhere. */
interface ChainDefaults {
  name: string
  ids: readonly number[]
  model: FeeModel
  feeCapGwei: string
  priorityFeeMinGwei: string
  calmFeeGwei: string
  stuckSeconds: number
}

/** Of each chain first the main one, then those for testing. docs/operating.md has the same table, with its sources. */
export const CHAIN_DEFAULTS: readonly ChainDefaults[] = [
  {
    name: 'Ethereum',
    ids: [1, 11_155_111, 560_048],
    model: 'l1',
    feeCapGwei: '100',
    priorityFeeMinGwei: '0.001',
    calmFeeGwei: '2',
    stuckSeconds: 75,
  },
  {
    name: 'OP Mainnet',
    ids: [10, 11_155_420],
    model: 'op-stack',
    feeCapGwei: '5',
    priorityFeeMinGwei: '0.001',
    calmFeeGwei: '0.05',
    stuckSeconds: 12,
  },
  {
    name: 'Base',
    ids: [8_453, 84_532],
    model: 'op-stack',
    feeCapGwei: '5',
    priorityFeeMinGwei: '0.001',
    calmFeeGwei: '0.05',
    stuckSeconds: 12,
  },
  {
    name: 'Unichain',
    ids: [130, 1_301],
    model: 'op-stack',
    feeCapGwei: '5',
    priorityFeeMinGwei: '0.001',
    calmFeeGwei: '0.05',
    stuckSeconds: 12,
  },
  {
    name: 'Arbitrum One',
    ids: [42_161, 421_614],
    model: 'arbitrum',
    feeCapGwei: '5',
    // Its sequencer takes transactions as they come.
    priorityFeeMinGwei: '0',
    calmFeeGwei: '0.1',
    stuckSeconds: 10,
  },
  {
    name: 'Arbitrum Nova',
    ids: [42_170],
    model: 'arbitrum',
    feeCapGwei: '5',
    priorityFeeMinGwei: '0',
    calmFeeGwei: '0.1',
    stuckSeconds: 10,
  },
  {
    name: 'Polygon PoS',
    ids: [137, 80_002],
    model: 'l1',
    feeCapGwei: '2000',
    // Below this its nodes take no transaction.
    priorityFeeMinGwei: '25',
    calmFeeGwei: '200',
    stuckSeconds: 15,
  },
  {
    name: 'Gnosis',
    ids: [100, 10_200],
    model: 'l1',
    feeCapGwei: '100',
    priorityFeeMinGwei: '1',
    calmFeeGwei: '5',
    stuckSeconds: 30,
  },
  {
    name: 'Linea',
    ids: [59_144, 59_141],
    // What its L1 costs is in the tip.
    model: 'l1',
    feeCapGwei: '5',
    priorityFeeMinGwei: '0.05',
    calmFeeGwei: '0.2',
    stuckSeconds: 15,
  },
  {
    name: 'the embedded chain',
    ids: [31_337],
    model: 'l1',
    feeCapGwei: '500',
    priorityFeeMinGwei: '0.001',
    calmFeeGwei: '50',
    stuckSeconds: 6,
  },
]

/** A chain that nobody has looked at: what Entente offered everywhere before there was this table. */
const OTHER_CHAIN: ChainDefaults = {
  name: 'another chain',
  ids: [],
  model: 'l1',
  feeCapGwei: '500',
  priorityFeeMinGwei: '0.001',
  calmFeeGwei: '50',
  stuckSeconds: 60,
}

export const FEE_GWEI_MAX = 1_000_000
export const STUCK_SECONDS_MAX = 3_600
export const BATCH_WAIT_SECONDS_MAX = 3_600
const BATCH_WAIT_SECONDS_DEFAULT = 60
const WEI_DIGITS = 9

const gwei = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,9})?$/, 'must be an amount in gwei with up to nine decimals, such as 0.05')
  .transform(weiOf)
  .refine((wei) => wei <= weiOf(String(FEE_GWEI_MAX)), `must be at most ${String(FEE_GWEI_MAX)}`)
const aboveZero = gwei.refine((wei) => wei > 0n, 'must be more than 0')
const seconds = (most: number) => z.coerce.number().int().min(1).max(most)

/** What the environment says of fees. Null: as the chain's row of the table says. */
export const FEE_SETTINGS = {
  FEE_MODEL: z.enum(FEE_MODELS).nullable().default(null),
  FEE_CAP_GWEI: aboveZero.nullable().default(null),
  PRIORITY_FEE_MIN_GWEI: gwei.nullable().default(null),
  CALM_FEE_GWEI: aboveZero.nullable().default(null),
  STUCK_SECONDS: seconds(STUCK_SECONDS_MAX).nullable().default(null),
  BATCH_WAIT_SECONDS_MAX: seconds(BATCH_WAIT_SECONDS_MAX).default(BATCH_WAIT_SECONDS_DEFAULT),
}

interface FeeValues {
  readonly FEE_MODEL: FeeModel | null
  readonly FEE_CAP_GWEI: bigint | null
  readonly PRIORITY_FEE_MIN_GWEI: bigint | null
  readonly CALM_FEE_GWEI: bigint | null
  readonly STUCK_SECONDS: number | null
  readonly BATCH_WAIT_SECONDS_MAX: number
}

/** What holds on a chain: its row of the table, with what is set instead. */
export function feePolicyOf(chainId: number, values: FeeValues): FeePolicy {
  const defaults = CHAIN_DEFAULTS.find(({ ids }) => ids.includes(chainId)) ?? OTHER_CHAIN
  const feeCapWei = values.FEE_CAP_GWEI ?? weiOf(defaults.feeCapGwei)
  const priorityFeeMinWei = values.PRIORITY_FEE_MIN_GWEI ?? weiOf(defaults.priorityFeeMinGwei)
  if (priorityFeeMinWei > feeCapWei) {
    throw new ConfigInvalid(
      `FEE_CAP_GWEI (${gweiOf(feeCapWei)}) is below PRIORITY_FEE_MIN_GWEI (${gweiOf(priorityFeeMinWei)}), so nothing could ever be sent: ` +
        `these are the settings, or the defaults of ${defaults.name}.`,
    )
  }
  if (values.CALM_FEE_GWEI !== null && values.CALM_FEE_GWEI > feeCapWei)
    throw new ConfigInvalid(`CALM_FEE_GWEI is above FEE_CAP_GWEI (${gweiOf(feeCapWei)}), at which nothing is sent.`)
  const calmFeeWei = values.CALM_FEE_GWEI ?? smaller(weiOf(defaults.calmFeeGwei), feeCapWei)
  return {
    name: defaults.name,
    model: values.FEE_MODEL ?? defaults.model,
    feeCapWei,
    priorityFeeMinWei,
    calmFeeWei,
    stuckMs: (values.STUCK_SECONDS ?? defaults.stuckSeconds) * 1_000,
    batchWaitMsMax: values.BATCH_WAIT_SECONDS_MAX * 1_000,
  }
}

/** Exact: a floating-point number does not hold every amount of wei. */
function weiOf(amountGwei: string): bigint {
  const [whole = '0', decimals = ''] = amountGwei.split('.')
  return BigInt(whole + decimals.padEnd(WEI_DIGITS, '0'))
}

function gweiOf(wei: bigint): string {
  const digits = wei.toString().padStart(WEI_DIGITS + 1, '0')
  return `${digits.slice(0, -WEI_DIGITS)}.${digits.slice(-WEI_DIGITS)}`.replace(/\.?0+$/, '')
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
