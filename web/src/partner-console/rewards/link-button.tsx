import { Button, type ButtonProps } from '@mantine/core'
import { Link } from 'wouter'

/** A link to another page that looks like a button: its words stand in the middle, which those of a link do not by themselves. */
export function LinkButton({ href, ...look }: ButtonProps & { href: string }) {
  return <Button {...look} component={Link} href={href} display="inline-flex" style={{ alignItems: 'center' }} />
}
