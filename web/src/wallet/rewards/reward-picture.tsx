import type { Reward } from '../../api-client/rewards.ts'
import classes from './rewards.module.css'

/** The picture of a reward; without one, its brand's colour and logo. */
export function RewardPicture({ reward, isLarge = false }: { reward: Reward; isLarge?: boolean }) {
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
        loading="lazy"
      />
    )
  if (brand.colour === null) return null
  return (
    <div className={classes.picture} style={{ background: brand.colour }} aria-hidden="true">
      {brand.logo !== null && <img className={classes.logo} src={brand.logo.url} alt="" loading="lazy" />}
    </div>
  )
}
