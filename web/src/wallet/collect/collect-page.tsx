import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { readSlipCode } from '../../../../server/domain/slip-codes.ts'
import { collectOwnSlip } from '../../api-client/slips.ts'
import { useProblemText } from '../../app/problem-text.ts'
import { Failure, Notice, Panel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useTexts } from '../use-texts.ts'

/** What the QR code of a slip has put behind the #; nothing that is no slip is taken from there. */
function scannedSlip(): string | null {
  const scanned = location.hash.slice(1)
  return /^EN2\.[\w-]+\.[\w-]+$/.test(scanned) ? scanned : null
}

/** Collects the points of a paper slip, which a till without network gave to somebody who showed no card. */
export function CollectPage() {
  const { t, points, money } = useTexts()
  const problem = useProblemText()
  const queries = useQueryClient()
  const [scanned] = useState(scannedSlip)
  const [typed, setTyped] = useState('')
  const slip = scanned ?? readSlipCode(typed)
  const collect = useMutation({
    mutationFn: collectOwnSlip,
    onSuccess: () => queries.invalidateQueries(),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (slip !== null) collect.mutate(slip)
  }
  const isWrong = scanned === null && slip === null && typed.replaceAll(/[ -]/g, '').length >= 10
  return (
    <Stack gap="md" maw={520} mx="auto">
      <PageHead title={t('collect.title')} about={t('collect.about')} />
      <Panel>
        {collect.data ? (
          <Notice tone="calm">
            <Text role="status">
              {t('collect.done', {
                points: points(collect.data.points),
                amount: money(collect.data.amountMinor, collect.data.currency),
              })}
            </Text>
          </Notice>
        ) : (
          <form onSubmit={submit}>
            <Stack>
              {scanned === null ? (
                <TextInput
                  size="lg"
                  label={t('collect.code')}
                  description={t('collect.codeAbout')}
                  autoComplete="off"
                  autoCapitalize="characters"
                  spellCheck={false}
                  value={typed}
                  error={isWrong && t('collect.wrong')}
                  onChange={(event) => {
                    setTyped(event.currentTarget.value)
                  }}
                />
              ) : (
                <Text>{t('collect.scanned')}</Text>
              )}
              {collect.error && <Failure text={problem(collect.error)} />}
              <Button type="submit" size="lg" disabled={slip === null} loading={collect.isPending}>
                {t('collect.go')}
              </Button>
            </Stack>
          </form>
        )}
      </Panel>
    </Stack>
  )
}
