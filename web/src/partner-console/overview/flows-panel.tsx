import { SimpleGrid, Stack, Title } from '@mantine/core'

import { type Flow, type PartnerFlows, readPartnerFlows } from '../../api-client/figures.ts'
import { FlowPanel } from '../../console/figures/flow-panel.tsx'
import { FlowRules, FlowTable } from '../../console/figures/flow-table.tsx'
import { usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'

/** Where members who earn here redeem, and whose members redeem here. */
export function FlowsPanel() {
  const { t } = useTexts()
  return (
    <FlowPanel
      label={t('figures.flows.title')}
      about={t('figures.flows.about')}
      room="partner-console"
      read={readPartnerFlows}
    >
      {(flows) => <Flows flows={flows} />}
    </FlowPanel>
  )
}

function Flows({ flows: { outward, inward, brands, membersMin } }: { flows: PartnerFlows }) {
  const { t } = useTexts()
  const { partner } = usePerson()
  const names = new Map(brands.map(({ partnerId, name }) => [partnerId, name]))
  const nameOf = (id: number | null) => {
    const name = id === null ? undefined : names.get(id)
    if (name === undefined) return t('figures.flows.unknown')
    return id === partner.partnerId ? t('figures.flows.here', { name }) : name
  }
  const tables = [
    { label: t('figures.flows.outward'), flows: outward, idOf: ({ partnerId }: Flow) => partnerId },
    { label: t('figures.flows.inward'), flows: inward, idOf: ({ homeId }: Flow) => homeId },
  ]
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {tables.map(({ label, flows, idOf }) => (
          <Stack key={label} gap="xs">
            <Title order={3} size="h5">
              {label}
            </Title>
            <FlowTable
              label={label}
              head={t('figures.flows.brand')}
              rows={flows.map((flow) => ({ name: nameOf(idOf(flow)), flow }))}
            />
          </Stack>
        ))}
      </SimpleGrid>
      <FlowRules membersMin={membersMin} />
    </Stack>
  )
}
