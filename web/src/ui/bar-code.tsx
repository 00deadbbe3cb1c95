import { code128, drawingSVG } from 'bwip-js/browser'

import classes from './codes.module.css'

const OPTIONS = { bcid: 'code128', scale: 3, height: 14, paddingwidth: 8, paddingheight: 4, backgroundcolor: 'FFFFFF' }

/** A bar code (Code 128) for tills without a camera. */
export function BarCode({ text, label }: { text: string; label: string }) {
  const svg = code128({ ...OPTIONS, text }, drawingSVG())
  return <img className={classes.bars} alt={label} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} />
}
