import { beginsStripe } from './tracks.ts'

/** Between two keys of a scanner there are a few milliseconds; between two of the fastest typist, 60 and more. */
const GAP_MS_MAX = 40
/** Once it is surely a scanner, it may falter: those on Bluetooth do. */
const FALTER_MS_MAX = 120
/** From so many keys on it is surely a scanner. Amounts and PINs are shorter, so that no pasted or scripted one is taken for a card. */
export const SURE_LENGTH = 9
/** Nobody types so long a thing; a key that is stuck, or a cat, must not fill the memory. */
const LENGTH_MAX = 1_024
/** After so long without a key, a scanner without a suffix is done. */
export const SILENCE_MS = 150

export interface WedgeStep {
  /** The key is the scanner's: no field of the page may have it. */
  readonly isTaken: boolean
  /** What was scanned, now that it is whole. */
  readonly scanned: string | null
  /** Keys that were taken and turn out to be a person's. */
  readonly givenBack: string
}

const PASS: WedgeStep = { isTaken: false, scanned: null, givenBack: '' }

/**
 * Tells the keys of a scanner or a card reader, which types as a keyboard does, from those of a person: by their speed, and
 * by how a magnetic stripe begins. Time is an argument, so that recorded keys can be played again.
 */
export function createWedge() {
  let text = ''
  let lastAt = Number.NEGATIVE_INFINITY
  const isStripe = () => beginsStripe(text)
  const isSure = () => text.length >= SURE_LENGTH || (isStripe() && text.length > 1)
  const end = (): string => {
    const whole = text
    text = ''
    return whole
  }
  return {
    /** What is in the burst so far. */
    get burst(): string {
      return text
    },
    /** A key that writes a character. */
    type(key: string, at: number): WedgeStep {
      if (at - lastAt > (isSure() ? FALTER_MS_MAX : GAP_MS_MAX)) text = ''
      lastAt = at
      if (text.length < LENGTH_MAX) text += key
      return { ...PASS, isTaken: isStripe() || text.length > SURE_LENGTH }
    },
    /** Enter or Tab, with which most scanners end. */
    finish(at: number): WedgeStep {
      const isPrompt = at - lastAt <= FALTER_MS_MAX
      const isScan = isPrompt && isSure()
      const whole = end()
      return isScan ? { isTaken: true, scanned: whole, givenBack: '' } : PASS
    },
    /** Nothing came for `SILENCE_MS`: a scanner without a suffix is done, and a lonely sign was a person's. */
    fallSilent(): WedgeStep {
      const isScan = isSure()
      const givenBack = !isScan && isStripe() ? text : ''
      const whole = end()
      return { isTaken: false, scanned: isScan ? whole : null, givenBack }
    },
    /** A person does something else. */
    forget(): void {
      end()
    },
  }
}
