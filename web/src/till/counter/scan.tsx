import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { enrolCardMember, type EnrolledMember } from '../../api-client/till.ts'
import { formatGroups } from '../../ui/format.ts'
import { Failure, Panel } from '../../ui/notices.tsx'
import { CameraScan, hasCamera } from '../camera/camera-scan.tsx'
import { useTill } from '../connection/connection.ts'
import { PinSetter } from '../pin/pin-setter.tsx'
import type { Look } from '../scanner/use-look.ts'
import { SCAN_FIELD } from '../scanner/use-wedge.ts'
import { useTexts } from '../use-texts.ts'

/** Waits for a card: a scanner types its digits and Enter, a person may do the same. */
export function Scan({ look: { look, secrets, isFinding, message } }: { look: Look }) {
  const { t, problem } = useTexts()
  const { line } = useTill()
  const [typed, setTyped] = useState('')
  const [forgotten, setForgotten] = useState(secrets)
  const [isCamera, setCamera] = useState(false)
  const enrol = useMutation({
    mutationFn: () => enrolCardMember(line),
    onSuccess: ({ cardNumber }) => {
      setTyped(cardNumber ?? '')
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    look(typed, 'typed')
  }
  // The number of a bank's card does not stay in the field for the next one to see.
  if (secrets !== forgotten) {
    setForgotten(secrets)
    setTyped('')
  }
  return (
    <Panel label={t('scan.title')}>
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            {t('scan.title')}
          </Title>
          <TextInput
            {...{ [SCAN_FIELD]: true }}
            size="lg"
            label={t('scan.label')}
            description={t('scan.about')}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
            }}
          />
          {message !== null && <Failure text={message} />}
          {enrol.error && <Failure text={problem(enrol.error)} />}
          <ScanButtons
            isFinding={isFinding}
            isEnrolling={enrol.isPending}
            isCamera={isCamera}
            onCamera={() => {
              setCamera(!isCamera)
            }}
            onNewCard={() => {
              enrol.mutate()
            }}
          />
          {enrol.data && <NewCard key={enrol.data.memberId} member={enrol.data} />}
          {isCamera && (
            <CameraScan
              onText={(text) => {
                look(text, 'scanned')
              }}
            />
          )}
        </Stack>
      </form>
    </Panel>
  )
}

/** A card that was just given out: its number, and its PIN while it may be chosen here. */
function NewCard({ member: { memberId, cardNumber } }: { member: EnrolledMember }) {
  const { t } = useTexts()
  const [hasPin, setHasPin] = useState(false)
  return (
    <Stack gap="xs">
      <Text role="status">
        {t('scan.newCardIs')} <strong>{formatGroups(cardNumber ?? '')}</strong>
      </Text>
      {hasPin ? (
        <Text role="status">{t('pin.done')}</Text>
      ) : (
        <PinSetter
          memberId={memberId}
          isNew
          onSet={() => {
            setHasPin(true)
          }}
        />
      )}
    </Stack>
  )
}

interface ButtonsProps {
  isFinding: boolean
  isEnrolling: boolean
  isCamera: boolean
  onCamera: () => void
  onNewCard: () => void
}

function ScanButtons({ isFinding, isEnrolling, isCamera, onCamera, onNewCard }: ButtonsProps) {
  const { t } = useTexts()
  return (
    <Group>
      <Button type="submit" size="lg" loading={isFinding}>
        {t('scan.go')}
      </Button>
      {hasCamera() && (
        <Button size="lg" variant="default" onClick={onCamera}>
          {isCamera ? t('scan.cameraOff') : t('scan.camera')}
        </Button>
      )}
      <Button size="lg" variant="default" loading={isEnrolling} onClick={onNewCard}>
        {t('scan.newCard')}
      </Button>
    </Group>
  )
}
