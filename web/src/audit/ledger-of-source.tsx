import { Stack } from '@mantine/core'

import type { Ledger } from '../api-client/me.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ActsPanel } from './acts-panel.tsx'
import { ArchivePanel } from './archive-panel.tsx'
import { BatchesPanel } from './batches-panel.tsx'
import { MonthsPanel } from './months-panel.tsx'
import { ReceiptPanel } from './receipt-panel.tsx'
import { ReportsPanel } from './reports-panel.tsx'
import { SourceForm } from './source-form.tsx'
import { SupplyPanel } from './supply-panel.tsx'
import { useLedger, useSource } from './use-ledger.ts'
import { useTexts } from './use-texts.ts'

/** All that the page tells. Where the server claims nothing (null), whoever reads names endpoint and contract. */
export function LedgerOfSource({ claimed }: { claimed: Ledger | null }) {
  const { t } = useTexts()
  const { source, setSource } = useSource(claimed)
  const { ledger, reason, isReading, refetch } = useLedger(source)
  return (
    <Stack gap="md">
      <PageHead title={t('title')} about={t('about')} />
      <SourceForm claimed={claimed} source={source} onChoose={setSource} isReading={isReading} ledger={ledger} />
      {reason !== null && (
        <ErrorState text={t(`unreadable.${reason}`)} retry={{ label: t('again'), run: () => void refetch() }} />
      )}
      {ledger !== null && (
        <>
          <SupplyPanel ledger={ledger} isClaimed={claimed?.token.toLowerCase() === ledger.contracts.token} />
          <MonthsPanel ledger={ledger} />
          <ReceiptPanel ledger={ledger} chainName={claimed?.chainName ?? null} />
          <BatchesPanel ledger={ledger} />
          {claimed !== null && <ArchivePanel />}
          {claimed !== null && <ReportsPanel ledger={ledger} />}
          <ActsPanel ledger={ledger} />
        </>
      )}
    </Stack>
  )
}
