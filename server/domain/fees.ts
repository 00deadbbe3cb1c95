import { assert } from './assert.ts'
import { BATCH_GAS_AIM, BATCH_GAS_CAP } from './batches.ts'

/**
 * How a chain charges for a transaction. `l1`: gas at the price that it offers. `op-stack`: besides, a fee for its bytes on the L1, which is
 * taken from the balance. `arbitrum`: the same, as gas within `gasLimit`.
 */
export type FeeModel = 'l1' | 'op-stack' | 'arbitrum'

/** What must be known of a chain to offer it a fee. */
export interface FeeTerms {
  readonly model: FeeModel
  /** The least tip per gas. */
  readonly priorityFeeMinWei: bigint
}

/** A chain that charges for gas and nothing else. */
export const PLAIN_FEE_TERMS: FeeTerms = { model: 'l1', priorityFeeMinWei: 1_000_000n }

/** What a transaction offers for its gas, in wei. */
export interface Fees {
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

/** What a chain asks for now. */
export interface FeeSuggestion extends Fees {
  baseFeePerGas: bigint
  /** For the bytes of the largest batch on the L1, beside its gas: 0 where the chain charges nothing for that. */
  batchDataFeeWei: bigint
}

/** Records of the largest batch that its gas lets in, and what is around them. */
export const BATCH_BYTES_AIM = 40_000

// The state may change between estimate and inclusion: an account that is rolled costs a little more.
const GAS_MARGIN = { numerator: 6n, denominator: 5n }
// What the L1 asks moves faster than that. Nodes add a tenth by themselves; what is not used is not paid.
const L1_GAS_MARGIN = { numerator: 3n, denominator: 2n }

/**
 * The limit for a call that was estimated at `gas`, of which `l1Gas` pays for its bytes on the L1. The cap of a transaction is about
 * what it executes, so the L1's part comes on top.
 */
export function limitGas({ gas, l1Gas, extraGas = 0n }: { gas: bigint; l1Gas: bigint; extraGas?: bigint }): bigint {
  const executed = gas > l1Gas ? gas - l1Gas : 0n
  const withMargin = (executed * GAS_MARGIN.numerator) / GAS_MARGIN.denominator + extraGas
  const limit = withMargin < BATCH_GAS_CAP ? withMargin : BATCH_GAS_CAP
  return limit + (l1Gas * L1_GAS_MARGIN.numerator) / L1_GAS_MARGIN.denominator
}

/** The most that the largest batch can take from a lane: its gas at the price that is offered, and its bytes on the L1. */
export function largestBatchCostWei({ maxFeePerGas }: Fees, batchDataFeeWei: bigint): bigint {
  return BATCH_GAS_AIM * maxFeePerGas + batchDataFeeWei
}

/** What a unit of gas costs now, with its share of what the L1 asks for a batch. Rounds up, so a price is never taken for none. */
export function pricePerGas(suggestion: FeeSuggestion): bigint {
  const { baseFeePerGas, maxPriorityFeePerGas, batchDataFeeWei } = suggestion
  return baseFeePerGas + maxPriorityFeePerGas + (batchDataFeeWei + BATCH_GAS_AIM - 1n) / BATCH_GAS_AIM
}

/** How long entries wait for a batch. */
export interface BatchWait {
  /** While the price is calm, and never less. */
  ageMs: number
  /** However high the price is; without effect where `ageMs` is longer. */
  waitMsMax: number
  calmFeeWei: bigint
}

/**
 * How long the oldest entry waits before its batch is formed: twice as long at twice the calm price, so that what the batches' fixed
 * part costs in an hour stays the same, and never longer than the maximum. Rounds up.
 */
export function batchWaitMs({ ageMs, waitMsMax, calmFeeWei }: BatchWait, priceWei: bigint): number {
  assert(calmFeeWei > 0n, 'some price is calm')
  if (priceWei <= calmFeeWei || ageMs >= waitMsMax) return ageMs
  const waitMs = (BigInt(ageMs) * priceWei + calmFeeWei - 1n) / calmFeeWei
  return waitMs < BigInt(waitMsMax) ? Number(waitMs) : waitMsMax
}
