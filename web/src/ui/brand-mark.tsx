import classes from './brand-mark.module.css'

interface MarkProps {
  name: string
  brand: {
    colour: string | null
    textColour: string | null
    /** Null: the first letter on the colour. */
    logo: { smallUrl: string } | null
  }
  size?: 'small' | 'large'
}

/** The mark of a brand, beside its name: it says nothing that the name does not. */
export function BrandMark({ name, brand: { colour, textColour, logo }, size = 'small' }: MarkProps) {
  if (logo !== null) {
    const { smallUrl } = logo
    return <img className={classes.mark} data-size={size} src={smallUrl} alt="" width={96} height={96} loading="lazy" />
  }
  return (
    <span
      className={classes.mark}
      data-size={size}
      aria-hidden="true"
      style={colour === null || textColour === null ? undefined : { background: colour, color: textColour }}
    >
      {Array.from(name)[0]?.toUpperCase()}
    </span>
  )
}
