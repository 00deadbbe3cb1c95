import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { invitePerson, type PersonRole } from '../../api-client/console.ts'
import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { RoleSelect } from './role-select.tsx'

/** Under which name the answer about the people is kept. */
export const PEOPLE = ['people']

/** Invites somebody by e-mail. */
export function InviteForm() {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<PersonRole>('finance')
  const inviting = useMutation({
    mutationFn: invitePerson,
    onSuccess: () => {
      setEmail('')
      setName('')
      return queries.invalidateQueries({ queryKey: PEOPLE })
    },
  })
  const isWhole = email.trim() !== '' && name.trim() !== ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isWhole) inviting.mutate({ email: email.trim(), name: name.trim(), role })
  }
  return (
    <TitledPanel label={t('people.invite')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Group gap="md" align="start" grow preventGrowOverflow={false}>
            <TextInput
              label={t('people.name')}
              description={t('people.nameAbout')}
              maxLength={80}
              miw={220}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              type="email"
              label={t('people.email')}
              description={t('people.emailAbout')}
              maxLength={254}
              miw={220}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <RoleSelect label={t('people.role')} role={role} choose={setRole} />
          </Group>
          {inviting.error !== null && <Failure text={problem(inviting.error)} />}
          <Group gap="md">
            <Button type="submit" loading={inviting.isPending} disabled={!isWhole}>
              {t('people.send')}
            </Button>
            <Text role="status">{inviting.isSuccess && t('people.sent', { name: inviting.data.name })}</Text>
          </Group>
        </Stack>
      </form>
    </TitledPanel>
  )
}
