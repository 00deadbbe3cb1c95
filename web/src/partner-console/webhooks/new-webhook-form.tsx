import { Button, Checkbox, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { PARTNER_EVENT_TYPES, type PartnerEventType } from '../../../../server/domain/partner-events.ts'
import type { WebhookUrlFault } from '../../../../server/domain/webhooks.ts'
import { addWebhook } from '../../api-client/console-webhooks.ts'
import { Problem } from '../../api-client/problem.ts'
import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { ShownOnce } from '../shown-once.tsx'
import { useTexts } from '../use-texts.ts'

/** Under which name the answer about the webhooks is kept. */
export const WEBHOOKS = ['webhooks']

/** Adds a webhook, and shows its secret this once. */
export function NewWebhookForm() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [url, setUrl] = useState('')
  const [isAll, setIsAll] = useState(true)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const types = PARTNER_EVENT_TYPES.filter((type) => chosen.includes(type))
  const adding = useMutation({
    mutationFn: (asked: { url: string; types: PartnerEventType[] }) => addWebhook(asked),
    onSuccess: () => {
      setUrl('')
      setIsAll(true)
      setChosen([])
      return queries.invalidateQueries({ queryKey: WEBHOOKS })
    },
  })
  const isWhole = url.trim() !== '' && (isAll || types.length > 0)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isWhole) adding.mutate({ url: url.trim(), types: isAll ? [] : types })
  }
  return (
    <TitledPanel label={t('webhooks.new')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            type="url"
            label={t('webhooks.url')}
            description={t('webhooks.urlAbout')}
            placeholder="https://"
            spellCheck={false}
            maxLength={500}
            maw={560}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Checkbox
            label={t('webhooks.all')}
            checked={isAll}
            onChange={(event) => setIsAll(event.currentTarget.checked)}
          />
          {!isAll && (
            <Checkbox.Group label={t('webhooks.types')} value={[...chosen]} onChange={setChosen}>
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} mt="xs">
                {PARTNER_EVENT_TYPES.map((type) => (
                  <Checkbox key={type} value={type} label={type} />
                ))}
              </SimpleGrid>
            </Checkbox.Group>
          )}
          <Refusal error={adding.error} />
          <Button type="submit" loading={adding.isPending} disabled={!isWhole} w="fit-content">
            {t('webhooks.add')}
          </Button>
          <div role="status">{adding.isSuccess && <WebhookSecret secret={adding.data.secret} />}</div>
        </Stack>
      </form>
    </TitledPanel>
  )
}

/** The secret with which messages are signed, covered until somebody asks to see it. */
export function WebhookSecret({ secret }: { secret: string }) {
  const { t } = useTexts()
  return <ShownOnce text={secret} title={t('webhooks.once')} about={t('webhooks.onceAbout')} isCovered />
}

/** Says what is wrong with an address, where that is why it was refused. */
function Refusal({ error }: { error: Error | null }) {
  const { t, problem } = useTexts()
  if (error === null) return null
  const isUrl = error instanceof Problem && error.code === 'webhook_url_refused'
  return (
    <Failure text={isUrl ? t(`webhooks.urlFault.${error.details['reason'] as WebhookUrlFault}`) : problem(error)} />
  )
}
