import { makeIssuerSigners } from './chain/issuer-signers.ts'
import { archiveTermsOf } from './compose-archive.ts'
import { keyServicesOf } from './compose-keys.ts'
import type { Parts } from './compose-parts.ts'
import { DEFAULT_RELAYER_LIMITS, isAlarm, type Relayer } from './relayer/relayer.ts'
import { makeBatchTraces } from './relayer/trace-batches.ts'

/** What the relayer works with. */
export function relayerOf(parts: Parts): Relayer {
  const { config, secrets, keys, passphrase, database, opened, clock, ids } = parts
  return {
    database,
    chain: opened.chain,
    clock,
    ids,
    issuerOf: makeIssuerSigners({
      passphrase,
      places: config.externalSigners,
      tokens: secrets.externalSignerTokens,
      services: keyServicesOf(config, secrets),
    }),
    signAsMember: (index, digest) => keys.members.signAt(index, digest),
    lanes: [
      ...keys.lanes.map((signer) => ({ signer, purpose: 'batches' as const })),
      { signer: keys.operator, purpose: 'operator' as const },
    ],
    archive: archiveTermsOf(parts),
    limits: {
      ...DEFAULT_RELAYER_LIMITS,
      batchAgeMs: config.relayer.batchAgeMs,
      countersignMs: config.relayer.countersignMinutes * 60_000,
      batchWaitMsMax: config.fees.batchWaitMsMax,
      calmFeeWei: config.fees.calmFeeWei,
      feeCapWei: config.fees.feeCapWei,
      stuckMs: config.fees.stuckMs,
      sweepAccountsPerDayMax: config.relayer.sweepAccountsPerDayMax,
    },
    report: reportOf(parts),
  }
}

/** Logs what the relayer tells, and traces what of it is about batches. */
function reportOf({ logger, traces, database, clock }: Parts): Relayer['report'] {
  const log = logger.child({ module: 'relayer' })
  const onError = (error: unknown) => {
    log.warn({ err: error }, 'a batch was not traced')
  }
  const batches = traces === null ? null : makeBatchTraces({ traces, database, clock, onError })
  return (event) => {
    log[isAlarm(event) ? 'error' : 'info'](
      Object.fromEntries(
        Object.entries(event).map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]),
      ),
      event.name,
    )
    batches?.hear(event)
  }
}
