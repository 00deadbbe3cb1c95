import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ledger } from '../api-client/me.ts'
import { type Finding, judgeFindings } from '../chain-client/receipt-findings.ts'
import type { Receipt } from '../chain-client/receipt.ts'
import { type EndpointFault, findEndpointFault } from '../chain-client/rpc-endpoint.ts'
import { useUnit } from '../ui/unit-text.ts'
import { formatWhole } from '../ui/format.ts'
import { Panel } from '../ui/notices.tsx'
import { FindingList, VerdictNotice } from './receipt-findings.tsx'

const KEPT_AS = 'entente.receipt.endpoint'

interface CheckProps {
  receipt: Receipt
  /** Whose receipt it should be; null where nobody is signed in. */
  member: { address: string; points: string | null } | null
  /** The ledger that it should be of. */
  ledger: Ledger
}

function useCheck({ receipt, member, ledger }: CheckProps) {
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const check = useMutation({
    mutationFn: async (url: string) => {
      setFindings([])
      localStorage.setItem(KEPT_AS, url)
      // What reads the chain is loaded here and nowhere before.
      const { checkReceiptAt } = await import('../chain-client/check-receipt-at.ts')
      const expected = { chainId: ledger.chainId, issuance: ledger.issuance }
      const tell = (finding: Finding) => {
        setFindings((told) => [...told, finding])
      }
      return judgeFindings(await checkReceiptAt(url, { receipt, expected, member }, tell))
    },
  })
  return { findings, check }
}

/** What a receipt says, and a check of it here, against an endpoint of the reader's choice. */
export function ReceiptCheck({ receipt, member, ledger }: CheckProps) {
  const { t, i18n } = useTranslation('receipt')
  const unit = useUnit('receipt')
  const [url, setUrl] = useState(() => localStorage.getItem(KEPT_AS) ?? ledger.rpcUrl ?? '')
  const [fault, setFault] = useState<EndpointFault | null>(null)
  const { findings, check } = useCheck({ receipt, member, ledger })
  const { points } = receipt.leaf
  const partner = ledger.partners.find(({ partnerId }) => partnerId === receipt.leaf.partnerId)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = findEndpointFault(url)
    setFault(found)
    if (found === null) check.mutate(url.trim())
  }
  return (
    <>
      <Panel label={t('says')}>
        <Text size="xl" fw={650}>
          {formatWhole(points, i18n.language)} {unit(points)}
        </Text>
        <Text>
          {partner?.name ?? t('partner', { id: receipt.leaf.partnerId })}
          {receipt.order.reference !== null && ` · ${receipt.order.reference}`}
        </Text>
      </Panel>
      <Panel>
        <form onSubmit={submit}>
          <Stack align="start">
            <TextInput
              w="100%"
              label={t('endpoint')}
              description={t('endpointAbout', { network: ledger.chainName, chainId: ledger.chainId })}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={url}
              error={fault !== null && t(`fault.${fault}`)}
              onChange={(event) => {
                setUrl(event.currentTarget.value)
              }}
            />
            {ledger.rpcUrl !== null && url !== ledger.rpcUrl && (
              <Button
                variant="default"
                size="compact-md"
                onClick={() => {
                  setUrl(ledger.rpcUrl ?? '')
                }}
              >
                {t('useOwn')}
              </Button>
            )}
            <Button type="submit" loading={check.isPending}>
              {t('check')}
            </Button>
          </Stack>
        </form>
      </Panel>
      {check.data !== undefined && <VerdictNotice verdict={check.data} />}
      {findings.length > 0 && <FindingList findings={findings} />}
    </>
  )
}
