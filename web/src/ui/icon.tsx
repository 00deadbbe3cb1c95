import type { Icon as TablerIcon } from '@tabler/icons-react'

/** Beside text, in navigation, and alone in the middle of an empty page. */
const SIZES = { text: 20, navigation: 24, alone: 40 } as const

interface IconProps {
  /** One of `@tabler/icons-react`. */
  of: TablerIcon
  size?: keyof typeof SIZES
}

/** A drawing that says nothing by itself: the text beside it does, or the label of its button. */
export function Icon({ of: Drawing, size = 'text' }: IconProps) {
  return <Drawing aria-hidden="true" size={SIZES[size]} stroke={1.75} style={{ flex: 'none' }} />
}
