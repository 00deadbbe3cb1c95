import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useLocation } from 'wouter'

import { listCharities, type OwnReward } from '../../api-client/console-rewards.ts'
import { usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'
import { LinkButton } from './link-button.tsx'
import { OfferDialog } from './offer-dialog.tsx'
import { PictureField } from './picture-field.tsx'
import { pictureUrlOf, previewReward } from './preview-reward.ts'
import type { ChosenPicture } from './read-picture.ts'
import { readReward } from './read-reward.ts'
import { RewardForm } from './reward-form.tsx'
import { RewardPreview } from './reward-preview.tsx'
import classes from './rewards.module.css'
import { type RewardField, typeReward } from './typed-reward.ts'

/** Offers a reward, or one that replaces another: a form with the look of it, and before anything is sent what it will do. */
export function RewardEditor({ before }: { before: OwnReward | null }) {
  const { t } = useTexts()
  const { partner } = usePerson()
  const [, go] = useLocation()
  const [typed, setTyped] = useState(() => typeReward(before, new Date()))
  const [picture, setPicture] = useState<ChosenPicture | null>(null)
  const [isKept, setKept] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const { data: charities = [] } = useQuery({ queryKey: ['charities'], queryFn: listCharities })
  const replacesId = before?.rewardId ?? null
  const { faults, terms, isWhole } = readReward(typed, { currency: partner.currency, replacesId, now: new Date() })
  const isWithdrawn = before === null || before.withdrawnAt !== null
  const shown = previewReward(terms, {
    partner,
    charities,
    pictureUrl: picture?.url ?? pictureUrlOf(before),
    standIns: { title: t('ownRewards.preview.standInTitle'), description: t('ownRewards.preview.standInText') },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isWhole) setAsked(true)
  }
  return (
    <div className={classes.columns}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <RewardForm
            typed={typed}
            faults={faults}
            onTyped={setTyped}
            currency={partner.currency}
            charities={charities}
          >
            <PictureField
              picture={picture}
              onPicture={setPicture}
              hasOne={before !== null && before.picture !== null}
            />
          </RewardForm>
          {!isWithdrawn && (
            <Checkbox
              label={t('ownRewards.replace.keep')}
              description={t('ownRewards.replace.keepAbout')}
              checked={isKept}
              onChange={(event) => setKept(event.currentTarget.checked)}
            />
          )}
          <EditorFoot faults={faults} back={before === null ? '/rewards' : `/rewards/${before.rewardId}`} />
        </Stack>
      </form>
      <div className={classes.preview}>
        <RewardPreview reward={shown} />
      </div>
      {isAsked && (
        <OfferDialog
          offer={{ terms, picture, withdrawn: isWithdrawn || isKept ? null : before }}
          replaced={before === null ? null : (before.texts['en']?.title ?? '')}
          onAdded={(rewardId) => go(`/rewards/${rewardId}`)}
          onCancel={() => setAsked(false)}
        />
      )}
    </div>
  )
}

/** The way on, and back; and which fields are in the way. */
function EditorFoot({ faults, back }: { faults: ReadonlySet<RewardField>; back: string }) {
  const { t } = useTexts()
  const { currency } = usePerson().partner
  const fields = [...faults].map((name) => t(`ownRewards.form.${name}`, { currency }))
  return (
    <>
      <Group gap="sm">
        <Button type="submit" disabled={fields.length > 0}>
          {t('ownRewards.form.review')}
        </Button>
        <LinkButton href={back} variant="default">
          {t('ownRewards.form.cancel')}
        </LinkButton>
      </Group>
      {fields.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('ownRewards.form.missing', { fields: fields.join(', ') })}
        </Text>
      )}
    </>
  )
}
