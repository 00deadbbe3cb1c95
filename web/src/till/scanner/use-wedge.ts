import { useEffect, useRef } from 'react'

import { beginsStripe } from './tracks.ts'
import { createWedge, SILENCE_MS, SURE_LENGTH, type WedgeStep } from './wedge.ts'

/** A field that takes what is scanned as what is typed has this attribute. */
export const SCAN_FIELD = 'data-scan-field'

type Field = HTMLInputElement | HTMLTextAreaElement

interface Before {
  readonly field: Field
  readonly value: string
}

const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null

/** Sets a field as if a person had typed it: React hears of it. */
function fill(field: Field, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

const isCommand = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph')

/**
 * Hears scanners and card readers wherever the cursor is. What they typed into a field before they were recognised is taken
 * out of it again.
 */
export function useWedge(onScan: (text: string) => void): void {
  const tell = useRef(onScan)
  useEffect(() => {
    tell.current = onScan
  }, [onScan])
  useEffect(() => listenToWedge((text) => tell.current(text)), [])
}

function listenToWedge(onScan: (text: string) => void): () => void {
  const wedge = createWedge()
  let before: Before | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Puts the field back to what it was, and says what was scanned. */
  const settle = ({ scanned, givenBack }: WedgeStep): void => {
    clearTimeout(timer)
    const field = before?.field ?? null
    const value = before?.value ?? ''
    before = null
    if (field !== null && givenBack !== '') fill(field, value + givenBack)
    if (scanned === null) return
    // A scanner that faltered wrote the first part of it into the field for scans, where it belongs.
    const whole = field !== null && takesScans(field) && !beginsStripe(scanned) ? field.value : scanned
    if (field !== null) fill(field, takesScans(field) ? '' : value)
    onScan(whole)
  }

  const hear = (event: KeyboardEvent): void => {
    // A command, or a key that is held down, is a person's.
    if (event.repeat || isCommand(event)) return wedge.forget()
    if (event.key === 'Enter' || event.key === 'Tab') {
      const step = wedge.finish(event.timeStamp)
      if (step.isTaken) take(event)
      return settle(step)
    }
    if (event.key.length !== 1) return
    const step = wedge.type(event.key, event.timeStamp)
    if (wedge.burst.length === 1) before = remember(event.target)
    const isInPlace = before !== null && takesScans(before.field) && !beginsStripe(wedge.burst)
    if (step.isTaken && !isInPlace) take(event)
    // It is a scanner, then: what it typed until now leaves the field.
    if (wedge.burst.length === SURE_LENGTH + 1 && before !== null && !isInPlace) fill(before.field, before.value)
    clearTimeout(timer)
    timer = setTimeout(() => settle(wedge.fallSilent()), SILENCE_MS)
  }

  window.addEventListener('keydown', hear, { capture: true })
  return () => {
    clearTimeout(timer)
    window.removeEventListener('keydown', hear, { capture: true })
  }
}

const takesScans = (field: Field): boolean => field.hasAttribute(SCAN_FIELD)

function remember(target: EventTarget | null): Before | null {
  const field = fieldOf(target)
  return field && { field, value: field.value }
}

function take(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}
