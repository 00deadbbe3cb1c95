import { Group, Stack, Text } from '@mantine/core'
import { IconReportMoney } from '@tabler/icons-react'
import { Link } from 'wouter'

import { listStatements } from '../../api-client/console.ts'
import type { StatementSummary } from '../../api-client/statement.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ApprovalsPanel } from '../approvals/approvals-panel.tsx'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { PacksPanel } from './packs-panel.tsx'
import { StatementFiles } from './statement-files.tsx'
import classes from '../../ui/rows.module.css'

/** The statements of the brand, newest first. */
export function StatementsPage() {
  const { t } = useTexts()
  const { query, rows } = usePages(['statements'], listStatements)
  return (
    <ForScope scope="ledger:read">
      <Stack gap="md">
        <PageHead title={t('statements.title')} about={t('statements.about')} />
        <PacksPanel />
        <ApprovalsPanel />
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
        <Standing row={row} />
        <StatementFiles month={row.month} number={row.number} />
      </Group>
    </>
  )
}

/** A payment of a disputed month does not count yet, so the dispute is what there is to say. */
function Standing({ row: { payment, settlement } }: { row: StatementSummary }) {
  const { t } = useTexts()
  if (settlement.state === 'disputed') return <StatusBadge tone="wrong">{t('statements.disputed')}</StatusBadge>
  if (payment === null) return <StatusBadge tone="waiting">{t('statements.open')}</StatusBadge>
  return <StatusBadge tone="ok">{t('statements.paid')}</StatusBadge>
}

/** What is to be paid, in the currency in which the partner settles. */
function Amount({ row: { payableMinor, due } }: { row: StatementSummary }) {
  const { t, money } = useTexts()
  const isOwed = !payableMinor.startsWith('-')
  return (
    <span className={classes.amount}>
      <Text component="span" fw={650} display="block">
        {money(due.payableMinor.replace('-', ''), due.currency)}
      </Text>
      <Text component="span" size="sm" c="dimmed">
        {t(isOwed ? 'statements.youGet' : 'statements.youPay')}
      </Text>
    </span>
  )
}
