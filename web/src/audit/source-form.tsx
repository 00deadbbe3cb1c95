import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import type { Ledger } from '../api-client/me.ts'
import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { type EndpointFault, findEndpointFault } from '../chain-client/rpc-endpoint.ts'
import { TitledPanel } from '../ui/notices.tsx'
import classes from './audit.module.css'
import type { Source } from './use-ledger.ts'
import { useTexts } from './use-texts.ts'

interface SourceFormProps {
  claimed: Ledger | null
  source: Source | null
  onChoose: (source: Source) => void
  isReading: boolean
  /** What was read; null while nothing was. */
  ledger: OpenLedger | null
}

const ADDRESS = /^0x[0-9a-f]{40}$/i

/** Where the figures come from: endpoint and token, both to be replaced by the reader's own. */
export function SourceForm({ claimed, source, onChoose, isReading, ledger }: SourceFormProps) {
  const { t, count, time } = useTexts()
  const [url, setUrl] = useState(source?.url ?? '')
  const [token, setToken] = useState(source?.token ?? '')
  const [fault, setFault] = useState<EndpointFault | 'not_an_address' | null>(null)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = findEndpointFault(url) ?? (ADDRESS.test(token.trim()) ? null : 'not_an_address')
    setFault(found)
    if (found === null) onChoose({ url: url.trim(), token: token.trim() })
  }
  return (
    <TitledPanel label={t('source.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm" align="start">
          <Text size="sm" c="dimmed">
            {t(claimed === null ? 'source.silent' : 'source.about')}
          </Text>
          <div className={classes.fields}>
            <TextInput
              label={t('source.endpoint')}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={url}
              error={fault !== null && fault !== 'not_an_address' && t(`source.fault.${fault}`)}
              onChange={(event) => {
                setUrl(event.currentTarget.value)
              }}
            />
            <TextInput
              label={t('source.token')}
              autoComplete="off"
              spellCheck={false}
              value={token}
              error={fault === 'not_an_address' && t('source.fault.not_an_address')}
              onChange={(event) => {
                setToken(event.currentTarget.value)
              }}
            />
          </div>
          <Button type="submit" variant="default" loading={isReading}>
            {t('source.read')}
          </Button>
          {ledger !== null && (
            <Text size="sm" className={classes.facts}>
              {t('source.readAt', {
                block: count(ledger.block.number),
                time: time(ledger.block.at),
                chain: String(ledger.chainId),
              })}{' '}
              {ledger.finalBlock === null
                ? t('source.noFinal')
                : t('source.final', { block: count(ledger.finalBlock) })}
            </Text>
          )}
        </Stack>
      </form>
    </TitledPanel>
  )
}
