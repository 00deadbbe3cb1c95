import { Text } from '@mantine/core'

import { ConfirmDialog, type Plan } from '../../console/confirm-dialog.tsx'
import { useTexts } from '../use-texts.ts'
import classes from './rewards.module.css'
import { type Offer, useOffer } from './use-offer.ts'

interface OfferDialogProps {
  offer: Offer
  /** The title of the reward that it replaces; null: none. */
  replaced: string | null
  /** Told of the new reward, once all is done or whoever does it stops half way. */
  onAdded: (rewardId: string) => void
  onCancel: () => void
}

/** Says what offering the reward does, step by step, and then does it; a step that fails can be done again. */
export function OfferDialog({ offer, replaced, onAdded, onCancel }: OfferDialogProps) {
  const { t, points, moment } = useTexts()
  const { steps, isDone, run, added } = useOffer(offer)
  const { terms, withdrawn } = offer
  const title = terms.texts.en.title
  const price = points(terms.points)
  const start = terms.validFrom === undefined ? t('ownRewards.offer.now') : moment(terms.validFrom)
  const plan: Plan = {
    title: t(replaced === null ? 'ownRewards.offer.title' : 'ownRewards.replace.title'),
    words: [
      t('ownRewards.offer.words', { title, price, start }),
      ...(withdrawn === null ? [] : [t('ownRewards.replace.words', { title: replaced ?? '' })]),
      ...(replaced !== null && terms.kind === 'gift_code' ? [t('ownRewards.replace.codes')] : []),
      t('ownRewards.offer.final'),
    ],
    calls: [],
    go: t(
      added === null ? (replaced === null ? 'ownRewards.offer.go' : 'ownRewards.replace.go') : 'ownRewards.offer.on',
    ),
  }
  return (
    <ConfirmDialog
      plan={plan}
      room="partner-console"
      run={run}
      onDone={onAdded}
      onCancel={() => {
        if (added === null) onCancel()
        else onAdded(added)
      }}
    >
      {steps.length > 1 && (
        <ol className={classes.lines} aria-label={t('ownRewards.offer.steps')}>
          {steps.map((step) => (
            <li key={step}>
              {t(`ownRewards.offer.step.${step}`)} {isDone(step) && <b>{t('ownRewards.offer.stepDone')}</b>}
            </li>
          ))}
        </ol>
      )}
      {added !== null && <Text>{t('ownRewards.offer.halfWay')}</Text>}
    </ConfirmDialog>
  )
}
