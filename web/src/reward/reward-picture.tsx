import type { Reward } from '../api-client/rewards.ts'
import classes from './reward.module.css'

interface RewardPictureProps {
  reward: Reward
  isLarge?: boolean
  /** Among what is seen first: it does not wait until it is scrolled to. */
  isFirst?: boolean
}

/** The picture of a reward; without one, its brand's colour and logo. */
export function RewardPicture({ reward, isLarge = false, isFirst = false }: RewardPictureProps) {
  const { picture, brand } = reward
  if (picture !== null)
    return (
      <img
        className={classes.picture}
        src={isLarge ? picture.url : picture.smallUrl}
        srcSet={isLarge ? undefined : `${picture.smallUrl} 320w, ${picture.url} 960w`}
        sizes={isLarge ? undefined : '(min-width: 40em) 250px, 90vw'}
        width={960}
        height={600}
        alt=""
        loading={isFirst ? 'eager' : 'lazy'}
      />
    )
  if (brand.colour === null) return null
  return (
    <div className={classes.picture} style={{ background: brand.colour }} aria-hidden="true">
      {brand.logo !== null && <img className={classes.logo} src={brand.logo.url} alt="" loading="lazy" />}
    </div>
  )
}
