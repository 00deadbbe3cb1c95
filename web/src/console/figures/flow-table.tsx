import { Table, Text } from '@mantine/core'

import type { Flow } from '../../api-client/figures.ts'
import { useTexts } from '../use-texts.ts'

interface FlowTableProps {
  label: string
  /** What a row is. */
  head: string
  rows: readonly { readonly name: string; readonly flow: Flow }[]
}

/** Flows, one a row: members and points, or that they are hidden. */
export function FlowTable({ label, head, rows }: FlowTableProps) {
  const { t, whole } = useTexts()
  if (rows.length === 0) return <NoFlows />
  return (
    <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={label} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{head}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('flows.members')}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {t('flows.points')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, flow: { members, points } }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={500}>
                {name}
              </Table.Th>
              {members === null || points === null ? (
                <Table.Td colSpan={2} ta="end" c="dimmed">
                  {t('flows.hidden')}
                </Table.Td>
              ) : (
                <>
                  <Table.Td ta="end">{whole(String(members))}</Table.Td>
                  <Table.Td ta="end">{whole(points)}</Table.Td>
                </>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Nobody redeemed. */
export function NoFlows() {
  const { t } = useTexts()
  return <Text c="dimmed">{t('flows.none')}</Text>
}

/** A flow in a table of all: points, and members below. Null: nobody. */
export function FlowCell({ flow }: { flow: Flow | null }) {
  const { t, whole } = useTexts()
  if (flow === null) return whole('0')
  const { members, points } = flow
  if (members === null || points === null)
    return (
      <Text size="sm" c="dimmed">
        {t('flows.hidden')}
      </Text>
    )
  return (
    <>
      {whole(points)}
      <Text component="span" size="sm" c="dimmed" display="block" style={{ whiteSpace: 'nowrap' }}>
        {t('flows.cell', { members: whole(String(members)) })}
      </Text>
    </>
  )
}

/** What is hidden of flows, and what is rounded. */
export function FlowRules({ membersMin }: { membersMin: number }) {
  const { t } = useTexts()
  return (
    <Text size="sm" c="dimmed">
      {t('flows.rules', { min: String(membersMin) })}
    </Text>
  )
}
