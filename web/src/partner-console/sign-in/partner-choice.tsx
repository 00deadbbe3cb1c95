import { Button, Stack, Text } from '@mantine/core'

import type { Problem } from '../../api-client/problem.ts'
import { useTexts } from '../use-texts.ts'

interface Choice {
  readonly partnerId: number
  readonly name: string
}

/** The partners that somebody must choose from; null where the refusal says something else. */
export function choicesOf({ code, details }: Problem): Choice[] | null {
  if (code !== 'partner_choice_needed') return null
  const { partnerIds, names } = details as { partnerIds: string[]; names: string[] }
  return partnerIds.map((id, at) => ({ partnerId: Number(id), name: names[at] ?? id }))
}

interface PartnerChoiceProps {
  choices: readonly Choice[]
  choose: (partnerId: number) => void
  isBusy: boolean
}

/** Asks for which brand somebody signs in who works for several. */
export function PartnerChoice({ choices, choose, isBusy }: PartnerChoiceProps) {
  const { t } = useTexts()
  return (
    <Stack>
      <Text role="status">{t('signIn.choose')}</Text>
      {choices.map(({ partnerId, name }) => (
        <Button key={partnerId} variant="default" size="md" loading={isBusy} onClick={() => choose(partnerId)}>
          {name}
        </Button>
      ))}
    </Stack>
  )
}
