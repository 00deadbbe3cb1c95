import { Stack, Table } from '@mantine/core'

import { type Flows, readFlows } from '../../api-client/figures.ts'
import { FlowPanel } from '../../console/figures/flow-panel.tsx'
import { FlowCell, FlowRules, NoFlows } from '../../console/figures/flow-table.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** Who earns where and redeems where, of all brands. */
export function FlowsPanel() {
  const { t } = useTexts()
  const key = useOperatorKey()
  return (
    <FlowPanel
      label={t('flows.title')}
      about={t('flows.about')}
      room="operator"
      read={(month) => readFlows(key, month)}
    >
      {(flows) => <Matrix flows={flows} />}
    </FlowPanel>
  )
}

function Matrix({ flows: { flows, brands, membersMin } }: { flows: Flows }) {
  const { t } = useTexts()
  if (flows.length === 0) return <NoFlows />
  const columns = brands.filter(({ partnerId }) => flows.some((flow) => flow.partnerId === partnerId))
  const homes = [...brands, { partnerId: null, name: t('flows.unknown') }].filter(({ partnerId }) =>
    flows.some(({ homeId }) => homeId === partnerId),
  )
  const found = new Map(flows.map((flow) => [`${String(flow.homeId)} ${String(flow.partnerId)}`, flow]))
  return (
    <Stack gap="sm">
      <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('flows.title')} verticalSpacing="xs" withColumnBorders>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('flows.home')}</Table.Th>
              {columns.map(({ partnerId, name }) => (
                <Table.Th key={partnerId} scope="col" ta="end">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {homes.map((home) => (
              <Table.Tr key={String(home.partnerId)}>
                <Table.Th scope="row" fw={500}>
                  {home.name}
                </Table.Th>
                {columns.map(({ partnerId }) => (
                  <Table.Td key={partnerId} ta="end">
                    <FlowCell flow={found.get(`${String(home.partnerId)} ${String(partnerId)}`) ?? null} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <FlowRules membersMin={membersMin} />
    </Stack>
  )
}
