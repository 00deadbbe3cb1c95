import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { changeRole, listPeople, type Person, type PersonRole, removePerson } from '../../api-client/console.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { Failure } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePerson } from '../person.ts'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { InviteForm, PEOPLE } from './invite-form.tsx'
import classes from '../../ui/rows.module.css'
import { RoleSelect } from './role-select.tsx'

/** Who gets into the console. */
export function PeoplePage() {
  const { t } = useTexts()
  return (
    <ForScope scope="people:write">
      <Stack gap="lg">
        <PageHead title={t('people.title')} about={t('people.about')} />
        <InviteForm />
        <List />
      </Stack>
    </ForScope>
  )
}

function List() {
  const { problem } = useTexts()
  const queries = useQueryClient()
  const list = useRef<HTMLUListElement>(null)
  const query = useQuery({ queryKey: PEOPLE, queryFn: listPeople })
  const reload = () => queries.invalidateQueries({ queryKey: PEOPLE })
  const changing = useMutation({
    mutationFn: ({ personId, role }: { personId: string; role: PersonRole }) => changeRole(personId, role),
    onSettled: reload,
  })
  const removing = useMutation({
    mutationFn: removePerson,
    onSettled: async () => {
      await reload()
      list.current?.focus()
    },
  })
  const refusal = changing.error ?? removing.error
  return (
    <Stack gap="sm">
      <AskedRows query={query} room="partner-console" />
      {refusal !== null && <Failure text={problem(refusal)} />}
      <ul className={classes.list} ref={list} tabIndex={-1}>
        {query.data?.map((person) => (
          <li key={person.personId} className={classes.row}>
            <PersonRow
              person={person}
              change={(role) => changing.mutate({ personId: person.personId, role })}
              remove={() => removing.mutate(person.personId)}
            />
          </li>
        ))}
      </ul>
    </Stack>
  )
}

interface PersonRowProps {
  person: Person
  change: (role: PersonRole) => void
  remove: () => void
}

function PersonRow({ person, change, remove }: PersonRowProps) {
  const { t } = useTexts()
  const { personId } = usePerson()
  const isMe = person.personId === personId
  return (
    <>
      <span className={classes.name}>
        <Text component="span" fw={650} display="block">
          {person.name} {isMe && t('people.you')}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {person.email}
        </Text>
      </span>
      <StatusBadge tone={person.state === 'active' ? 'ok' : 'waiting'}>{t(`people.state.${person.state}`)}</StatusBadge>
      {isMe ? (
        <Text>{t(`roles.${person.role}.name`)}</Text>
      ) : (
        <Group gap="xs">
          <RoleSelect label={t('people.roleOf', { name: person.name })} isHidden role={person.role} choose={change} />
          <RemoveButton name={person.name} remove={remove} />
        </Group>
      )}
    </>
  )
}

/** Asks once more: whoever is removed is signed out at once. */
function RemoveButton({ name, remove }: { name: string; remove: () => void }) {
  const { t } = useTexts()
  const [isSure, setIsSure] = useState(false)
  return isSure ? (
    <Button color="red.8" onClick={remove} onBlur={() => setIsSure(false)} autoFocus>
      {t('people.removeSure', { name })}
    </Button>
  ) : (
    <Button variant="default" aria-label={t('people.removeOf', { name })} onClick={() => setIsSure(true)}>
      {t('people.remove')}
    </Button>
  )
}
