import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import {
  addPersonPasskey,
  listPersonPasskeys,
  type PersonPasskey,
  removePersonPasskey,
} from '../../api-client/console-passkeys.ts'
import { startPasskeyChallenge } from '../../api-client/sessions.ts'
import { Asked } from '../../app/loaded.tsx'
import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

const PASSKEYS = ['person-passkeys']

async function addNew(): Promise<void> {
  const { makePasskey } = await import('../../chain-client/sign-with-passkey.ts')
  await addPersonPasskey(await makePasskey(await startPasskeyChallenge()))
}

/** The passkeys with which the person signs in: to add, to look at, and to remove. */
export function PasskeysPanel() {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const list = useRef<HTMLDivElement>(null)
  const query = useQuery({ queryKey: PASSKEYS, queryFn: listPersonPasskeys })
  const reload = () => queries.invalidateQueries({ queryKey: PASSKEYS })
  const adding = useMutation({ mutationFn: addNew, onSettled: reload })
  const removing = useMutation({
    mutationFn: removePersonPasskey,
    onSettled: async () => {
      await reload()
      // The button that had the focus is gone with what it removed.
      list.current?.focus()
    },
  })
  const refusal = adding.error ?? removing.error
  return (
    <TitledPanel label={t('passkeys.title')}>
      <Stack gap="md">
        <Text c="dimmed">{t('passkeys.about')}</Text>
        <Asked query={query} room="partner-console" />
        {query.data?.length === 0 && <Text>{t('passkeys.none')}</Text>}
        <div ref={list} tabIndex={-1}>
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {query.data?.map((passkey) => (
              <PasskeyRow key={passkey.passkeyId} passkey={passkey} remove={() => removing.mutate(passkey.passkeyId)} />
            ))}
          </Stack>
        </div>
        {refusal !== null && <Failure text={problem(refusal)} />}
        <Button variant="default" w="fit-content" loading={adding.isPending} onClick={() => adding.mutate()}>
          {t('passkeys.add')}
        </Button>
      </Stack>
    </TitledPanel>
  )
}

/** Asks once more before it is removed. */
function PasskeyRow({ passkey, remove }: { passkey: PersonPasskey; remove: () => void }) {
  const { t, moment } = useTexts()
  const [isSure, setIsSure] = useState(false)
  const added = moment(passkey.addedAt)
  return (
    <Group component="li" justify="space-between" gap="sm">
      <span>
        {t('passkeys.added', { time: added })}
        <Text component="span" c="dimmed" size="sm" display="block">
          {passkey.lastUsedAt === null
            ? t('passkeys.unused')
            : t('passkeys.used', { time: moment(passkey.lastUsedAt) })}
        </Text>
      </span>
      {isSure ? (
        <Button color="red.8" autoFocus onClick={remove} onBlur={() => setIsSure(false)}>
          {t('passkeys.removeSure')}
        </Button>
      ) : (
        <Button variant="default" aria-label={t('passkeys.removeOf', { time: added })} onClick={() => setIsSure(true)}>
          {t('passkeys.remove')}
        </Button>
      )}
    </Group>
  )
}
