import { Group, Stack, Text } from '@mantine/core'
import { IconReportMoney } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { listStatements, readStatement, type StatementSummary } from '../../api-client/console.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { StatementFiles } from './statement-files.tsx'
import classes from '../rows.module.css'

/** The statements of the brand, newest first. */
export function StatementsPage() {
  const { t } = useTexts()
  const { query, rows } = usePages(['statements'], listStatements)
  return (
    <ForScope scope="ledger:read">
      <Stack gap="md">
        <PageHead title={t('statements.title')} about={t('statements.about')} />
        <AskedRows query={query} room="partner-console" />
        {query.isSuccess && rows.length === 0 && <EmptyState icon={IconReportMoney}>{t('statements.none')}</EmptyState>}
        <ul className={classes.list}>
          {rows.map((row) => (
            <li key={row.month} className={classes.row}>
              <StatementRow row={row} />
            </li>
          ))}
        </ul>
        <MoreButton query={query} label={t('more')} />
      </Stack>
    </ForScope>
  )
}

function StatementRow({ row }: { row: StatementSummary }) {
  const { t, month, day } = useTexts()
  return (
    <>
      <Link href={`/statements/${row.month}`} className={classes.name}>
        <Text component="span" fw={650} display="block">
          {month(row.month)}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {t('statements.issued', { number: row.number, day: day(row.issuedAt) })}
        </Text>
      </Link>
      <Group gap="md" className={classes.standing}>
        <Amount row={row} />
        <StatusBadge tone={row.payment === null ? 'waiting' : 'ok'}>
          {t(row.payment === null ? 'statements.open' : 'statements.paid')}
        </StatusBadge>
        <StatementFiles month={row.month} number={row.number} />
      </Group>
    </>
  )
}

/** What is to be paid, in the currency that the statement itself names. */
function Amount({ row: { month, payableMinor } }: { row: StatementSummary }) {
  const { t, money } = useTexts()
  const { data } = useQuery({
    queryKey: ['statement', month],
    queryFn: () => readStatement(month),
    staleTime: Infinity,
  })
  const isOwed = !payableMinor.startsWith('-')
  return (
    <span className={classes.amount}>
      {data !== undefined && (
        <>
          <Text component="span" fw={650} display="block">
            {money(payableMinor.replace('-', ''), data.statement.currency)}
          </Text>
          <Text component="span" size="sm" c="dimmed">
            {t(isOwed ? 'statements.youGet' : 'statements.youPay')}
          </Text>
        </>
      )}
    </span>
  )
}
