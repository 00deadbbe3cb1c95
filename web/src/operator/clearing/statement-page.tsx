import { Anchor, Button, Group, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { Link } from 'wouter'

import { recordPayment } from '../../api-client/operator-clearing.ts'
import { dueOf, type Statement } from '../../api-client/statement.ts'
import { Loaded } from '../../app/loaded.tsx'
import classes from '../../console/statement/statement-sheet.module.css'
import { StatementSheet } from '../../console/statement/statement-sheet.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { useAct } from '../acts/use-act.tsx'
import { ResolutionForm } from '../disputes/resolution-form.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { StatementFiles } from './statement-files.tsx'
import { useStatement } from './use-clearing.ts'

/** A statement of a partner: to read, to record its payment, and to end its dispute. */
export function StatementPage({ partnerId, month }: { partnerId: number; month: string }) {
  const { t } = useTexts()
  const query = useStatement(partnerId, month)
  return (
    <Stack gap="lg">
      <Anchor component={Link} href={`/clearing/${month}`} className={classes.screen} w="fit-content">
        {t('clearing.backToMonth')}
      </Anchor>
      {query.data === undefined && <PageTitle>{t('clearing.statement')}</PageTitle>}
      <Loaded query={query} room="operator">
        {(answer) => <Sheet answer={answer} />}
      </Loaded>
    </Stack>
  )
}

function Sheet({ answer }: { answer: Statement }) {
  const { t, month } = useTexts()
  const { statement, settlement } = answer
  const { partner, number } = statement
  const tools = (
    <Group gap="xs">
      <StatementFiles partnerId={partner.id} month={statement.month} number={number} />
      <Button variant="default" size="compact-md" onClick={() => window.print()}>
        {t('clearing.print')}
      </Button>
    </Group>
  )
  const acts = (
    <Stack gap="md">
      <PaymentForm answer={answer} />
      {settlement.state === 'disputed' && (
        <ResolutionForm partnerId={partner.id} month={statement.month} partner={partner.name} />
      )}
    </Stack>
  )
  const title = t('clearing.sheetTitle', { partner: partner.name, month: month(statement.month) })
  return <StatementSheet answer={answer} reader="operator" title={title} tools={tools} acts={acts} />
}

/** Records the payment of a statement, once the bank shows it. */
function PaymentForm({ answer: { statement, payment } }: { answer: Statement }) {
  const { t, money } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState('')
  const { number, month, partner, totals } = statement
  const due = dueOf(statement)
  const reference = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (reference === '') return
    ask({
      name: 'payment',
      values: { number, partner: partner.name, amount: money(due.payableMinor, due.currency), reference },
      call: {
        operation: 'recordStatementPayment',
        target: { partnerId: partner.id, month },
        body: { reference },
      },
      run: () => recordPayment(key, { partnerId: partner.id, month, reference }),
      onDone: () => setTyped(''),
    })
  }
  const isPayable = payment === null && totals.payableMinor !== '0'
  return (
    <>
      {isPayable && (
        <form onSubmit={submit}>
          <Group align="end" gap="sm">
            <TextInput
              label={t('clearing.reference')}
              description={t('clearing.referenceAbout')}
              maxLength={140}
              required
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit">{t('clearing.reviewPayment')}</Button>
          </Group>
        </form>
      )}
      {area}
    </>
  )
}
