import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { consentKindOf, freeze, type FreezeOrder, readFreezeOrder, unfreeze } from '../../api-client/account.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { ActionButton } from '../../ui/action-button.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { ConsentForm } from '../consent/consent-form.tsx'
import { useRefresh, useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'

function Freeze() {
  const { t } = useTexts()
  const refresh = useRefresh()
  const freezing = useMutation({ mutationFn: freeze, onSuccess: refresh })
  return (
    <Stack gap="sm" align="start">
      <Text>{t('freeze.about')}</Text>
      <ProblemNotice error={freezing.error} />
      <ActionButton action={freezing} label={t('freeze.freeze')} />
    </Stack>
  )
}

/** Unfreezing needs more proof than freezing, so that a stranger at an open browser cannot undo it. */
function Unfreeze() {
  const { t } = useTexts()
  const me = useMember()
  const refresh = useRefresh()
  const order = useRef<FreezeOrder>(null)
  const [isAsked, setAsked] = useState(false)
  if (!me.frozenBy.member) return <Text>{t('freeze.byOperator')}</Text>
  return (
    <Stack gap="sm" align="start">
      <Text>{t('freeze.byYou')}</Text>
      {isAsked ? (
        <ConsentForm
          kind={consentKindOf(me.kind)}
          account={me.address}
          order={async () => (order.current = await readFreezeOrder(false))}
          submit={async (consent) => {
            await unfreeze(order.current, consent)
            await refresh()
          }}
          label={t('freeze.unfreeze')}
          decline={{ label: t('cancel'), run: () => setAsked(false) }}
        />
      ) : (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('freeze.unfreeze')}
        </Button>
      )}
    </Stack>
  )
}

/** Stops all spending at any hour, and allows it again. */
export function FreezePanel() {
  const { t } = useTexts()
  const { isFrozen } = useMember()
  return (
    <TitledPanel label={t('freeze.title')} title={t(isFrozen ? 'freeze.isFrozen' : 'freeze.title')}>
      {isFrozen ? <Unfreeze /> : <Freeze />}
    </TitledPanel>
  )
}
