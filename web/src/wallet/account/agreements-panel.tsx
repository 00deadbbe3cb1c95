import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import { ENDPOINT_KEPT_AS } from '../../receipt/kept-endpoint.ts'
import { TitledPanel } from '../../ui/notices.tsx'
import { useMember } from '../member.ts'
import { keepCard, keepName, keptOf } from '../on-device/kept-member.ts'
import { useTexts } from '../use-texts.ts'

/** Where notices go with the member's consent, and how to take it back. */
function Notices() {
  const { t } = useTexts()
  const contacts = useMember().identifiers.filter(({ isContact }) => isContact)
  if (contacts.length === 0) return <Text>{t('agreements.noticesNone')}</Text>
  const where = contacts.map(({ kind, hint }) => t(`account.identifier.${kind}`, { hint })).join(', ')
  return (
    <div>
      <Text>{t('agreements.noticesTo', { where })}</Text>
      <Text size="sm" c="dimmed">
        {t('agreements.noticesMore', { contacts: t('contacts.title') })}
      </Text>
    </div>
  )
}

/** Something that is kept on this device, and a button that ends it. */
function Kept({ text, label, onForget }: { text: string; label: string; onForget: () => void }) {
  return (
    <Group component="li" justify="space-between" gap="sm">
      <Text size="sm" flex="1 1 14rem">
        {text}
      </Text>
      <Button variant="default" onClick={onForget}>
        {label}
      </Button>
    </Group>
  )
}

/** What the member has agreed to, from what is stored: here, and at the server. */
export function AgreementsPanel() {
  const { t } = useTexts()
  const { memberId } = useMember()
  const [, lookAgain] = useState(0)
  const { cardNumber, name } = keptOf(memberId)
  const hasEndpoint = localStorage.getItem(ENDPOINT_KEPT_AS) !== null
  const forget = (what: () => void) => () => {
    what()
    lookAgain((looks) => looks + 1)
  }
  return (
    <TitledPanel label={t('agreements.title')}>
      <Stack gap="md">
        <Text c="dimmed">{t('agreements.about')}</Text>
        <Notices />
        <div>
          <Text fw={600} mb={4}>
            {t('agreements.device')}
          </Text>
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {cardNumber !== null && (
              <Kept
                text={t('agreements.card')}
                label={t('agreements.cardForget')}
                onForget={forget(() => keepCard(memberId, null))}
              />
            )}
            {name !== null && (
              <Kept
                text={t('agreements.name')}
                label={t('agreements.nameForget')}
                onForget={forget(() => keepName(memberId, null))}
              />
            )}
            {hasEndpoint && (
              <Kept
                text={t('agreements.endpoint')}
                label={t('agreements.endpointForget')}
                onForget={forget(() => localStorage.removeItem(ENDPOINT_KEPT_AS))}
              />
            )}
            {cardNumber === null && name === null && !hasEndpoint && (
              <Text component="li" size="sm">
                {t('agreements.nothingHere')}
              </Text>
            )}
          </Stack>
        </div>
      </Stack>
    </TitledPanel>
  )
}
