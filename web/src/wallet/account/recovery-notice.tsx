import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import { consentKindOf, readRecoveryRefusal, refuseRecovery } from '../../api-client/account.ts'
import type { Me } from '../../api-client/me.ts'
import { Notice } from '../../ui/notices.tsx'
import { ConsentForm } from '../consent/consent-form.tsx'
import { useRefresh, useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'

const nameOf = ({ toAccount, readyAt }: NonNullable<Me['recovery']>): string => `${toAccount} ${readyAt}`

/** A recovery that waits: when it would be done, and a plain way to refuse it. Nothing is more urgent than this. */
export function RecoveryNotice() {
  const { t, moment } = useTexts()
  const me = useMember()
  const refresh = useRefresh()
  const [isAsked, setAsked] = useState(false)
  // Which one: another that is announced later must be seen.
  const [refused, setRefused] = useState<string | null>(null)
  if (refused !== null && (me.recovery === null || nameOf(me.recovery) === refused)) {
    return (
      <div role="status">
        <Notice tone="calm">{t('recovery.refused')}</Notice>
      </div>
    )
  }
  if (me.recovery === null) return null
  const waiting = nameOf(me.recovery)
  return (
    <Notice tone="wrong" title={t('recovery.title')}>
      <Stack gap="sm" align="start">
        <Text>{t('recovery.about', { moment: moment(me.recovery.readyAt) })}</Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('recovery.to', { account: me.recovery.toAccount })}
        </Text>
        {isAsked ? (
          <ConsentForm
            kind={consentKindOf(me.kind)}
            account={me.address}
            order={readRecoveryRefusal}
            submit={async (consent) => {
              await refuseRecovery(consent)
              setRefused(waiting)
              await refresh()
            }}
            label={t('recovery.refuse')}
            danger
          />
        ) : (
          <Button color="red.8" onClick={() => setAsked(true)}>
            {t('recovery.refuse')}
          </Button>
        )}
      </Stack>
    </Notice>
  )
}
