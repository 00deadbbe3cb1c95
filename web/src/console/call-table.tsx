import { Code, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import classes from './call-table.module.css'
import { useTexts } from './use-texts.ts'

/** A call of a contract, as it will be made. */
export interface LedgerCall {
  readonly contract: string
  readonly functionName: string
  /** By the names that the contract has for them, in its order. */
  readonly args: Readonly<Record<string, string>>
  /** Who makes it, and when. */
  readonly when: string
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  )
}

/** What is called on the ledger, with what, by whom and when. */
export function CallTable({ call: { contract, functionName, args, when } }: { call: LedgerCall }) {
  const { t } = useTexts()
  const named = Object.entries(args)
  return (
    <Table variant="vertical" withTableBorder className={classes.table} aria-label={t('dialog.call')}>
      <Table.Tbody>
        <Line name={t('dialog.function')}>
          <Code>{`${contract}.${functionName}`}</Code>
        </Line>
        <Line name={t('dialog.args')}>
          {named.length === 0 ? (
            <Text size="sm">{t('dialog.noArgs')}</Text>
          ) : (
            <Stack gap={2}>
              {named.map(([name, value]) => (
                <Code key={name} className={classes.argument}>{`${name}: ${value}`}</Code>
              ))}
            </Stack>
          )}
        </Line>
        <Line name={t('dialog.when')}>
          <Text size="sm">{when}</Text>
        </Line>
      </Table.Tbody>
    </Table>
  )
}
