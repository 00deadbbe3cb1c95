import { Badge, Button, Group, Kbd, Stack, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'

import { redeemTillClaim, type TillClaim } from '../api-client/till-rewards.ts'
import { Failure, Panel } from '../ui/notices.tsx'
import { useTill } from './connection.ts'
import { note } from './journal.ts'
import { Slip } from './slip.tsx'
import { useWords } from './words.ts'

/** A voucher was scanned: what it is for, and using it up when it is handed over. */
export function VoucherDesk({ claim, onDone }: { claim: TillClaim; onDone: () => void }) {
  const { t, day, problem } = useWords()
  const { line } = useTill()
  const handOver = useMutation({
    mutationFn: () => redeemTillClaim(line, claim.claimId),
    onSuccess: ({ voucher: reference, memberId, points, title, redeemedAt }) => {
      note({ kind: 'voucher', reference, memberId, points, title, at: redeemedAt ?? new Date().toISOString() })
    },
  })
  useHotkeys([['Escape', onDone]], [])
  const shown = handOver.data ?? claim
  return (
    <Panel label={t('voucher.title')}>
      <Stack>
        <Group justify="space-between" align="start">
          <div>
            <Group gap="xs">
              <Title order={2} size="h4">
                {claim.title}
              </Title>
              <Badge variant={shown.state === 'issued' ? 'filled' : 'default'} tt="none">
                {t(`voucher.state.${shown.state}`)}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {t('voucher.issued', { day: day(claim.issuedAt) })}{' '}
              {claim.expiresAt !== null && t('voucher.until', { day: day(claim.expiresAt) })}
            </Text>
          </div>
          <Button variant="default" onClick={onDone} rightSection={<Kbd>Esc</Kbd>}>
            {t('desk.done')}
          </Button>
        </Group>
        {handOver.error && <Failure text={problem(handOver.error)} />}
        {shown.state === 'issued' && (
          <Button
            size="lg"
            autoFocus
            loading={handOver.isPending}
            rightSection={<Kbd>Enter</Kbd>}
            onClick={() => {
              handOver.mutate()
            }}
          >
            {t('voucher.go')}
          </Button>
        )}
        {claim.state !== 'issued' && <Failure text={t(`voucher.why.${claim.state}`)} />}
        {handOver.data && (
          <Slip
            title={t('voucher.done')}
            lines={[
              [t('slip.reward'), claim.title],
              [t('slip.voucher'), claim.voucher],
            ]}
          />
        )}
      </Stack>
    </Panel>
  )
}
