import { Anchor, Stack, Text, Title } from '@mantine/core'
import { IconMessageReport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { type Dispute, listDisputes } from '../../api-client/operator-clearing.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useStatement } from '../clearing/use-clearing.ts'
import { usePartnerName } from '../use-partners.ts'
import { useTexts } from '../use-texts.ts'
import { ResolutionForm } from './resolution-form.tsx'

/** Under which name the answer is kept. */
export const DISPUTES = ['disputes'] as const

/** What partners dispute, the longest first, and ending it. */
export function DisputesPage() {
  const { t } = useTexts()
  const key = useOperatorKey()
  const query = useQuery({ queryKey: DISPUTES, queryFn: () => listDisputes(key) })
  return (
    <Stack gap="lg">
      <PageHead title={t('disputes.title')} about={t('disputes.about')} />
      <AskedRows query={query} room="operator" />
      {query.data?.length === 0 && <EmptyState icon={IconMessageReport}>{t('disputes.none')}</EmptyState>}
      {query.data?.map((dispute) => (
        <DisputePanel key={`${dispute.partnerId} ${dispute.month}`} dispute={dispute} />
      ))}
    </Stack>
  )
}

function DisputePanel({ dispute: { partnerId, month, netMinor, disputedAt, reason } }: { dispute: Dispute }) {
  const { t, month: monthName, moment, money } = useTexts()
  const partner = usePartnerName()(partnerId)
  const { data } = useStatement(partnerId, month)
  const title = t('disputes.of', { partner, month: monthName(month) })
  return (
    <Panel label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {t('disputes.since', { since: moment(disputedAt) })}{' '}
          {data !== undefined && t('disputes.position', { amount: money(netMinor, data.statement.currency) })}
        </Text>
        <Text style={{ overflowWrap: 'anywhere' }}>{reason ?? t('disputes.elsewhere')}</Text>
        <Anchor component={Link} href={`/clearing/${month}/${partnerId}`} w="fit-content">
          {t('disputes.statement')}
        </Anchor>
        <ResolutionForm partnerId={partnerId} month={month} partner={partner} />
      </Stack>
    </Panel>
  )
}
