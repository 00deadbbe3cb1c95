import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { type Ledger, readLedger } from '../api-client/me.ts'
import { type Finding, judgeFindings } from '../chain-client/receipt-findings.ts'
import type { Receipt } from '../chain-client/receipt.ts'
import { type EndpointFault, findEndpointFault } from '../chain-client/rpc-endpoint.ts'
import { Panel } from '../ui/notices.tsx'
import { Asked } from './asked.tsx'
import { FindingList, VerdictNotice } from './receipt-findings.tsx'
import { useWords } from './words.ts'

const KEPT_AS = 'entente.receipt.endpoint'

interface CheckProps {
  receipt: Receipt
  member: { address: string; points: string | null } | null
}

/** What a receipt says, and a check of it here, against an endpoint of the reader's choice. */
export function ReceiptCheck(props: CheckProps) {
  const query = useQuery({ queryKey: ['ledger'], queryFn: readLedger })
  return <Asked query={query}>{(ledger) => <Check {...props} ledger={ledger} />}</Asked>
}

function useCheck({ receipt, member, ledger }: CheckProps & { ledger: Ledger }) {
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

function Check({ receipt, member, ledger }: CheckProps & { ledger: Ledger }) {
  const { t, points } = useWords()
  const [url, setUrl] = useState(() => localStorage.getItem(KEPT_AS) ?? ledger.rpcUrl ?? '')
  const [fault, setFault] = useState<EndpointFault | null>(null)
  const { findings, check } = useCheck({ receipt, member, ledger })
  const partner = ledger.partners.find(({ partnerId }) => partnerId === receipt.leaf.partnerId)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = findEndpointFault(url)
    setFault(found)
    if (found === null) check.mutate(url.trim())
  }
  return (
    <>
      <Panel label={t('receipt.says')}>
        <Text size="xl" fw={650}>
          {points(receipt.leaf.points)}
        </Text>
        <Text>
          {partner?.name ?? t('receipt.partner', { id: receipt.leaf.partnerId })}
          {receipt.order.reference !== null && ` · ${receipt.order.reference}`}
        </Text>
      </Panel>
      <Panel>
        <form onSubmit={submit}>
          <Stack align="start">
            <TextInput
              w="100%"
              label={t('receipt.endpoint')}
              description={t('receipt.endpointAbout', { network: ledger.chainName, chainId: ledger.chainId })}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={url}
              error={fault !== null && t(`receipt.fault.${fault}`)}
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
                {t('receipt.useOwn')}
              </Button>
            )}
            <Button type="submit" loading={check.isPending}>
              {t('receipt.check')}
            </Button>
          </Stack>
        </form>
      </Panel>
      {check.data !== undefined && <VerdictNotice verdict={check.data} />}
      {findings.length > 0 && <FindingList findings={findings} />}
    </>
  )
}
