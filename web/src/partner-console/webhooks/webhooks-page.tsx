import { Stack } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'

import { listWebhooks } from '../../api-client/console-webhooks.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { NewWebhookForm, WEBHOOKS } from './new-webhook-form.tsx'
import { WebhookPanel } from './webhook-panel.tsx'

/** How each of them does changes by itself. */
const ASK_AGAIN_MS = 10_000

/** Where the events of the brand are sent, and what did not arrive. */
export function WebhooksPage() {
  const { t } = useTexts()
  return (
    <ForScope scope="webhooks:write">
      <Stack gap="lg">
        <PageHead title={t('webhooks.title')} about={t('webhooks.about')} />
        <NewWebhookForm />
        <List />
      </Stack>
    </ForScope>
  )
}

function List() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: WEBHOOKS, queryFn: listWebhooks, refetchInterval: ASK_AGAIN_MS })
  return (
    <Stack gap="md">
      <AskedRows query={query} room="partner-console" />
      {query.data?.length === 0 && <EmptyState icon={IconWebhook}>{t('webhooks.none')}</EmptyState>}
      {query.data?.map((webhook) => (
        <WebhookPanel key={webhook.webhookId} webhook={webhook} />
      ))}
    </Stack>
  )
}
