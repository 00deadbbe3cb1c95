import { Anchor, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconCalendarCheck } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { Link } from 'wouter'

import { type ClosedMonth, closeMonth } from '../../api-client/operator-clearing.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { closesAt, isMonth, type MonthOfAll, monthsOf, nextMonth } from './months.ts'
import { type Clearing, useClearing } from './use-clearing.ts'

/** Months, what their statements come to, and closing the next one. */
export function ClearingPage() {
  const { t } = useTexts()
  const query = useClearing()
  return (
    <Stack gap="lg">
      <PageHead title={t('clearing.title')} about={t('clearing.about')} />
      <AskedRows query={query} room="operator" />
      {query.data !== undefined && (
        <>
          <ClosePanel clearing={query.data} />
          <Months months={monthsOf(query.data.statements)} />
        </>
      )}
    </Stack>
  )
}

/** Closes a month: the next one, unless another is typed. */
function ClosePanel({ clearing: { partners, statements } }: { clearing: Clearing }) {
  const { t, month: monthName, moment } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const next = nextMonth(statements, partners)
  const [typed, setTyped] = useState<string | null>(null)
  const [waits, setWaits] = useState<ClosedMonth['waiting']>([])
  const month = typed ?? next ?? ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isMonth(month)) return
    ask({
      name: 'close',
      values: { month: monthName(month) },
      call: { operation: 'closeMonth', target: { month }, body: {} },
      run: () => closeMonth(key, month),
      onDone: (answer) => {
        setTyped(null)
        setWaits('waiting' in answer ? (answer as ClosedMonth).waiting : [])
      },
    })
  }
  return (
    <TitledPanel label={t('clearing.close')}>
      <Stack gap="sm">
        {next !== null && (
          <Text>
            {t(closesAt(next) <= new Date() ? 'clearing.ready' : 'clearing.notYet', {
              month: monthName(next),
              from: moment(closesAt(next)),
            })}
          </Text>
        )}
        <form onSubmit={submit}>
          <Group align="end" gap="sm">
            <TextInput
              type="month"
              // Where a browser has no calendar of months, the month is typed.
              pattern="[0-9]{4}-[0-9]{2}"
              placeholder="2026-11"
              label={t('clearing.month')}
              required
              value={month}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit">{t('clearing.review')}</Button>
          </Group>
        </form>
        {area}
        {waits.map((one) => (
          <Notice key={one.partnerId} tone="careful">
            {t('clearing.waits', {
              partner: partners.find(({ partnerId }) => partnerId === one.partnerId)?.name ?? String(one.partnerId),
              currency: one.currency,
              month: monthName(one.month),
            })}
          </Notice>
        ))}
      </Stack>
    </TitledPanel>
  )
}

function Months({ months }: { months: readonly MonthOfAll[] }) {
  const { t } = useTexts()
  if (months.length === 0) return <EmptyState icon={IconCalendarCheck}>{t('clearing.none')}</EmptyState>
  return (
    <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('clearing.months')} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('clearing.month')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('clearing.statements')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('clearing.paid')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('clearing.settled')}
            </Table.Th>
            <Table.Th scope="col">{t('clearing.standing')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {months.map((month) => (
            <MonthRow key={month.month} month={month} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function MonthRow({ month: { month, statements, paid, payable, settled, disputed } }: { month: MonthOfAll }) {
  const { t, month: monthName } = useTexts()
  const all = String(statements.length)
  const isDone = settled === statements.length && paid >= payable
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor component={Link} href={`/clearing/${month}`}>
          {monthName(month)}
        </Anchor>
      </Table.Th>
      <Table.Td ta="end">{all}</Table.Td>
      <Table.Td ta="end">{t('clearing.of', { some: String(paid), all: String(payable) })}</Table.Td>
      <Table.Td ta="end">{t('clearing.of', { some: String(settled), all })}</Table.Td>
      <Table.Td>
        {disputed > 0 ? (
          <StatusBadge tone="wrong">{t('clearing.disputed', { count: String(disputed) })}</StatusBadge>
        ) : (
          <StatusBadge tone={isDone ? 'ok' : 'waiting'}>{t(isDone ? 'clearing.done' : 'clearing.open')}</StatusBadge>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
