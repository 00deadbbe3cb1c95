import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { readStatement, type Statement } from '../../api-client/console.ts'
import { Loaded } from '../../app/loaded.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { StatementFiles } from './statement-files.tsx'
import { FigureTable, LegTable, LineTable, TotalTable } from './statement-tables.tsx'
import classes from './statement-page.module.css'

/** A statement to read and to print. */
export function StatementPage({ month }: { month: string }) {
  const { t } = useTexts()
  // It never changes; whether it was paid does.
  const query = useQuery({ queryKey: ['statement', month], queryFn: () => readStatement(month) })
  return (
    <ForScope scope="ledger:read">
      <Stack gap="lg">
        <Anchor component={Link} href="/statements" className={classes.screen} w="fit-content">
          {t('statements.back')}
        </Anchor>
        <Loaded query={query} room="partner-console">
          {(answer) => <Sheet answer={answer} />}
        </Loaded>
      </Stack>
    </ForScope>
  )
}

function Sheet({ answer }: { answer: Statement }) {
  const { t, month, day } = useTexts()
  const { statement, payment, issuedAt, signer } = answer
  const about = t('statements.issued', { number: statement.number, day: day(issuedAt) })
  const files = (
    <Group gap="xs" className={classes.screen}>
      <StatementFiles month={statement.month} number={statement.number} />
      <Button variant="default" size="compact-md" onClick={() => window.print()}>
        {t('statements.print')}
      </Button>
    </Group>
  )
  return (
    <article className={classes.sheet}>
      <PageHead title={month(statement.month)} about={about} action={files} />
      <Group gap="sm">
        <StatusBadge tone={payment === null ? 'waiting' : 'ok'}>
          {payment === null ? t('statements.open') : t('statements.paidAs', { reference: payment.reference })}
        </StatusBadge>
        <Text size="sm" c="dimmed">
          {t('statements.parties', { brand: statement.partner.name, coalition: statement.coalition })}
        </Text>
      </Group>
      <TotalTable statement={statement} />
      <FigureTable statement={statement} />
      <LegTable statement={statement} />
      <LineTable statement={statement} />
      <Text size="sm" c="dimmed" className={classes.signed}>
        {t('statements.signed', { signer })}
      </Text>
    </article>
  )
}
