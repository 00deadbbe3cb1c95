import { Button, Kbd, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { Problem } from '../../api-client/problem.ts'
import { redeemTillClaim, type TillClaim } from '../../api-client/till-rewards.ts'
import { Failure, Panel } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { note } from '../journal/journal.ts'
import { Slip } from '../slip.tsx'
import { useTexts } from '../use-texts.ts'
import { DeskHead } from './desk-head.tsx'

/** A voucher was scanned: what it is for, and using it up when it is handed over. */
export function VoucherDesk({ claim, onDone }: { claim: TillClaim; onDone: () => void }) {
  const { t, day, problem } = useTexts()
  const { line } = useTill()
  const handOver = useMutation({
    mutationFn: (beforeBurned: boolean) => redeemTillClaim(line, claim.claimId, beforeBurned),
    onSuccess: ({ voucher, memberId, points, title, redeemedAt }) => {
      note({
        kind: 'voucher',
        reference: voucher ?? '',
        memberId,
        points,
        title,
        at: redeemedAt ?? new Date().toISOString(),
      })
    },
  })
  const shown = handOver.data ?? claim
  const isTooEarly = handOver.error instanceof Problem && handOver.error.code === 'claim_not_burned'
  return (
    <Panel label={t('voucher.title')}>
      <Stack>
        <DeskHead
          title={claim.title}
          badge={{
            text: t(`voucher.state.${shown.state}`),
            variant: shown.state === 'issued' ? 'filled' : 'default',
          }}
          onDone={onDone}
        >
          {t('voucher.issued', { day: day(claim.issuedAt) })}{' '}
          {claim.expiresAt !== null && t('voucher.until', { day: day(claim.expiresAt) })}
        </DeskHead>
        {handOver.error && <Failure text={problem(handOver.error)} />}
        {shown.state === 'issued' && (
          <Button
            size="lg"
            autoFocus
            loading={handOver.isPending}
            rightSection={<Kbd>Enter</Kbd>}
            onClick={() => {
              handOver.mutate(isTooEarly)
            }}
          >
            {t(isTooEarly ? 'voucher.goEarly' : 'voucher.go')}
          </Button>
        )}
        {claim.state !== 'issued' && <Failure text={t(`voucher.why.${claim.state}`)} />}
        {handOver.data && (
          <Slip
            title={t('voucher.done')}
            at={handOver.data.redeemedAt}
            lines={[
              [t('slip.reward'), claim.title],
              [t('slip.voucher'), claim.voucher ?? ''],
            ]}
          />
        )}
      </Stack>
    </Panel>
  )
}
