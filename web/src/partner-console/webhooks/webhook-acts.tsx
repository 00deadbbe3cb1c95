import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'

import {
  disableWebhook,
  enableWebhook,
  removeWebhook,
  rotateWebhook,
  type Webhook,
} from '../../api-client/console-webhooks.ts'
import { ConfirmDialog, type Plan } from '../../console/confirm-dialog.tsx'
import { useTexts } from '../use-texts.ts'

type Act = 'rotate' | 'disable' | 'enable' | 'retry' | 'remove'

/** How long the secret before may go on, in seconds. */
const OVERLAPS = { day: 86_400, hour: 3_600, week: 604_800, none: 0 } as const

type Overlap = keyof typeof OVERLAPS

/** What there is to do about a webhook that does so. */
const ACTS_OF = { working: ['disable'], failing: ['retry', 'disable'], disabled: ['enable'] } as const

interface WebhookActsProps {
  webhook: Webhook
  /** Told of a new secret; null: what was shown is not that of the webhook any more. */
  onSecret: (secret: string | null) => void
}

/** What can be done with a webhook; each is explained before it is done. */
export function WebhookActs({ webhook: { webhookId, url, state, sentThrough }, onSecret }: WebhookActsProps) {
  const { t } = useTexts()
  const [act, setAct] = useState<Act | null>(null)
  const [overlap, setOverlap] = useState<Overlap>('day')
  const planOf = (one: Act): Plan => ({
    title: t(`webhooks.acts.${one}.title`),
    words: [url, t(`webhooks.acts.${one}.words`, { event: sentThrough })],
    calls: [],
    go: t(`webhooks.acts.${one}.go`),
    isGrave: one === 'remove' || one === 'disable',
  })
  const run = async (): Promise<string | null> => {
    if (act === 'rotate') return (await rotateWebhook(webhookId, OVERLAPS[overlap])).secret
    if (act === 'remove') await removeWebhook(webhookId)
    else await (act === 'disable' ? disableWebhook : enableWebhook)(webhookId)
    return null
  }
  const acts: readonly Act[] = ['rotate', ...ACTS_OF[state], 'remove']
  return (
    <>
      {acts.map((one) => (
        <Button
          key={one}
          variant="default"
          aria-label={t(`webhooks.acts.${one}.of`, { url })}
          onClick={() => setAct(one)}
        >
          {t(`webhooks.acts.${one}.start`)}
        </Button>
      ))}
      <ConfirmDialog
        plan={act && planOf(act)}
        room="partner-console"
        run={run}
        onDone={(secret) => {
          onSecret(secret)
          setAct(null)
        }}
        onCancel={() => setAct(null)}
      >
        {act === 'rotate' && (
          <NativeSelect
            label={t('webhooks.overlap')}
            description={t('webhooks.overlapAbout')}
            value={overlap}
            onChange={(event) => setOverlap(event.currentTarget.value as Overlap)}
            data={(Object.keys(OVERLAPS) as Overlap[]).map((name) => ({
              value: name,
              label: t(`webhooks.overlaps.${name}`),
            }))}
          />
        )}
      </ConfirmDialog>
    </>
  )
}
