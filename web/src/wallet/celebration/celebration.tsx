import { useEffect, useRef, useState } from 'react'

import type { Reward } from '../../api-client/rewards.ts'
import { useMember } from '../member.ts'
import { useAllRewards } from '../rewards/all-rewards.ts'
import { useTexts } from '../use-texts.ts'
import classes from './celebration.module.css'
import { type Occasion, occasionOf, type Standing } from './occasions.ts'

const SHOWN_MS = 6_000
const PIECES = Array.from({ length: 12 }, (_, index) => index)

function useOccasion(): Occasion<Reward> | null {
  const { memberId, pointsConfirmed, pointsAvailable } = useMember()
  const { data: rewards } = useAllRewards()
  const seen = useRef<Standing>(null)
  const [occasion, setOccasion] = useState<Occasion<Reward> | null>(null)
  useEffect(() => {
    if (rewards === undefined) return
    const now = { memberId, pointsConfirmed, pointsAvailable }
    const found = occasionOf(seen.current, now, rewards)
    seen.current = now
    if (found !== null) setOccasion(found)
  }, [memberId, pointsConfirmed, pointsAvailable, rewards])
  useEffect(() => {
    if (occasion === null) return
    const timer = setTimeout(() => setOccasion(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [occasion])
  return occasion
}

/** A moment's joy over the page when points arrive or a reward comes within reach. Nothing moves aside for it. */
export function Celebration() {
  const { t, whole, translated } = useTexts()
  const occasion = useOccasion()
  const text =
    occasion === null
      ? null
      : occasion.kind === 'reward'
        ? t('celebration.reward', { title: translated(occasion.reward.texts)?.title ?? '' })
        : t(occasion.points === 1n ? 'celebration.onePoint' : 'celebration.points', {
            points: whole(String(occasion.points)),
          })
  return (
    <div className={classes.place} role="status">
      {text !== null && (
        <div className={classes.note} data-testid="celebration">
          <span className={classes.burst} aria-hidden="true">
            {PIECES.map((piece) => (
              <i key={piece} style={{ rotate: `${String(piece * (360 / PIECES.length))}deg` }} />
            ))}
          </span>
          {text}
        </div>
      )}
    </div>
  )
}
