import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type Finding, judgeFindings } from '../chain-client/receipt-findings.ts'
import { type AnyReceipt, isOfRedemption } from '../chain-client/redemption-receipt.ts'
import { type EndpointFault, findEndpointFault } from '../chain-client/rpc-endpoint.ts'
import { useUnit } from '../ui/unit-text.ts'
import { formatWhole } from '../ui/format.ts'
import { Panel } from '../ui/notices.tsx'
import classes from './receipt-check.module.css'
import { ENDPOINT_KEPT_AS as KEPT_AS } from './kept-endpoint.ts'
import { FindingList, VerdictNotice } from './receipt-findings.tsx'

/** The ledger that a receipt should be of. */
interface CheckedLedger {
  readonly chainId: number
  readonly chainName: string
  readonly issuance: string
  readonly redemption: string
  /** An endpoint to begin with; null where the reader has to name one. */
  readonly rpcUrl: string | null
  readonly partners: readonly { readonly partnerId: number; readonly name: string }[]
}

interface CheckProps {
  receipt: AnyReceipt
  /** Whose receipt it should be; null where nobody is signed in. */
  member: { address: string; points: string | null } | null
  ledger: CheckedLedger
}

function useCheck({ receipt, member, ledger }: CheckProps) {
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const check = useMutation({
    mutationFn: async (url: string) => {
      setFindings([])
      // What reads the chain is loaded here and nowhere before.
      const { checkReceiptAt } = await import('../chain-client/check-receipt-at.ts')
      const { chainId, issuance, redemption } = ledger
      const expected = { chainId, issuance, redemption }
      const tell = (finding: Finding) => {
        setFindings((told) => [...told, finding])
      }
      return judgeFindings(await checkReceiptAt(url, { receipt, expected, member }, tell))
    },
  })
  return { findings, check }
}

/** The endpoint, and what every step found: for who wants to look behind the verdict. */
function Advanced({ ledger, endpoint, isSpent, findings, onAgain }: AdvancedProps) {
  const { t } = useTranslation('receipt')
  const { url, setUrl, fault } = endpoint
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onAgain()
  }
  return (
    <details className={classes.advanced}>
      <summary>{t('advanced')}</summary>
      <Stack>
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
              <Button type="submit" variant="default">
                {t('again')}
              </Button>
            </Stack>
          </form>
        </Panel>
        {findings.length > 0 && <FindingList findings={findings} isSpent={isSpent} />}
      </Stack>
    </details>
  )
}

interface AdvancedProps {
  ledger: CheckedLedger
  endpoint: { url: string; setUrl: (url: string) => void; fault: EndpointFault | null }
  isSpent: boolean
  findings: readonly Finding[]
  onAgain: () => void
}

/** The endpoint that is asked: this server's, unless the reader has named another. Only that one is kept. */
function useEndpoint(ledger: CheckedLedger) {
  const [url, setUrl] = useState(() => localStorage.getItem(KEPT_AS) ?? ledger.rpcUrl ?? '')
  const [fault, setFault] = useState<EndpointFault | null>(null)
  const isGood = () => {
    const found = findEndpointFault(url)
    setFault(found)
    return found === null
  }
  const keep = () => {
    if (url.trim() === ledger.rpcUrl) localStorage.removeItem(KEPT_AS)
    else localStorage.setItem(KEPT_AS, url.trim())
  }
  return { url, setUrl, fault, isGood, keep }
}

/** What either receipt says, without the proof. */
function tellReceipt(receipt: AnyReceipt) {
  if (!isOfRedemption(receipt)) {
    const { leaf, order } = receipt
    return { isSpent: false, partnerId: leaf.partnerId, points: leaf.points, reference: order.reference, cameBack: '0' }
  }
  const { order, given, restored } = receipt
  const cameBack = String(restored.reduce((sum, { points }) => sum + BigInt(points), 0n))
  return { isSpent: true, partnerId: order.partnerId, points: order.points, reference: given.reference, cameBack }
}

/** What a receipt says, and one verdict on it, worked out here. */
export function ReceiptCheck({ receipt, member, ledger }: CheckProps) {
  const { t, i18n } = useTranslation('receipt')
  const unit = useUnit('receipt')
  const endpoint = useEndpoint(ledger)
  const { findings, check } = useCheck({ receipt, member, ledger })
  const { isSpent, partnerId, points, reference, cameBack } = tellReceipt(receipt)
  const partner = ledger.partners.find((one) => one.partnerId === partnerId)
  const inWords = (count: string) => `${formatWhole(count, i18n.language)} ${unit(count)}`
  const said = inWords(points)
  const name = partner?.name ?? t('partner', { id: partnerId })
  const run = () => {
    if (!endpoint.isGood()) return
    endpoint.keep()
    check.mutate(endpoint.url.trim())
  }
  return (
    <>
      <Panel label={t('says')}>
        <Stack align="start">
          <div>
            <Text size="xl" fw={650}>
              {said}
            </Text>
            <Text>
              {isSpent && `${t('spent')} · `}
              {name}
              {reference !== null && ` · ${reference}`}
            </Text>
            {cameBack !== '0' && <Text>{t('cameBack', { points: inWords(cameBack) })}</Text>}
          </div>
          <Button size="md" loading={check.isPending} onClick={run}>
            {t('check')}
          </Button>
          {endpoint.fault !== null && (
            <Text c="var(--entente-danger)" role="alert">
              {t('endpointNeeded')}
            </Text>
          )}
        </Stack>
      </Panel>
      {check.data !== undefined && (
        <VerdictNotice verdict={check.data} isSpent={isSpent} said={{ points: said, partner: name }} />
      )}
      <Advanced ledger={ledger} endpoint={endpoint} isSpent={isSpent} findings={findings} onAgain={run} />
    </>
  )
}
