import type { StatementContent } from '../../api-client/statement.ts'
import type { LedgerCall } from '../../console/call-table.tsx'
import type { Plan } from '../../console/confirm-dialog.tsx'
import { useTexts } from '../use-texts.ts'

/** What somebody of a brand does about a statement. */
export type PartnerAct =
  | { readonly kind: 'confirmation' | 'dispute'; readonly text: string }
  | { readonly kind: 'withdrawal'; readonly text: null }

/** Of the contract `Clearing`, which keeps the hash of a text only. */
const CALLS = {
  confirmation: { functionName: 'markByPartner', textAs: 'payment' },
  dispute: { functionName: 'dispute', textAs: 'reason' },
  withdrawal: { functionName: 'withdrawDispute', textAs: null },
} as const

/** Who lets the server send it: whoever asks, a second person, or whoever approves now. */
type Sending = 'when' | 'whenApproved' | 'whenYouApprove'

/** What an act comes to on the ledger. */
export function usePartnerCall(): (
  act: PartnerAct,
  of: { readonly month: string; readonly partnerId: number },
  sending: Sending,
) => LedgerCall {
  const { t } = useTexts()
  return ({ kind, text }, { month, partnerId }, sending) => {
    const { functionName, textAs } = CALLS[kind]
    return {
      contract: 'Clearing',
      functionName,
      args: {
        month,
        id: String(partnerId),
        ...(textAs === null ? {} : { [textAs]: `keccak256("${text ?? ''}")` }),
        sequence: t('acts.sequence'),
        signature: t('acts.signature'),
      },
      when: t(`acts.${sending}`),
    }
  }
}

/** What an act will do, for whoever confirms it. */
export function usePartnerPlan(
  { month, number, partner }: StatementContent,
  statementApprovals: 1 | 2,
): (act: PartnerAct) => Plan {
  const { t, month: monthName } = useTexts()
  const callOf = usePartnerCall()
  return (act) => {
    const { kind, text } = act
    const sending = kind === 'confirmation' && statementApprovals === 2 ? 'whenApproved' : 'when'
    return {
      title: t(`acts.${kind}.title`, { month: monthName(month) }),
      words: [t(`acts.${kind}.words`, { number, text: text ?? '' }), t('acts.signed')],
      calls: [callOf(act, { month, partnerId: partner.id }, sending)],
      go: t(`acts.${kind}.go`),
      isGrave: kind === 'dispute',
    }
  }
}
