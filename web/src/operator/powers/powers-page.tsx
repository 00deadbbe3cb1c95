import { SimpleGrid, Stack, Title } from '@mantine/core'
import { IconClockCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'

import { readPowers } from '../../api-client/operator-safety.ts'
import { Loaded } from '../../app/loaded.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { OperationPanel } from './operation-panel.tsx'
import { PowerPanel } from './power-panel.tsx'

/** Under which name the answer is kept. */
export const POWERS = ['powers'] as const

/** What is paused for everybody, and what delayed roles have announced. */
export function PowersPage() {
  const { t } = useTexts()
  const key = useOperatorKey()
  const query = useQuery({ queryKey: POWERS, queryFn: () => readPowers(key) })
  return (
    <Stack gap="lg">
      <PageHead title={t('powers.title')} about={t('powers.about')} />
      <Loaded query={query} room="operator">
        {({ powers, operations }) => (
          <>
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {powers.map((power) => (
                <PowerPanel key={power.power} power={power} />
              ))}
            </SimpleGrid>
            <Stack component="section" gap="sm" aria-label={t('powers.operations')}>
              <Title order={2} size="h4">
                {t('powers.operations')}
              </Title>
              {operations.length === 0 && <EmptyState icon={IconClockCheck}>{t('powers.none')}</EmptyState>}
              {operations.map((operation) => (
                <OperationPanel key={operation.operationId} operation={operation} />
              ))}
            </Stack>
          </>
        )}
      </Loaded>
    </Stack>
  )
}
