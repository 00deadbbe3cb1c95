import { Button } from '@mantine/core'

interface ActionButtonProps {
  /** What it starts, and whether that is under way. */
  action: { isPending: boolean; mutate: (nothing: undefined) => void }
  label: string
  /** For what should not be pressed lightly. */
  color?: string
  mt?: string
}

/** A button that does one thing, and shows while it is being done. */
export function ActionButton({ action, label, color, mt }: ActionButtonProps) {
  return (
    <Button
      variant={color === undefined ? 'default' : 'filled'}
      {...(color === undefined ? {} : { color })}
      {...(mt === undefined ? {} : { mt })}
      loading={action.isPending}
      onClick={() => action.mutate(undefined)}
    >
      {label}
    </Button>
  )
}
