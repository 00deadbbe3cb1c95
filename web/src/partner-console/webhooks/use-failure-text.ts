import type { WebhookFailure } from '../../api-client/console-webhooks.ts'
import { useTexts } from '../use-texts.ts'

interface Failed {
  readonly failure: WebhookFailure | null
  /** What the receiver answered; null where it did not. */
  readonly status: number | null
}

/** Why a message did not arrive, in words. */
export function useFailureText(): (failed: Failed) => string {
  const { t } = useTexts()
  return ({ failure, status }) => t(`webhooks.failure.${failure ?? 'unreachable'}`, { status: String(status) })
}
