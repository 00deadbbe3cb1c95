import { Table, Text } from '@mantine/core'

import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'
import type { RecordKind, RecordRow } from './record-kinds.ts'

/** What is over well, and what is over badly; all else is on its way. */
const WELL = new Set(['confirmed', 'final'])
const BADLY = new Set(['parked', 'refused'])
const QUIET = new Set(['voided', 'expired', 'no_points'])

function toneOf(state: string): 'ok' | 'wrong' | 'quiet' | 'waiting' {
  if (WELL.has(state)) return 'ok'
  if (BADLY.has(state)) return 'wrong'
  return QUIET.has(state) ? 'quiet' : 'waiting'
}

/** Purchases, returns or redemptions, newest first. */
export function RecordTable({ kind, rows }: { kind: RecordKind; rows: readonly RecordRow[] }) {
  const { t, money, whole, moment } = useTexts()
  return (
    <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t(`records.kinds.${kind}`)} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('records.reference')}</Table.Th>
            <Table.Th scope="col">{t('records.time')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t(kind === 'redemptions' ? 'records.value' : 'records.amount')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('records.points')}
            </Table.Th>
            <Table.Th scope="col">{t('records.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id, reference, time, points, amountMinor, currency, location, state }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" miw="8rem" style={{ overflowWrap: 'anywhere' }}>
                {reference}
                {location !== null && (
                  <Text component="span" size="xs" c="dimmed" display="block" fw={400}>
                    {location}
                  </Text>
                )}
              </Table.Th>
              <Table.Td miw="9rem">{moment(time)}</Table.Td>
              <Table.Td ta="end">{amountMinor === null ? '–' : money(amountMinor, currency)}</Table.Td>
              <Table.Td ta="end">{whole(points)}</Table.Td>
              <Table.Td>
                <StatusBadge tone={toneOf(state)}>{t(`records.states.${state as State}`)}</StatusBadge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type State =
  | 'accepted'
  | 'batched'
  | 'submitted'
  | 'confirmed'
  | 'final'
  | 'parked'
  | 'no_points'
  | 'held'
  | 'consented'
  | 'captured'
  | 'gave_way'
  | 'refused'
  | 'voided'
  | 'expired'
