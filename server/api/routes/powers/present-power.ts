import type { z } from 'zod'

import type { PowerView } from '../../../actions/powers/list-powers.ts'
import type { Operation } from '../../../actions/powers/read-powers.ts'
import type { OperationResponse, PowerResponse } from '../../schemas/powers/powers.ts'

/** How a power stands. */
export function presentPower({ power, isPaused, onChain, asked }: PowerView): z.input<typeof PowerResponse> {
  return {
    power,
    paused: isPaused,
    onChain: onChain && {
      paused: onChain.kind === 'paused',
      since: onChain.includedAt.toISOString(),
      transactionHash: onChain.transactionHash,
    },
    asked: asked && {
      paused: asked.pause.isPaused,
      at: asked.pause.askedAt.toISOString(),
      keyId: asked.pause.askedBy,
      keyLabel: asked.byLabel,
      reason: asked.pause.reason,
      state: asked.call?.state ?? null,
      failedReason: asked.call?.reason ?? null,
    },
  }
}

/** A call that was announced. */
export function presentOperation({ event, call, expiresAt }: Operation): z.input<typeof OperationResponse> {
  const { operationId, includedAt, readyAt, caller, target, data, transactionHash } = event
  return {
    operationId: operationId ?? '',
    announcedAt: includedAt.toISOString(),
    dueAt: (readyAt ?? includedAt).toISOString(),
    expiresAt: expiresAt.toISOString(),
    caller: caller ?? '',
    target: target ?? '',
    data: data ?? '',
    call: call && { contract: call.contract, function: call.functionName, args: { ...call.args } },
    transactionHash,
  }
}
