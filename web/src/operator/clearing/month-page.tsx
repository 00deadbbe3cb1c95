import { Anchor, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { IconCalendarOff } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { StatementSummary } from '../../api-client/statement.ts'
import { Loaded } from '../../app/loaded.tsx'
import { SettlementBadge } from '../../console/statement/settlement-badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Panel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePartnerName } from '../use-partners.ts'
import { useTexts } from '../use-texts.ts'
import { isMonth, type MonthOfAll, monthsOf } from './months.ts'
import classes from './month-page.module.css'
import { StatementFiles } from './statement-files.tsx'
import { useClearing } from './use-clearing.ts'

/** The statements of all partners of a month. */
export function MonthPage({ month }: { month: string }) {
  const { t, month: monthName } = useTexts()
  const query = useClearing()
  const title = isMonth(month) ? monthName(month) : t('clearing.title')
  return (
    <Stack gap="lg">
      <Anchor component={Link} href="/clearing" w="fit-content">
        {t('clearing.back')}
      </Anchor>
      <PageHead title={title} about={t('clearing.monthAbout')} />
      <Loaded query={query} room="operator">
        {({ statements }) => {
          const found = monthsOf(statements).find((one) => one.month === month)
          const [first] = found?.statements ?? []
          return found === undefined || first === undefined ? (
            <EmptyState icon={IconCalendarOff}>{t('clearing.noStatements')}</EmptyState>
          ) : (
            <Statements month={found} first={first} />
          )
        }}
      </Loaded>
    </Stack>
  )
}

function Statements({ month, first }: { month: MonthOfAll; first: StatementSummary }) {
  const { t, money } = useTexts()
  const partnerName = usePartnerName()
  // All statements of a month are in the clearing currency, whatever their partners pay in: so they can be added up.
  const amount = (minor: bigint) => money(minor, first.currency)
  return (
    <>
      <Panel label={t('clearing.sums')}>
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <Figure label={t('clearing.received')}>{amount(month.receivedMinor)}</Figure>
          <Figure label={t('clearing.spent')}>{amount(month.spentMinor)}</Figure>
          <Figure label={t('clearing.paid')}>
            {t('clearing.of', { some: String(month.paid), all: String(month.payable) })}
          </Figure>
        </SimpleGrid>
      </Panel>
      <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('clearing.statements')} verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('clearing.partner')}</Table.Th>
              <Table.Th scope="col" ta="end">
                {t('clearing.amount')}
              </Table.Th>
              <Table.Th scope="col">{t('clearing.payment')}</Table.Th>
              <Table.Th scope="col">{t('clearing.ledger')}</Table.Th>
              <Table.Th scope="col">{t('clearing.files')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {month.statements.map((one) => (
              <StatementRow key={one.partnerId} row={one} name={partnerName(one.partnerId)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}

interface StatementRowProps {
  row: StatementSummary
  name: string
}

function StatementRow({ row, name }: StatementRowProps) {
  const { t, money } = useTexts()
  const { partnerId, month, number, payableMinor, currency, due, payment, settlement } = row
  const unsigned = (amount: string, of: string) => money(amount.replace('-', ''), of)
  const minor = BigInt(payableMinor)
  const payer = minor === 0n ? 'nobody' : minor < 0n ? 'partner' : 'operator'
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor component={Link} href={`/clearing/${month}/${partnerId}`}>
          {name}
        </Anchor>
      </Table.Th>
      <Table.Td ta="end" className={classes.whole}>
        {payer === 'nobody' ? t('clearing.pays.nobody') : unsigned(due.payableMinor, due.currency)}
        {payer !== 'nobody' && (
          <Text component="span" size="xs" c="dimmed" display="block">
            {t(`clearing.pays.${payer}`)}
          </Text>
        )}
        {due.currency !== currency && (
          <Text component="span" size="xs" c="dimmed" display="block">
            {t('clearing.inClearing', { amount: unsigned(payableMinor, currency) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {payment !== null || minor === 0n ? (
          <span className={classes.reference}>
            <StatusBadge tone="ok">{payment?.reference ?? t('clearing.nothingDue')}</StatusBadge>
          </span>
        ) : (
          <StatusBadge tone="waiting">{t('clearing.unpaid')}</StatusBadge>
        )}
      </Table.Td>
      <Table.Td>
        <SettlementBadge settlement={settlement} />
      </Table.Td>
      <Table.Td className={classes.whole}>
        <StatementFiles partnerId={partnerId} month={month} number={number} />
      </Table.Td>
    </Table.Tr>
  )
}
