import classes from './brand-mark.module.css'

interface MarkProps {
  name: string
  colour: string | null
  textColour: string | null
  /** Address of a picture; null: the first letter on the colour. */
  logo: string | null
}

/** The mark of a brand, beside its name: it says nothing that the name does not. */
export function BrandMark({
  name,
  colour,
  textColour,
  logo,
  size = 'small',
}: MarkProps & { size?: 'small' | 'large' }) {
  if (logo !== null)
    return <img className={classes.mark} data-size={size} src={logo} alt="" width={96} height={96} loading="lazy" />
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
