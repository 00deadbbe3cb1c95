import { Container, Stack, Text } from '@mantine/core'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { findHistoryPoints } from '../../api-client/me.ts'
import { readOwnReceipt, readOwnRedemptionReceipt } from '../../api-client/receipts.ts'
import { parseReceipt } from '../../chain-client/receipt.ts'
import { type AnyReceipt, parseRedemptionReceipt } from '../../chain-client/redemption-receipt.ts'
import { ReceiptCheck } from '../../receipt/receipt-check.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Loaded } from '../../app/loaded.tsx'
import { useMember } from '../member.ts'
import { WithLedger } from './with-ledger.tsx'

/** One of the member's own receipts. */
export function ReceiptPage({ entryId }: { entryId: string }) {
  const query = useQuery({
    queryKey: ['receipt', entryId],
    queryFn: async () => {
      const [receipt, points] = await Promise.all([readOwnReceipt(entryId), findHistoryPoints(entryId)])
      return { receipt: parseReceipt(receipt), points }
    },
  })
  return <CheckedReceipt query={query} />
}

/** The receipt of one of the member's own redemptions. */
export function RedemptionReceiptPage({ redemptionId }: { redemptionId: string }) {
  const query = useQuery({
    queryKey: ['redemption-receipt', redemptionId],
    queryFn: async () => ({
      receipt: parseRedemptionReceipt(await readOwnRedemptionReceipt(redemptionId)),
      points: null,
    }),
  })
  return <CheckedReceipt query={query} />
}

/** A receipt that was asked for, and below it what is checked of it. */
function CheckedReceipt({ query }: { query: UseQueryResult<{ receipt: AnyReceipt; points: string | null }> }) {
  const { t } = useTranslation('receipt')
  const { address } = useMember()
  return (
    <Container size={760} px={0}>
      <Stack gap="md">
        <PageTitle>{t('title')}</PageTitle>
        <Text c="dimmed">{t('about')}</Text>
        <Loaded query={query}>
          {({ receipt, points }) => (
            <WithLedger>
              {(ledger) => <ReceiptCheck receipt={receipt} member={{ address, points }} ledger={ledger} />}
            </WithLedger>
          )}
        </Loaded>
      </Stack>
    </Container>
  )
}
