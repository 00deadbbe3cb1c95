import { Code, Table, Text } from '@mantine/core'

import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { type LedgerBatch, readBatches } from '../chain-client/ledger/read-batches.ts'
import { TitledPanel } from '../ui/notices.tsx'
import classes from './audit.module.css'
import { Chapters } from './chapters.tsx'
import { useTexts } from './use-texts.ts'

const COLUMNS = ['when', 'partner', 'entries', 'credited', 'debited', 'transaction'] as const
const NUMBERS = new Set<string>(['entries', 'credited', 'debited'])

/** The newest batches: which entries of whom, and what they credited and took back. */
export function BatchesPanel({ ledger }: { ledger: OpenLedger }) {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('batches.title')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('batches.about')}
      </Text>
      <Chapters ledger={ledger} name="batches" read={readBatches} none={t('batches.none')}>
        {(batches) => <Batches batches={batches} />}
      </Chapters>
    </TitledPanel>
  )
}

function Batches({ batches }: { batches: readonly LedgerBatch[] }) {
  const { t, count, time } = useTexts()
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('batches.title')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <Table.Th key={column} scope="col" ta={NUMBERS.has(column) ? 'end' : 'start'}>
                {t(`batches.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {batches.map(({ partnerId, firstEntry, lastEntry, credited, debited, transactionHash, at }) => (
            <Table.Tr key={`${String(partnerId)}.${String(firstEntry)}`}>
              <Table.Td>{time(at)}</Table.Td>
              <Table.Td>{partnerId}</Table.Td>
              <Table.Td ta="end">{`${count(firstEntry)} – ${count(lastEntry)}`}</Table.Td>
              <Table.Td ta="end">{count(credited)}</Table.Td>
              <Table.Td ta="end">{count(debited)}</Table.Td>
              <Table.Td>
                <Code className={classes.hash}>{transactionHash}</Code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
