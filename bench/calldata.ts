import { constants, brotliCompressSync, deflateSync } from 'node:zlib'

import { getBytes } from 'ethers'
import { LibZip } from 'solady'

/** Bytes that one credit adds to what a rollup publishes. */
export interface CalldataRow {
  count: number
  rawBytes: number
  zlibBytes: number
  brotliBytes: number
  fastLzBytes: number
}

/** What a transaction carries beside its calldata: signature, nonce, fees, target. */
const envelopeBytes = 110

/** Sizes of one batch's calldata, raw and as the compressors that rollups use would leave it. */
export function measureCalldata(count: number, calldata: string): CalldataRow {
  const bytes = getBytes(calldata)
  return {
    count,
    rawBytes: bytes.length,
    zlibBytes: deflateSync(bytes, { level: 9 }).length,
    brotliBytes: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }).length,
    fastLzBytes: (LibZip.flzCompress(calldata).length - 2) / 2,
  }
}

/** What the fee arithmetic assumes; no chain was asked. */
export const feeAssumptions = {
  l1BaseFeeWei: 5_000_000_000n,
  blobBaseFeeWei: 1_000_000_000n,
  l2GasPriceWei: 1_000_000n,
  baseFeeScalar: 5_227n,
  blobBaseFeeScalar: 1_014_213n,
  usdPerEther: 3_000,
}

/** The data fee of an OP Stack rollup since Fjord, in wei: its FastLZ estimate, scaled by blob and base fee. */
export function dataFeeWei(fastLzBytes: number): bigint {
  const { l1BaseFeeWei, blobBaseFeeWei, baseFeeScalar, blobBaseFeeScalar } = feeAssumptions
  const estimate = -42_585_600n + 836_500n * BigInt(fastLzBytes + envelopeBytes)
  const sizeScaled = estimate > 100_000_000n ? estimate : 100_000_000n
  return (sizeScaled * (baseFeeScalar * 16n * l1BaseFeeWei + blobBaseFeeScalar * blobBaseFeeWei)) / 10n ** 12n
}
