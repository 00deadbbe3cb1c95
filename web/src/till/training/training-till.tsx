import { Button, Code, Group, List, Stack, Text } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'

import type { TillPartner } from '../../api-client/till.ts'
import { COALITION } from '../../ui/coalition.ts'
import { formatGroups } from '../../ui/format.ts'
import { Notice } from '../../ui/notices.tsx'
import { type Till, TillContext } from '../connection/connection.ts'
import { closeJournal, openJournal } from '../journal/journal.ts'
import { keepExchange } from '../requests/exchanges.ts'
import { useTexts } from '../use-texts.ts'
import { openRehearsal } from './rehearsal.ts'
import { SAMPLE_MEMBERS, SAMPLE_PARTNER } from './sample-shop.ts'
import { endTraining } from './training.ts'

/** No partner has this number: what is noted under it is of training. */
const TRAINING_PARTNER = 0

function openTraining(real: TillPartner | null): Till {
  const partner = { ...(real ?? { ...SAMPLE_PARTNER, name: COALITION }), partnerId: TRAINING_PARTNER }
  const { answer } = openRehearsal(partner)
  openJournal(TRAINING_PARTNER)
  return { line: { key: 'training', onExchange: keepExchange, answer }, partner, isTraining: true }
}

/** The till with an audience of sample customers: the same screens, and a shop inside this page that answers them. */
export function TrainingTill({ partner, children }: { partner: TillPartner | null; children: ReactNode }) {
  const [till] = useState(() => openTraining(partner))
  const realId = partner?.partnerId ?? null
  useEffect(
    () => () => {
      closeJournal(TRAINING_PARTNER)
      if (realId !== null) openJournal(realId)
    },
    [realId],
  )
  return (
    <TillContext value={till}>
      <TrainingBanner />
      {children}
    </TillContext>
  )
}

function TrainingBanner() {
  const { t, points } = useTexts()
  const hints = ['plenty', 'few', 'noPin'] as const
  return (
    <div style={{ position: 'sticky', top: 0, zIndex: 150, marginBottom: 'var(--mantine-spacing-md)' }}>
      <Notice tone="careful" title={t('training.title')}>
        <Group justify="space-between" align="start">
          <Stack gap={4}>
            <Text size="sm">{t('training.about')}</Text>
            <details>
              <summary>{t('training.cards')}</summary>
              <List size="sm">
                {SAMPLE_MEMBERS.map(({ cardNumber, points: has }, at) => (
                  <List.Item key={cardNumber}>
                    <Code>{formatGroups(cardNumber)}</Code> {points(String(has))},{' '}
                    {t(`training.hint.${hints[at] ?? 'plenty'}`)}
                  </List.Item>
                ))}
              </List>
            </details>
          </Stack>
          <Button variant="default" onClick={endTraining}>
            {t('training.end')}
          </Button>
        </Group>
      </Notice>
    </div>
  )
}
