import { TextInput } from '@mantine/core'

interface FigureProps {
  label: string
  inputMode: 'decimal' | 'numeric'
  typed: string
  /** Whether what was typed is such a figure. */
  isReadable: boolean
  /** What to type instead. */
  unreadable: string
  onTyped: (typed: string) => void
}

/** Takes an amount or a number of points; it has the cursor at once, for hands that are on the keys. */
export function FigureField({ label, inputMode, typed, isReadable, unreadable, onTyped }: FigureProps) {
  return (
    <TextInput
      size="lg"
      label={label}
      inputMode={inputMode}
      autoComplete="off"
      autoFocus
      value={typed}
      error={typed !== '' && !isReadable && unreadable}
      onChange={(event) => {
        onTyped(event.currentTarget.value)
      }}
    />
  )
}
