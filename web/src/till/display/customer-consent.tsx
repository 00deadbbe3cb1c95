import { Button, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { consentToApproval, declineApproval } from '../../api-client/approvals.ts'
import { Failure } from '../../ui/notices.tsx'
import { PinPad } from '../pin/pin-pad.tsx'
import { useTexts } from '../use-texts.ts'
import classes from './display.module.css'
import type { ConsentView, ToTill } from './messages.ts'

interface ConsentProps {
  view: ConsentView
  brandName: string
  tell: (message: ToTill) => void
}

/** The customer says yes with the PIN, or no. The PIN goes from here to the server; the till hears only that it was right. */
export function CustomerConsent({ view, brandName, tell }: ConsentProps) {
  const { t, points, money, problem, language } = useTexts()
  const { redemptionId, secret, titles, valueMinor, currency } = view
  const agree = useMutation({
    mutationFn: (pin: string) => consentToApproval(redemptionId, secret, { kind: 'pin', pin }),
    onSuccess: () => {
      tell({ type: 'agreed', redemptionId })
    },
  })
  const decline = useMutation({ mutationFn: () => declineApproval(redemptionId, secret) })
  const title = titles === null ? undefined : (titles[language] ?? titles['en'])
  if (agree.isSuccess) return <Title order={1}>{t('display.agreed')}</Title>
  if (decline.isSuccess) return <Title order={1}>{t('display.declined')}</Title>
  const error = agree.error ?? decline.error
  return (
    <Stack align="center">
      <div>
        <Title order={1} className={classes.large}>
          {t('display.pin.title', { points: points(view.points) })}
        </Title>
        <Text className={classes.about}>
          {title !== undefined && t('display.pin.reward', { title, brand: brandName })}
          {title === undefined &&
            valueMinor !== null &&
            t('display.pin.value', { value: money(valueMinor, currency), brand: brandName })}
        </Text>
      </div>
      {error && <Failure text={problem(error)} />}
      {view.hasPin ? (
        <div className={classes.keys}>
          <Text mb="sm">{t('display.pin.about')}</Text>
          <PinPad label={t('display.pin.label')} isBusy={agree.isPending} onPin={agree.mutate} />
        </div>
      ) : (
        <Text size="xl">{t('display.pin.onPhone')}</Text>
      )}
      <Button
        variant="default"
        size="lg"
        loading={decline.isPending}
        onClick={() => {
          decline.mutate()
        }}
      >
        {t('display.pin.decline')}
      </Button>
    </Stack>
  )
}
