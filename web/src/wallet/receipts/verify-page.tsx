import { Container, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { PastedReceipt } from '../../receipt/pasted-receipt.tsx'
import { ReceiptCheck } from '../../receipt/receipt-check.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { WithLedger } from './with-ledger.tsx'

/** A receipt of anybody's, pasted or from a file: no account is needed to check it. */
export function VerifyPage() {
  const { t } = useTranslation('receipt')
  return (
    <Container size={760} px={0}>
      <Stack gap="md">
        <PageTitle>{t('title')}</PageTitle>
        <Text c="dimmed">{t('verifyAbout')}</Text>
        <PastedReceipt>
          {(receipt) => (
            <WithLedger>{(ledger) => <ReceiptCheck receipt={receipt} member={null} ledger={ledger} />}</WithLedger>
          )}
        </PastedReceipt>
      </Stack>
    </Container>
  )
}
