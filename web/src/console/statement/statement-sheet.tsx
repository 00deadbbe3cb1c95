import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Statement } from '../../api-client/statement.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'
import { SettlementPanel } from './settlement-panel.tsx'
import classes from './statement-sheet.module.css'
import {
  DonationTable,
  DueTable,
  FigureTable,
  LegTable,
  LineTable,
  type Reader,
  TotalTable,
} from './statement-tables.tsx'

interface StatementSheetProps {
  answer: Statement
  reader: Reader
  title: string
  /** Files to take along, and the like; not printed. */
  tools: ReactNode
  /** What can be done about it; not printed. */
  acts: ReactNode
}

/** A statement to read and to print. */
export function StatementSheet({ answer, reader, title, tools, acts }: StatementSheetProps) {
  const { t, day } = useTexts()
  const { statement, payment, issuedAt, signer, settlement } = answer
  const about = t('sheet.issued', { number: statement.number, day: day(issuedAt) })
  return (
    <article className={classes.sheet}>
      <PageHead title={title} about={about} action={<div className={classes.screen}>{tools}</div>} />
      <Group gap="sm">
        <StatusBadge tone={payment === null ? 'waiting' : 'ok'}>
          {payment === null ? t('sheet.unpaid') : t('sheet.paidAs', { reference: payment.reference })}
        </StatusBadge>
        <Text size="sm" c="dimmed">
          {t('sheet.parties', { brand: statement.partner.name, coalition: statement.coalition })}
        </Text>
      </Group>
      <TotalTable statement={statement} />
      <DueTable statement={statement} />
      <div className={classes.screen}>
        <SettlementPanel settlement={settlement} currency={statement.currency}>
          {acts}
        </SettlementPanel>
      </div>
      <FigureTable statement={statement} />
      <LegTable statement={statement} reader={reader} />
      <DonationTable statement={statement} />
      <LineTable statement={statement} />
      <Text size="sm" c="dimmed" className={classes.signed}>
        {t('sheet.signed', { signer })}
      </Text>
    </article>
  )
}
