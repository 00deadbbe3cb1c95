import { renderSVG } from 'uqr'

import classes from './codes.module.css'

/** A QR code for a camera: dark on white in both themes, or many scanners do not see it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const svg = renderSVG(text, { ecc: 'M', border: 2 })
  return <img className={classes.qr} alt={label} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} />
}
