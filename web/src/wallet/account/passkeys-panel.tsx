import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { addPasskey, removePasskey } from '../../api-client/account.ts'
import type { Me } from '../../api-client/me.ts'
import { startPasskeyChallenge } from '../../api-client/sessions.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { ConsentForm } from '../consent/consent-form.tsx'
import { useMember, useRefresh } from '../member.ts'
import { useTexts } from '../use-texts.ts'

type OwnPasskey = Me['passkeys'][number]

const stillWaits = ({ confirmsFrom }: OwnPasskey) => new Date(confirmsFrom) > new Date()

async function addNew(pin: string): Promise<void> {
  const { makePasskey } = await import('../../chain-client/sign-with-passkey.ts')
  await addPasskey(await makePasskey(await startPasskeyChallenge()), pin)
}

function Passkey({ passkey, remove, isRemoving }: { passkey: OwnPasskey; remove: () => void; isRemoving: boolean }) {
  const { t, moment } = useTexts()
  const added = moment(passkey.addedAt)
  return (
    <Group component="li" justify="space-between" gap="sm">
      <Text maw={420}>
        {stillWaits(passkey)
          ? t('passkeys.waits', { added, moment: moment(passkey.confirmsFrom) })
          : t('passkeys.ready', { added })}
      </Text>
      <Button variant="default" loading={isRemoving} aria-label={t('passkeys.removeOf', { added })} onClick={remove}>
        {t('passkeys.remove')}
      </Button>
    </Group>
  )
}

/** The passkeys with which the owner of a card confirms a move, so that it need not wait. */
export function PasskeysPanel() {
  const { t } = useTexts()
  const me = useMember()
  const refresh = useRefresh()
  const [isAdding, setAdding] = useState(false)
  const removing = useMutation({ mutationFn: removePasskey, onSettled: refresh })
  return (
    <TitledPanel label={t('passkeys.title')}>
      <Stack gap="md" align="stretch">
        <Text c="dimmed">{t('passkeys.about')}</Text>
        <ProblemNotice error={removing.error} />
        {me.passkeys.length > 0 && (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {me.passkeys.map((passkey) => (
              <Passkey
                key={passkey.passkeyId}
                passkey={passkey}
                remove={() => removing.mutate(passkey.passkeyId)}
                isRemoving={removing.isPending && removing.variables === passkey.passkeyId}
              />
            ))}
          </Stack>
        )}
        {isAdding ? (
          <ConsentForm
            kind="pin"
            account={me.address}
            order={() => Promise.reject(new Error('a PIN signs nothing'))}
            submit={async (consent) => {
              if (consent.kind === 'pin') await addNew(consent.pin)
              setAdding(false)
              await refresh()
            }}
            label={t('passkeys.add')}
            decline={{ label: t('cancel'), run: () => setAdding(false) }}
          />
        ) : (
          <Group>
            <Button variant="default" onClick={() => setAdding(true)}>
              {t('passkeys.add')}
            </Button>
          </Group>
        )}
      </Stack>
    </TitledPanel>
  )
}

/** A passkey that was just added: whoever knows the card and the PIN can have added it, so that every session sees it. */
export function NewPasskeyNotice() {
  const { t, moment } = useTexts()
  const young = useMember().passkeys.find(stillWaits)
  if (young === undefined) return null
  return (
    <Notice tone="wrong" title={t('passkeys.warningTitle')}>
      <Text>{t('passkeys.warning', { moment: moment(young.confirmsFrom) })}</Text>
    </Notice>
  )
}
