import { Button, Code, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { listPrices, type Prices, setPrices } from '../../api-client/operator-partners.ts'
import type { Partner } from '../../api-client/operator.ts'
import { Loaded } from '../../app/loaded.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import { isMonth, monthAfter } from '../clearing/months.ts'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { readPrice } from './read-prices.ts'

/** Prices are announced so long before they count. */
const ANNOUNCED_BEFORE_MS = 2 * 86_400_000

/** The first month that has not begun when prices that are announced now can be carried out. */
const firstMonthLeft = (now: Date) =>
  monthAfter(new Date(now.getTime() + ANNOUNCED_BEFORE_MS).toISOString().slice(0, 7))

const TONES = { planned: 'waiting', announced: 'waiting', set: 'ok', lapsed: 'quiet' } as const

/** What a point costs a partner, month by month, and planning it for months to come. */
export function PricesPanel({ partner }: { partner: Partner }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { partnerId } = partner
  const query = useQuery({ queryKey: ['prices', partnerId], queryFn: () => listPrices(key, partnerId) })
  return (
    <TitledPanel label={t('prices.title')}>
      <Stack gap="md">
        <Text>{t('prices.about')}</Text>
        <Loaded query={query} room="operator">
          {(prices) =>
            prices.length === 0 ? <Text c="dimmed">{t('prices.none')}</Text> : <PriceTable prices={prices} />
          }
        </Loaded>
        {partner.status !== 'left' && <PriceForm partner={partner} />}
      </Stack>
    </TitledPanel>
  )
}

function PriceTable({ prices }: { prices: readonly Prices[] }) {
  const { t } = useTexts()
  return (
    <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('prices.title')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('prices.from')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('prices.issue')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('prices.redeem')}
            </Table.Th>
            <Table.Th scope="col">{t('prices.standing')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prices.map((one) => (
            <PriceRow key={`${one.month} ${one.plannedAt ?? ''} ${one.set?.transactionHash ?? ''}`} prices={one} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function PriceRow({ prices }: { prices: Prices }) {
  const { t, price, month: monthName, moment } = useTexts()
  const { month, issueMicros, redeemMicros, state, announced, plannedAt, partnerId } = prices
  const command = `entente admin schedule setPrices ${partnerId} ${month} ${issueMicros} ${redeemMicros}`
  return (
    <Table.Tr>
      <Table.Th scope="row">{monthName(month)}</Table.Th>
      <Table.Td ta="end">{price(issueMicros)}</Table.Td>
      <Table.Td ta="end">{price(redeemMicros)}</Table.Td>
      <Table.Td>
        <StatusBadge tone={TONES[state]}>{t(`prices.state.${state}`)}</StatusBadge>
        <Text size="xs" c="dimmed" mt={4}>
          {state === 'planned' && t('prices.toAnnounce')}
          {announced !== null && t('prices.ready', { at: moment(announced.readyAt) })}
          {plannedAt === null && t('prices.unplanned')}
        </Text>
        {state === 'planned' && <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{command}</Code>}
      </Table.Td>
    </Table.Tr>
  )
}

function PriceForm({ partner: { partnerId, name } }: { partner: Partner }) {
  const { t, price, month: monthName } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [month, setMonth] = useState(() => firstMonthLeft(new Date()))
  const [typed, setTyped] = useState({ issue: '', redeem: '' })
  const issueMicros = readPrice(typed.issue)
  const redeemMicros = readPrice(typed.redeem)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (issueMicros === null || redeemMicros === null || !isMonth(month)) return
    const body = { month, issueMicros, redeemMicros }
    ask({
      name: 'prices',
      values: {
        partner: name,
        month: monthName(month),
        issue: price(issueMicros),
        redeem: price(redeemMicros),
      },
      call: { operation: 'setPrices', target: { partnerId }, body },
      run: () => setPrices(key, partnerId, body),
      onDone: () => setTyped({ issue: '', redeem: '' }),
    })
  }
  const fieldOf = (field: 'issue' | 'redeem', read: string | null) => ({
    label: t(`prices.${field}`),
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    placeholder: '1.05',
    value: typed[field],
    error: typed[field] !== '' && read === null && t('prices.unreadable'),
    onChange: (event: { currentTarget: { value: string } }) => {
      setTyped({ ...typed, [field]: event.currentTarget.value })
    },
  })
  return (
    <>
      <form onSubmit={submit} aria-label={t('prices.plan')}>
        <Group align="end" gap="sm">
          <TextInput
            type="month"
            pattern="[0-9]{4}-[0-9]{2}"
            label={t('prices.from')}
            required
            value={month}
            onChange={(event) => setMonth(event.currentTarget.value)}
          />
          <TextInput {...fieldOf('issue', issueMicros)} />
          <TextInput {...fieldOf('redeem', redeemMicros)} />
          <Button type="submit" disabled={issueMicros === null || redeemMicros === null}>
            {t('form.review')}
          </Button>
        </Group>
      </form>
      {area}
    </>
  )
}
