import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import { type AllowanceChange, changeAllowance } from '../../api-client/operator-partners.ts'
import type { Partner } from '../../api-client/operator.ts'
import { Figure } from '../../ui/figure.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { readWhole } from '../../ui/read-typed.ts'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { isAllowanceLow } from '../overview/attention.ts'
import { useTexts } from '../use-texts.ts'

const CHANGES = ['raise', 'lower', 'set_daily_limit'] as const

/** What a partner may still issue, and changing that. */
export function AllowancePanel({ partner }: { partner: Partner }) {
  const { t, whole, points } = useTexts()
  const { onChain } = partner
  return (
    <TitledPanel label={t('allowance.title')}>
      <Stack gap="md">
        {onChain === null ? (
          <Text c="dimmed">{t('allowance.unknown')}</Text>
        ) : (
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Figure label={t('allowance.left')}>{whole(onChain.allowance)}</Figure>
            <Figure label={t('allowance.daily')}>{whole(onChain.dailyLimit)}</Figure>
            <Figure label={t('partner.issuable')}>{whole(onChain.issuableNow)}</Figure>
          </SimpleGrid>
        )}
        {isAllowanceLow(partner) && (
          <Notice tone="careful">{t('allowance.low', { points: points(onChain?.allowance ?? '0') })}</Notice>
        )}
        <AllowanceForm partner={partner} />
      </Stack>
    </TitledPanel>
  )
}

function AllowanceForm({ partner: { partnerId, name } }: { partner: Partner }) {
  const { t, points } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [change, setChange] = useState<AllowanceChange['change']>('raise')
  const [typed, setTyped] = useState('')
  const read = readWhole(typed)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (read === null) return
    const body = { change, points: read }
    ask({
      name: change,
      values: { partner: name, points: points(read) },
      call: { operation: 'changeAllowance', target: { partnerId }, body },
      run: () => changeAllowance(key, partnerId, body),
      onDone: () => setTyped(''),
    })
  }
  return (
    <>
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <NativeSelect
            label={t('allowance.change')}
            data={CHANGES.map((value) => ({ value, label: t(`allowance.changes.${value}`) }))}
            value={change}
            onChange={(event) => setChange(event.currentTarget.value as AllowanceChange['change'])}
          />
          <TextInput
            label={t('allowance.points')}
            inputMode="numeric"
            autoComplete="off"
            error={typed !== '' && read === null && t('form.wholeUnreadable')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" disabled={read === null}>
            {t('form.review')}
          </Button>
        </Group>
      </form>
      {area}
    </>
  )
}
