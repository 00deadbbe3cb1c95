import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { type OwnPerson, signInPerson, startPersonCode } from '../../api-client/console.ts'
import { Problem } from '../../api-client/problem.ts'
import { Failure, Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { useTexts } from '../use-texts.ts'
import { choicesOf, PartnerChoice } from './partner-choice.tsx'
import { PasskeyButton } from './passkey-button.tsx'

const DIGITS = 8

/** Asks for the e-mail address, and then for the code that was sent there. */
export function SignInPage({ enter }: { enter: (person: OwnPerson) => void }) {
  const { t } = useTexts()
  const [sentTo, setSentTo] = useState<string | null>(null)
  return (
    <Stack gap="md" maw={560} mx="auto" mt="xl">
      <PageTitle>{t('signIn.title')}</PageTitle>
      <Panel label={t('signIn.title')}>
        {sentTo === null ? (
          <>
            <EmailForm onSent={setSentTo} />
            <PasskeyButton enter={enter} />
          </>
        ) : (
          <CodeForm email={sentTo} enter={enter} startAgain={() => setSentTo(null)} />
        )}
      </Panel>
    </Stack>
  )
}

function EmailForm({ onSent }: { onSent: (email: string) => void }) {
  const { t, problem } = useTexts()
  const [email, setEmail] = useState('')
  const sending = useMutation({ mutationFn: startPersonCode, onSuccess: (_sent, address) => onSent(address) })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (email.trim() !== '') sending.mutate(email.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{t('signIn.about')}</Text>
        <TextInput
          type="email"
          label={t('signIn.email')}
          autoComplete="username"
          inputMode="email"
          spellCheck={false}
          autoFocus
          data-autofocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {sending.error !== null && <Failure text={problem(sending.error)} />}
        <Button type="submit" size="md" loading={sending.isPending} w="fit-content">
          {t('signIn.send')}
        </Button>
      </Stack>
    </form>
  )
}

interface CodeFormProps {
  email: string
  enter: (person: OwnPerson) => void
  startAgain: () => void
}

function CodeForm({ email, enter, startAgain }: CodeFormProps) {
  const { t, problem } = useTexts()
  const [code, setCode] = useState('')
  const entering = useMutation({
    mutationFn: (partnerId: number | null) =>
      signInPerson({ email, code, ...(partnerId === null ? {} : { partnerId }) }),
    onSuccess: enter,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.length === DIGITS) entering.mutate(null)
  }
  const choices = entering.error instanceof Problem ? choicesOf(entering.error) : null
  if (choices !== null)
    return <PartnerChoice choices={choices} choose={(id) => entering.mutate(id)} isBusy={entering.isPending} />
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text role="status">{t('signIn.sent', { address: email })}</Text>
        <TextInput
          label={t('signIn.code')}
          description={t('signIn.codeAbout')}
          autoComplete="one-time-code"
          inputMode="numeric"
          pattern={`[0-9]{${DIGITS}}`}
          maxLength={DIGITS}
          autoFocus
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.replaceAll(/\D/g, ''))}
        />
        {entering.error !== null && <Failure text={problem(entering.error)} />}
        <Button type="submit" size="md" loading={entering.isPending} disabled={code.length !== DIGITS} w="fit-content">
          {t('signIn.go')}
        </Button>
        <Button variant="subtle" w="fit-content" onClick={startAgain}>
          {t('signIn.again')}
        </Button>
      </Stack>
    </form>
  )
}
