import { Text } from '@mantine/core'

import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { readPartners } from '../chain-client/ledger/read-partners.ts'
import { PastedReceipt } from '../receipt/pasted-receipt.tsx'
import { ReceiptCheck } from '../receipt/receipt-check.tsx'
import { TitledPanel } from '../ui/notices.tsx'
import classes from './audit.module.css'
import { Read } from './read.tsx'
import { useTexts } from './use-texts.ts'

/** A receipt of anybody's, held against the ledger that is open. */
export function ReceiptPanel({ ledger, chainName }: { ledger: OpenLedger; chainName: string | null }) {
  const { t } = useTexts()
  const { chainId, contracts, url } = ledger
  const { issuance, redemption } = contracts
  return (
    <TitledPanel label={t('receipt.title')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('receipt.about')}
      </Text>
      <div className={classes.receipt}>
        <PastedReceipt>
          {(receipt) => (
            <Read ledger={ledger} name="partners" read={readPartners}>
              {(partners) => (
                <ReceiptCheck
                  receipt={receipt}
                  member={null}
                  ledger={{
                    chainId,
                    chainName: chainName ?? String(chainId),
                    issuance,
                    redemption,
                    rpcUrl: url,
                    partners,
                  }}
                />
              )}
            </Read>
          )}
        </PastedReceipt>
      </div>
    </TitledPanel>
  )
}
