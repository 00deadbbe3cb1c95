import { Badge, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import { type Contact, proveContact, sendContactCode } from '../../api-client/contacts.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { useMember, useRefresh } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { CodeField } from './code-field.tsx'

/** E-mail address and phone: which lead here, which are told what happens to the account, and how to add one. */
export function ContactsPanel() {
  const { t } = useTexts()
  const [sentTo, setSentTo] = useState<Contact | null>(null)
  const [added, setAdded] = useState(false)
  return (
    <TitledPanel label={t('contacts.title')}>
      <Stack gap="sm" align="start">
        <Text>{t('contacts.about')}</Text>
        <KnownContacts />
        {sentTo === null ? (
          <AddForm
            onSent={(contact) => {
              setAdded(false)
              setSentTo(contact)
            }}
          />
        ) : (
          <ProveForm
            key={sentTo.value}
            contact={sentTo}
            onProven={() => {
              setAdded(true)
              setSentTo(null)
            }}
            onCancel={() => {
              setSentTo(null)
            }}
          />
        )}
        <div role="status">{added && <Text>{t('contacts.done')}</Text>}</div>
      </Stack>
    </TitledPanel>
  )
}

function KnownContacts() {
  const { t } = useTexts()
  const { identifiers } = useMember()
  const known = identifiers.filter(({ kind }) => kind !== 'card')
  if (known.length === 0) return null
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {known.map(({ kind, hint, isProven, isContact }) => (
        <Group component="li" key={`${kind} ${hint} ${String(isProven)}`} gap="xs">
          <Text>{t(`account.identifier.${kind}`, { hint })}</Text>
          <Badge variant={isProven ? 'light' : 'default'} tt="none">
            {t(isProven ? 'contacts.proven' : 'contacts.unproven')}
          </Badge>
          {isContact && (
            <Badge variant="light" tt="none">
              {t('contacts.notices')}
            </Badge>
          )}
        </Group>
      ))}
    </Stack>
  )
}

/** What was typed, as an address or a number. */
function readContact(typed: string): Contact {
  const value = typed.trim()
  return value.includes('@') ? { kind: 'email', value } : { kind: 'phone', value }
}

function AddForm({ onSent }: { onSent: (contact: Contact) => void }) {
  const { t } = useTexts()
  const [typed, setTyped] = useState('')
  const sending = useMutation({
    mutationFn: sendContactCode,
    onSuccess: (_sent, contact) => {
      onSent(contact)
    },
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    sending.mutate(readContact(typed))
  }
  return (
    <form onSubmit={send} style={{ width: '100%' }}>
      <Stack gap="sm" align="start">
        <TextInput
          label={t('contacts.which')}
          description={t('contacts.whichAbout')}
          autoComplete="email"
          required
          withAsterisk={false}
          w="100%"
          maw={320}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        <ProblemNotice error={sending.error} />
        <Button type="submit" variant="default" loading={sending.isPending}>
          {t('contacts.send')}
        </Button>
      </Stack>
    </form>
  )
}

interface ProveProps {
  contact: Contact
  onProven: () => void
  onCancel: () => void
}

function ProveForm({ contact, onProven, onCancel }: ProveProps) {
  const { t } = useTexts()
  const refresh = useRefresh()
  const [code, setCode] = useState('')
  const [notices, setNotices] = useState(false)
  const proving = useMutation({
    mutationFn: () => proveContact({ identifier: contact, code, notices }),
    onSuccess: () => {
      onProven()
      return refresh()
    },
    onError: () => {
      setCode('')
    },
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    proving.mutate()
  }
  return (
    <form onSubmit={send} style={{ width: '100%' }}>
      <Stack gap="sm" align="start">
        <Text role="status" style={{ overflowWrap: 'anywhere' }}>
          {t('contacts.sent', { to: contact.value })}
        </Text>
        <CodeField value={code} onChange={setCode} />
        <Checkbox
          label={t('contacts.consent')}
          description={t('contacts.consentAbout')}
          checked={notices}
          onChange={(event) => {
            setNotices(event.currentTarget.checked)
          }}
        />
        <ProblemNotice error={proving.error} />
        <Group gap="sm">
          <Button type="submit" loading={proving.isPending}>
            {t('contacts.confirm')}
          </Button>
          <Button variant="subtle" onClick={onCancel}>
            {t('contacts.other')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
