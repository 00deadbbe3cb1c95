import { Anchor, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { readStatement } from '../../api-client/console.ts'
import type { Statement } from '../../api-client/statement.ts'
import { Loaded } from '../../app/loaded.tsx'
import { isActUnderWay } from '../../console/statement/settlement-panel.tsx'
import classes from '../../console/statement/statement-sheet.module.css'
import { StatementSheet } from '../../console/statement/statement-sheet.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { StatementActs } from './statement-acts.tsx'
import { StatementFiles } from './statement-files.tsx'

/** While something is on its way to the ledger, it is asked again so often. */
const ASK_AGAIN_MS = 3_000

/** A statement to read and to print, to confirm and to dispute. */
export function StatementPage({ month }: { month: string }) {
  const { t } = useTexts()
  // It never changes; whether it was paid, and what the ledger says of it, does.
  const query = useQuery({
    queryKey: ['statement', month],
    queryFn: () => readStatement(month),
    refetchInterval: ({ state: { data } }) => (isActUnderWay(data?.settlement.lastAct) ? ASK_AGAIN_MS : false),
  })
  return (
    <ForScope scope="ledger:read">
      <Stack gap="lg">
        <Anchor component={Link} href="/statements" className={classes.screen} w="fit-content">
          {t('statements.back')}
        </Anchor>
        {query.data === undefined && <PageTitle>{t('statements.title')}</PageTitle>}
        <Loaded query={query} room="partner-console">
          {(answer) => <Sheet answer={answer} />}
        </Loaded>
      </Stack>
    </ForScope>
  )
}

function Sheet({ answer }: { answer: Statement }) {
  const { t, month } = useTexts()
  const { statement } = answer
  const tools = (
    <Group gap="xs">
      <StatementFiles month={statement.month} number={statement.number} />
      <Button variant="default" size="compact-md" onClick={() => window.print()}>
        {t('statements.print')}
      </Button>
    </Group>
  )
  return (
    <StatementSheet
      answer={answer}
      reader="partner"
      title={month(statement.month)}
      tools={tools}
      acts={<StatementActs answer={answer} />}
    />
  )
}
