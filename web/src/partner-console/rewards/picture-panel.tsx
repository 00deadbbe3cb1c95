import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { type OwnReward, setRewardPicture } from '../../api-client/console-rewards.ts'
import { Failure, Notice, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { PictureField } from './picture-field.tsx'
import type { ChosenPicture } from './read-picture.ts'
import { ShownPicture } from './shown-picture.tsx'

/** The picture of a reward, which may change while it is offered. */
export function PicturePanel({ reward }: { reward: OwnReward }) {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const [picture, setPicture] = useState<ChosenPicture | null>(null)
  const sending = useMutation({
    mutationFn: (chosen: ChosenPicture) => setRewardPicture(reward.rewardId, chosen.file),
    onSuccess: () => {
      setPicture(null)
      return queries.invalidateQueries()
    },
  })
  return (
    <TitledPanel label={t('ownRewards.form.picture')}>
      <Stack gap="sm">
        <PictureField
          picture={picture}
          onPicture={(chosen) => {
            setPicture(chosen)
            sending.reset()
          }}
          hasOne={reward.picture !== null}
        />
        {picture !== null && <ShownPicture url={picture.url} label={t('ownRewards.picture.chosen')} />}
        {sending.error !== null && <Failure text={problem(sending.error)} />}
        <div role="status">{sending.isSuccess && <Notice tone="calm">{t('ownRewards.picture.done')}</Notice>}</div>
        {picture !== null && (
          <Button loading={sending.isPending} onClick={() => sending.mutate(picture)} w="fit-content">
            {t('ownRewards.picture.go')}
          </Button>
        )}
      </Stack>
    </TitledPanel>
  )
}
