import rewardClasses from '../../reward/reward.module.css'
import classes from './rewards.module.css'

/** A picture as it was chosen, cut as members will see it. */
export function ShownPicture({ url, label }: { url: string; label: string }) {
  return (
    <div className={classes.chosen}>
      <img className={rewardClasses.picture} src={url} alt={label} />
    </div>
  )
}
