import { Button, Stack, Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'

import { addRewardCodes, type OwnReward } from '../../api-client/console-rewards.ts'
import { ConfirmDialog, type Plan } from '../../console/confirm-dialog.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { CODES_PER_REQUEST_MAX, readCodes, REFUSED_LINES_NAMED_MAX, type RefusedLine } from './read-codes.ts'
import classes from './rewards.module.css'

interface Sent {
  readonly added: number
  readonly known: number
  readonly left: string
}

/** Sends codes in as many requests as it takes. One that fails leaves those before it in the pool; sent again, they are known. */
async function sendCodes(rewardId: string, codes: readonly string[]): Promise<Sent> {
  let sent: Sent = { added: 0, known: 0, left: '0' }
  for (let from = 0; from < codes.length; from += CODES_PER_REQUEST_MAX) {
    const { added, known, left } = await addRewardCodes(rewardId, codes.slice(from, from + CODES_PER_REQUEST_MAX))
    sent = { added: sent.added + added, known: sent.known + known, left }
  }
  return sent
}

/** Fills the pool of a gift code: pasted, counted, and sent once somebody has seen how many there are. */
export function CodesPanel({ reward }: { reward: OwnReward }) {
  const { t, whole } = useTexts()
  const queries = useQueryClient()
  const [pasted, setPasted] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [sent, setSent] = useState<Sent | null>(null)
  const { codes, refused } = readCodes(pasted)
  const count = whole(String(codes.length))
  const plan = usePlan(reward, { codes: codes.length, refused: refused.length })
  return (
    <TitledPanel label={t('ownRewards.codes.title')}>
      <Stack gap="sm">
        <Textarea
          label={t('ownRewards.codes.field')}
          description={t('ownRewards.codes.about')}
          autosize
          minRows={4}
          maxRows={12}
          spellCheck={false}
          autoComplete="off"
          value={pasted}
          onChange={(event) => {
            setPasted(event.currentTarget.value)
            setSent(null)
          }}
        />
        <div role="status">
          {pasted.trim() !== '' && <Text>{t('ownRewards.codes.counted', { codes: count })}</Text>}
          {sent !== null && (
            <Notice tone="calm">
              {t('ownRewards.codes.done', {
                added: whole(String(sent.added)),
                known: whole(String(sent.known)),
                left: whole(sent.left),
              })}
            </Notice>
          )}
        </div>
        <RefusedLines refused={refused} />
        <Button disabled={codes.length === 0} onClick={() => setAsked(true)} w="fit-content">
          {t('ownRewards.codes.start')}
        </Button>
      </Stack>
      <ConfirmDialog
        plan={isAsked ? plan : null}
        room="partner-console"
        run={() => sendCodes(reward.rewardId, codes)}
        onDone={(answer) => {
          setAsked(false)
          setPasted('')
          setSent(answer)
          void queries.invalidateQueries()
        }}
        onCancel={() => setAsked(false)}
      />
    </TitledPanel>
  )
}

/** What adding so many codes does. */
function usePlan({ texts }: OwnReward, counts: { codes: number; refused: number }): Plan {
  const { t, whole } = useTexts()
  const codes = whole(String(counts.codes))
  return {
    title: t('ownRewards.codes.plan'),
    words: [
      t('ownRewards.codes.words', { codes, title: texts['en']?.title ?? '' }),
      ...(counts.refused === 0 ? [] : [t('ownRewards.codes.leftOut', { lines: whole(String(counts.refused)) })]),
      t('ownRewards.codes.final'),
    ],
    calls: [],
    go: t('ownRewards.codes.go', { codes }),
  }
}

/** The lines that are not sent, each with why. */
function RefusedLines({ refused }: { refused: readonly RefusedLine[] }) {
  const { t, whole } = useTexts()
  const listId = useId()
  if (refused.length === 0) return null
  const more = refused.length - REFUSED_LINES_NAMED_MAX
  return (
    <Notice tone="careful">
      <Text id={listId}>{t('ownRewards.codes.refused')}</Text>
      <ul className={classes.lines} aria-labelledby={listId}>
        {refused.slice(0, REFUSED_LINES_NAMED_MAX).map(({ line, text, fault }) => (
          <li key={line}>
            {t(`ownRewards.codes.fault.${fault}`, { line: whole(String(line)), text: text.slice(0, 80) })}
          </li>
        ))}
        {more > 0 && <li>{t('ownRewards.codes.more', { lines: whole(String(more)) })}</li>}
      </ul>
    </Notice>
  )
}
