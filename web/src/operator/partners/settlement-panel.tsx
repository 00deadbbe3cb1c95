import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { listCurrencies } from '../../../../server/domain/currencies.ts'
import {
  readSettlementCurrency,
  type SettlementCurrency,
  setSettlementCurrency,
} from '../../api-client/operator-partners.ts'
import type { Partner } from '../../api-client/operator.ts'
import { Loaded } from '../../app/loaded.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { useAct } from '../acts/use-act.tsx'
import { isMonth, monthAfter } from '../clearing/months.ts'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** In which currency a partner pays and is paid, and changing it for months to come. */
export function SettlementPanel({ partner }: { partner: Partner }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { partnerId } = partner
  const query = useQuery({
    queryKey: ['settlement', partnerId],
    queryFn: () => readSettlementCurrency(key, partnerId),
  })
  return (
    <TitledPanel label={t('settlement.title')}>
      <Loaded query={query} room="operator">
        {(settlement) => (
          <Stack gap="md">
            <Text>{t('settlement.about', { clearing: settlement.clearingCurrency })}</Text>
            <Versions settlement={settlement} />
            {partner.status !== 'left' && <CurrencyForm partner={partner} settlement={settlement} />}
          </Stack>
        )}
      </Loaded>
    </TitledPanel>
  )
}

function Versions({ settlement: { currency, versions } }: { settlement: SettlementCurrency }) {
  const { t, month: monthName, moment, currencyName } = useTexts()
  const nameOf = (code: string) => `${code} · ${currencyName(code)}`
  return (
    <>
      <Text fw={600}>{t('settlement.now', { currency: nameOf(currency) })}</Text>
      {versions.length === 0 ? (
        <Text c="dimmed">{t('settlement.none')}</Text>
      ) : (
        <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={t('settlement.title')} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('settlement.from')}</Table.Th>
                <Table.Th scope="col">{t('settlement.currency')}</Table.Th>
                <Table.Th scope="col">{t('settlement.set')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {versions.map((one) => (
                <Table.Tr key={`${one.month} ${one.setAt} ${one.currency}`}>
                  <Table.Th scope="row">{monthName(one.month)}</Table.Th>
                  <Table.Td>{nameOf(one.currency)}</Table.Td>
                  <Table.Td>{moment(one.setAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  )
}

function CurrencyForm({
  partner: { partnerId, name },
  settlement,
}: {
  partner: Partner
  settlement: SettlementCurrency
}) {
  const { t, month: monthName, currencyName } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [month, setMonth] = useState(() => monthAfter(new Date().toISOString().slice(0, 7)))
  const [currency, setCurrency] = useState(settlement.currency)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isMonth(month)) return
    const body = { month, currency }
    ask({
      name: 'settlement',
      values: { partner: name, month: monthName(month), currency },
      call: { operation: 'setSettlementCurrency', target: { partnerId }, body },
      run: () => setSettlementCurrency(key, partnerId, body),
    })
  }
  return (
    <>
      <form onSubmit={submit} aria-label={t('settlement.change')}>
        <Group align="end" gap="sm">
          <TextInput
            type="month"
            pattern="[0-9]{4}-[0-9]{2}"
            label={t('settlement.from')}
            required
            value={month}
            onChange={(event) => setMonth(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('settlement.currency')}
            data={listCurrencies().map((value) => ({ value, label: `${value} · ${currencyName(value)}` }))}
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value)}
            maw="100%"
          />
          <Button type="submit">{t('form.review')}</Button>
        </Group>
      </form>
      {area}
    </>
  )
}
